/**
 * The report's charts. Each has a caption, and a description for those who do not see it, made of the values that it
 * shows.
 */
import { PUBLISHED, PUBLISHED_MEMORY_DATASET_SIZE, isOwnMemoryRecord } from '@fived/records';
import { accuracyFigure } from '../figures/accuracy.js';
import { memoryByPhaseFigure, type AnyMemoryRecord } from '../figures/memory-by-phase.js';
import { memoryBySizeFigure } from '../figures/memory-by-size.js';
import { scalingFigure } from '../figures/scaling.js';
import { seriesName, type AnyRecord } from '../figures/series.js';
import { trainingTimeFigure } from '../figures/training-time.js';
import type { FigureBlock } from './document.js';
import { growthText } from './findings-time.js';
import { endsOf, resultsBySize, type AnySizeResult, type Sources } from './sources.js';
import { grouped, mib, milliseconds, mse, perSampleMs, r2, seconds } from './words.js';

/** "0.151 s at 1,000 samples to 1.398 s at 10,000 samples", or the one value. */
const fromTo = <Value>(
  values: readonly Value[],
  sizeOf: (value: Value) => number,
  text: (value: Value) => string,
): string => {
  const [first, last] = endsOf(values);
  const at = (value: Value): string => `${text(value)} at ${grouped(sizeOf(value))} samples`;
  return values.length === 1 ? `${at(first)} alone` : `from ${at(first)} to ${at(last)}`;
};

const measured = (record: AnyRecord, text: (result: AnySizeResult) => string): string =>
  fromTo(resultsBySize(record), ({ dataset_size }) => dataset_size, text);

/** The published figures for the sizes that the chart shows: those among ours. */
const published = (record: AnyRecord, text: (of: (typeof PUBLISHED)[number]) => string): string | undefined => {
  const sizes = record.results.map(({ dataset_size }) => dataset_size);
  const shown = PUBLISHED.filter(
    ({ datasetSize }) => datasetSize >= Math.min(...sizes) && datasetSize <= Math.max(...sizes),
  );
  return shown.length === 0 ? undefined : fromTo(shown, ({ datasetSize }) => datasetSize, text);
};

const besidePublished = (text: string | undefined): string =>
  text === undefined ? '' : ` The published series, in grey, goes ${text}.`;

const besideText = ({ beside }: Sources, text: (result: AnySizeResult) => string): string =>
  beside === undefined ? '' : ` The ${seriesName(beside)} engine goes ${measured(beside, text)}.`;

const ourSeries = ({ benchmark }: Sources): string => `our series (${seriesName(benchmark)})`;

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

export const trainingTimeChart = (sources: Sources): FigureBlock => {
  const { benchmark, beside } = sources;
  const text = (result: AnySizeResult): string => seconds(result.training_time_seconds_mean);
  const growth = growthText(benchmark);
  return {
    kind: 'figure',
    id: 'figure-training-time',
    file: 'training_time_vs_dataset_size.png',
    figure: trainingTimeFigure(benchmark, beside),
    alt:
      'Line chart of training time in seconds against dataset size: ' +
      `${ourSeries(sources)} goes ${measured(benchmark, text)}.` +
      besideText(sources, text) +
      besidePublished(published(benchmark, ({ trainingTimeSeconds }) => `${trainingTimeSeconds.toFixed(2)} s`)),
    caption:
      'Training time against dataset size, with the published profile in grey.' +
      (growth === undefined ? '' : ` ${sentence(growth)}`),
  };
};

export const scalingChart = (sources: Sources): FigureBlock => {
  const { benchmark, beside } = sources;
  const text = (result: AnySizeResult): string =>
    milliseconds(perSampleMs(result.training_time_seconds_mean, result.dataset_size));
  return {
    kind: 'figure',
    id: 'figure-scaling',
    file: 'scaling_analysis.png',
    figure: scalingFigure(benchmark, beside),
    alt:
      'Line chart of training time per sample in milliseconds against dataset size: ' +
      `${ourSeries(sources)} goes ${measured(benchmark, text)}.` +
      besideText(sources, text) +
      besidePublished(
        published(
          benchmark,
          ({ datasetSize, trainingTimeSeconds }) => `${perSampleMs(trainingTimeSeconds, datasetSize).toFixed(2)} ms`,
        ),
      ),
    caption:
      `Training time divided by the number of all samples. It goes ${measured(benchmark, text)}; ` +
      'growth in proportion to the samples would be a level line.',
  };
};

