/**
 * The figures of memory. `memory_usage_by_phase.png`: peaks of JavaScript memory at the published chart's checkpoints,
 * its values beside ours. `memory_vs_dataset_size.png`: peaks of JavaScript memory, over all phases and in training,
 * and of resident memory, for each measured engine.
 */
import type { BarPanel, BarSeries, Colour, Figure, Panel } from '@fived/charts';
import {
  MEMORY_CHECKPOINTS,
  PUBLISHED_MEMORY_DATASET_SIZE,
  PUBLISHED_MEMORY_MIB,
  differsFromPublished,
  isOwnMemoryRecord,
  type MemoryAtSize,
  type MemoryCheckpoint,
  type MemoryRecord,
} from '@fived/records';
import { amountAxis, extentOf, sizeAxis, type Series } from './axes.js';
import { engineText, settingsAndMachine, whyNoPublished } from './describe.js';
import { counted, countedRange, joined } from './number-text.js';
import { engineName, measuredMarks, publishedLabel, seriesName, type AnyMemoryRecord } from './series.js';

const PERCENT = 100;

const subtitle = (
  record: AnyMemoryRecord,
  sizes: readonly number[],
  meaning: readonly string[],
  engines?: string,
): readonly string[] => [
  ...settingsAndMachine(
    record,
    [countedRange(sizes, 'sample'), counted(record.hyperparameters.max_iter, 'epoch')],
    engines,
  ),
  ...meaning,
];

/** What the published values are, or why there are none; undefined where the record has no size that was published. */
const captionOf = (record: AnyMemoryRecord, isShown: boolean): string | undefined =>
  whyNoPublished(record) ??
  (isShown
    ? 'Grey: the published profile, 1 run, Keras on an Apple M2: ' +
      "peak of Python's own allocations (tracemalloc) since the start, without those of TensorFlow's native code."
    : undefined);

/** Two of the ten checkpoints are not in the published chart. */
const NOT_SHOWN: readonly MemoryCheckpoint[] = ['after_splitting', 'after_model_creation'];

const CHECKPOINTS = MEMORY_CHECKPOINTS.filter(({ name }) => !NOT_SHOWN.includes(name));

/** The highest peak within each phase. A phase that freed more than it took has no peak of its own. */
const ownPeaks = ({ phases }: MemoryRecord): readonly number[] =>
  CHECKPOINTS.flatMap(({ name }) =>
    phases.filter((phase) => phase.name === name).map((phase) => Math.max(0, phase.own_peak_mib)),
  );

const measuredBars = (record: AnyMemoryRecord): BarSeries => {
  const own = isOwnMemoryRecord(record) ? record : undefined;
  return {
    name: `${seriesName(record)}: peak since the start`,
    colour: 'blue',
    values: CHECKPOINTS.map(({ name }) => record.memory_usage_mb[`${name}_mb`]),
    markers: own && { name: 'peak of the phase alone', values: ownPeaks(own) },
  };
};

const PUBLISHED_BARS: BarSeries = {
  name: 'published (Keras, Apple M2): peak since the start',
  colour: 'reference',
  values: CHECKPOINTS.map(({ publishedMib }) => publishedMib),
};

/** Which value over the repeats is shown, and how far the repeats lie apart at most, as a share of the median. */
const spreadText = ({ repeats, phases }: MemoryRecord): string => {
  if (repeats === 1) return '1 repeat';
  const spreads = phases.map(
    ({ cumulative_peak_mib: median, cumulative_peak_mib_min: low, cumulative_peak_mib_max: high }) =>
      median > 0 ? (high - low) / median : 0,
  );
  return `Median of ${repeats} repeats, at most ${(Math.max(...spreads) * PERCENT).toFixed(1)}% apart`;
};

const meaningOfBars = (record: AnyMemoryRecord): readonly string[] =>
  isOwnMemoryRecord(record)
    ? [
        'Bars: highest JavaScript memory (heap, typed arrays, WebAssembly) ' +
          'from the start up to each checkpoint, above what Node and all modules take',
        `Circles: highest since the checkpoint before, above what was in use there. ${spreadText(record)}`,
      ]
    : ['Bars: peak from the start up to each checkpoint'];

/** The published values are of one dataset size, and stand only beside the same, made with the same settings. */
export const standsBesidePublished = (record: AnyMemoryRecord): boolean =>
  record.dataset_size === PUBLISHED_MEMORY_DATASET_SIZE && differsFromPublished(record).length === 0;

