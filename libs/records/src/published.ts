/**
 * The published profile's figures: Keras on an Apple M2, a single run for each dataset size, and the range over that
 * run and six others of the same code. R2 and MSE are on the test rows; time is that of training alone.
 */

/** Both ends included. */
export type Range = readonly [low: number, high: number];

export interface PublishedSize {
  readonly datasetSize: number;
  readonly trainingTimeSeconds: number;
  readonly trainingTimeRangeSeconds: Range;
  readonly testR2: number;
  readonly testR2Range: Range;
  readonly testMse: number;
}

const size = (
  datasetSize: number,
  trainingTimeSeconds: number,
  trainingTimeRangeSeconds: Range,
  testR2: number,
  testR2Range: Range,
  testMse: number,
): PublishedSize => ({ datasetSize, trainingTimeSeconds, trainingTimeRangeSeconds, testR2, testR2Range, testMse });

/** By ascending dataset size. */
export const PUBLISHED: readonly PublishedSize[] = [
  size(1000, 9.93, [9.14, 9.93], 0.9417, [0.9118, 0.943], 0.017613),
  size(2000, 12.21, [11.62, 13.19], 0.9698, [0.954, 0.9716], 0.006889),
  size(3000, 15.1, [14.04, 15.44], 0.9867, [0.9806, 0.9894], 0.003629),
  size(4000, 17.15, [16.15, 18.07], 0.9929, [0.9892, 0.9961], 0.001946),
  size(5000, 22.01, [18.62, 22.01], 0.9937, [0.9932, 0.9969], 0.001807),
  size(6000, 23.0, [21.15, 23.0], 0.994, [0.993, 0.9974], 0.001784),
  size(7000, 25.39, [23.33, 25.39], 0.9965, [0.9962, 0.998], 0.001004),
  size(8000, 26.15, [24.96, 27.38], 0.9972, [0.9971, 0.9979], 0.000853),
  size(9000, 28.8, [27.73, 31.95], 0.9983, [0.9958, 0.9983], 0.000482),
  size(10000, 31.67, [30.15, 32.94], 0.9985, [0.9972, 0.9985], 0.00045),
];

/**
 * Peaks since the start, in MiB, from Python's `tracemalloc`, at a dataset size of 5,000. They are cumulative, so they
 * never fall.
 */
export const PUBLISHED_MEMORY_MIB = {
  after_dataset_load: 0.35,
  after_splitting: 0.39,
  after_preprocessing: 0.54,
  after_model_creation: 0.85,
  before_training: 0.85,
  peak_during_training: 4.94,
  after_training: 4.94,
  before_prediction: 4.94,
  peak_during_prediction: 4.94,
  after_prediction: 4.94,
} as const;

/** The published figures of a dataset size, or undefined for a size that was not published. */
export const publishedFor = (datasetSize: number): PublishedSize | undefined =>
  PUBLISHED.find((published) => published.datasetSize === datasetSize);

export type BandPosition = 'below' | 'within' | 'above';

/** Where a value lies relative to a range, including its ends. Throws for NaN. */
export const bandPosition = (value: number, [low, high]: Range): BandPosition => {
  if (Number.isNaN(value)) throw new Error('a value to compare with a band must be a number, found NaN');
  return value < low ? 'below' : value > high ? 'above' : 'within';
};

/**
 * Where a test R2 lies relative to the published runs of that dataset size; undefined for a size that was not
 * published.
 */
export const r2BandPosition = (datasetSize: number, testR2: number): BandPosition | undefined => {
  const published = publishedFor(datasetSize);
  return published && bandPosition(testR2, published.testR2Range);
};