export const accuracyChart = (sources: Sources): FigureBlock => {
  const { benchmark } = sources;
  const ofR2 = measured(benchmark, (result) => r2(result.test_r2_mean));
  const ofMse = measured(benchmark, (result) => mse(result.test_mse_mean));
  return {
    kind: 'figure',
    id: 'figure-accuracy',
    file: 'accuracy_vs_dataset_size.png',
    figure: accuracyFigure(benchmark),
    alt:
      `Two line charts against dataset size. Left, R² on the test rows: ${ourSeries(sources)} goes ${ofR2}.` +
      besidePublished(published(benchmark, ({ testR2 }) => r2(testR2))) +
      ` Right, the mean squared error on the test rows: it goes ${ofMse}.` +
      besidePublished(published(benchmark, ({ testMse }) => mse(testMse))),
    caption:
      'Accuracy on the test rows against dataset size, with the published profile in grey. ' +
      `R² goes ${ofR2}, the mean squared error ${ofMse}.`,
  };
};

export const memoryByPhaseChart = (memory: AnyMemoryRecord): FigureBlock => {
  const usage = memory.memory_usage_mb;
  const values =
    `${mib(usage.after_dataset_load_mb)} after the dataset is made, ` +
    `${mib(usage.before_training_mb)} before training, ${mib(usage.peak_during_training_mb)} ` +
    `in training and ${mib(usage.after_prediction_mb)} after prediction`;
  const isComparable = memory.dataset_size === PUBLISHED_MEMORY_DATASET_SIZE;
  return {
    kind: 'figure',
    id: 'figure-memory-by-phase',
    file: 'memory_usage_by_phase.png',
    figure: memoryByPhaseFigure(memory),
    alt:
      `Bar chart of the highest memory since the start at eight checkpoints: ${values}.` +
      (isComparable
        ? ' The published bars, in grey, rise from 0.35 MiB to 0.85 before training and 4.94 in training, ' +
          'and stay there.'
        : ''),
    caption:
      `Memory by phase at ${grouped(memory.dataset_size)} samples: ` +
      (isOwnMemoryRecord(memory)
        ? 'bars from the start up to each checkpoint, so that they never fall; circles of each phase alone.'
        : 'from the start up to each checkpoint, so that it never falls.'),
  };
};

/** Undefined if only one size was measured. */
export const memoryBySizeChart = (memory: AnyMemoryRecord): FigureBlock | undefined => {
  if (!isOwnMemoryRecord(memory)) return undefined;
  const figure = memoryBySizeFigure(memory);
  if (figure === undefined) return undefined;
  const sizes = memory.sizes ?? [];
  const ofEngine = [...new Set(sizes.map(({ engine }) => engine))].map((engine) => {
    const own = sizes.filter((size) => size.engine === engine).sort((a, b) => a.dataset_size - b.dataset_size);
    return `with the ${engine} engine ${fromTo(
      own,
      ({ dataset_size }) => dataset_size,
      ({ javascript_peak_mib }) => mib(javascript_peak_mib),
    )}`;
  });
  return {
    kind: 'figure',
    id: 'figure-memory-by-size',
    file: 'memory_vs_dataset_size.png',
    figure,
    alt:
      'Three line charts against dataset size: peak JavaScript memory of all phases, ' +
      `that of training, and resident memory. The first goes ${ofEngine.join('; ')}.`,
    caption:
      'Peak memory against dataset size: ' +
      'JavaScript memory over all phases and in training, and the resident set of the whole process.',
  };
};