/** Pure: the same record gives the same figure. */
export const memoryByPhaseFigure = (record: AnyMemoryRecord): Figure<BarPanel> => {
  const comparable = standsBesidePublished(record);
  return {
    // The size of the published chart.
    width: 1784,
    height: 883,
    title: 'Memory by phase',
    subtitle: subtitle(record, [record.dataset_size], meaningOfBars(record)),
    caption: captionOf(record, comparable),
    panels: [
      {
        categories: CHECKPOINTS.map(({ label }) => label),
        categoryLabel: 'Checkpoint',
        valueLabel: 'Memory (MiB)',
        decimals: 2,
        series: [measuredBars(record), ...(comparable ? [PUBLISHED_BARS] : [])],
      },
    ],
  };
};

/** Of the engines, in their order. */
const COLOURS: readonly Colour[] = ['blue', 'vermillion', 'bluish-green'];

type Peak = 'javascript_peak_mib' | 'training_peak_mib' | 'resident_peak_mib';

/** The peaks of an engine by dataset size, with the range of the repeats. */
export const peaksOf = (sizes: readonly MemoryAtSize[], engine: string, peak: Peak): Series => {
  const own = sizes.filter((size) => size.engine === engine).sort((a, b) => a.dataset_size - b.dataset_size);
  return {
    points: own.map((size) => ({ x: size.dataset_size, y: size[peak] })),
    ranges: own.map((size) => ({ x: size.dataset_size, low: size[`${peak}_min`], high: size[`${peak}_max`] })),
  };
};

/** Pure: the same record gives the same figure. Undefined for a record with a single size. */
export const memoryBySizeFigure = (record: MemoryRecord): Figure<Panel> | undefined => {
  const { sizes = [], repeats } = record;
  if (sizes.length === 0) return undefined;
  const datasetSizes = sizes.map(({ dataset_size }) => dataset_size);
  // The record's own engine comes first.
  const measuredEngines = new Set(sizes.map(({ engine }) => engine));
  const engines = [...new Set([record.engine, ...measuredEngines])]
    .filter((engine) => measuredEngines.has(engine))
    .map((engine) => ({ engine, wide: engine === record.engine && record.wide }));
  const [smallest, largest] = extentOf(datasetSizes);
  const hasPublished =
    differsFromPublished(record).length === 0 &&
    smallest <= PUBLISHED_MEMORY_DATASET_SIZE &&
    PUBLISHED_MEMORY_DATASET_SIZE <= largest;
  // the one published value: it was reached in training (0.85 MiB before), so it is the peak of training and of all
  // phases.
  const published = hasPublished
    ? [{ x: PUBLISHED_MEMORY_DATASET_SIZE, y: PUBLISHED_MEMORY_MIB.peak_during_training }]
    : [];

  const panel = (peak: Peak, label: string, decimals: number, points: Series['points']): Panel => {
    const reference = { points, ranges: [] };
    const measured = engines.map((each): Series & { readonly name: string } => {
      const { points: peaks, ranges } = peaksOf(sizes, each.engine, peak);
      return { name: engineName(each), points: peaks, ranges: repeats === 1 ? [] : ranges };
    });
    const format = (value: number): string => `${value.toFixed(decimals)} MiB`;
    return {
      x: sizeAxis(datasetSizes),
      y: amountAxis(label, [...measured, reference]),
      marks: [
        ...(points.length === 0
          ? []
          : [
              { kind: 'points', points, colour: 'reference', fill: 'open' } as const,
              publishedLabel(reference, format),
            ]),
        ...measured
          .map((series, index) => measuredMarks(series.name, series, format, COLOURS[index % COLOURS.length]))
          // The record's own engine lies on top.
          .reverse()
          .flat(),
      ],
    };
  };

  const repeated =
    repeats === 1
      ? '1 repeat, so no whiskers'
      : `Median of ${repeats} repeats; whiskers from the lowest to the highest`;
  return {
    width: 2084,
    height: 733,
    title: 'Memory against dataset size',
    subtitle: subtitle(
      record,
      datasetSizes,
      [
        `${repeated}. JavaScript memory: heap, typed arrays, WebAssembly, above what Node and all modules take; ` +
          'resident memory: all of the process',
      ],
      joined(engines.map(engineText)),
    ),
    caption: captionOf(record, hasPublished),
    panels: [
      panel('javascript_peak_mib', 'JavaScript memory, peak of all phases (MiB)', 2, published),
      panel('training_peak_mib', 'JavaScript memory, peak in training (MiB)', 2, published),
      panel('resident_peak_mib', 'Resident memory, peak (MiB)', 0, []),
    ],
  };
};
