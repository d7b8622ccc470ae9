/**
 * `memory_usage_by_phase.png`: peaks of JavaScript memory at the published chart's checkpoints, its values beside ours.
 */
import { GREY, OKABE_ITO, type BarPanel, type BarSeries, type Figure } from '@fived/charts';
import {
  MEMORY_CHECKPOINTS,
  PUBLISHED_MEMORY_DATASET_SIZE,
  differsFromPublished,
  isOwnMemoryRecord,
  type BaseMemoryRecord,
  type MemoryCheckpoint,
  type MemoryRecord,
} from '@fived/records';
import { memorySubtitle, publishedMemoryCaption, spreadText } from './describe-memory.js';
import { UNNAMED, engineName } from './series.js';

export type AnyMemoryRecord = BaseMemoryRecord | MemoryRecord;

/** The size of the published chart. */
const WIDTH = 1784;
const HEIGHT = 883;

/** The eight of the ten checkpoints that the published chart has. */
const SHOWN: readonly MemoryCheckpoint[] = [
  'after_dataset_load',
  'after_preprocessing',
  'before_training',
  'peak_during_training',
  'after_training',
  'before_prediction',
  'peak_during_prediction',
  'after_prediction',
];

const CHECKPOINTS = MEMORY_CHECKPOINTS.filter(({ name }) => SHOWN.includes(name));

/** The highest peak within each phase. A phase that freed more than it took has no peak of its own. */
const ownPeaks = ({ phases }: MemoryRecord): readonly number[] =>
  CHECKPOINTS.flatMap(({ name }) =>
    phases.filter((phase) => phase.name === name).map((phase) => Math.max(0, phase.own_peak_mib)),
  );

const measuredBars = (record: AnyMemoryRecord): BarSeries => {
  const values = CHECKPOINTS.map(({ name }) => record.memory_usage_mb[`${name}_mb`]);
  if (!isOwnMemoryRecord(record)) return { name: `${UNNAMED}: peak since the start`, colour: OKABE_ITO.blue, values };
  return {
    name: `${engineName(record.engine, record.wide === true)}: peak since the start`,
    colour: OKABE_ITO.blue,
    values,
    markers: { name: 'peak of the phase alone', values: ownPeaks(record) },
  };
};

const PUBLISHED_BARS: BarSeries = {
  name: 'published (Keras, Apple M2): peak since the start',
  colour: GREY.reference,
  values: CHECKPOINTS.map(({ publishedMib }) => publishedMib),
};

const meaning = (record: AnyMemoryRecord): readonly string[] => {
  if (!isOwnMemoryRecord(record)) return ['Bars: peak from the start up to each checkpoint'];
  const spread = spreadText(
    record.repeats,
    record.phases.map((phase) => ({
      median: phase.cumulative_peak_mib,
      low: phase.cumulative_peak_mib_min,
      high: phase.cumulative_peak_mib_max,
    })),
  );
  return [
    'Bars: highest JavaScript memory (heap, typed arrays, WebAssembly) ' +
      'from the start up to each checkpoint, above what Node and all modules take',
    `Circles: highest since the checkpoint before, above what was in use there. ${spread}`,
  ];
};

/** The published values are of one dataset size, and stand only beside the same, made with the same settings. */
export const standsBesidePublished = (record: AnyMemoryRecord): boolean =>
  record.dataset_size === PUBLISHED_MEMORY_DATASET_SIZE && differsFromPublished(record).length === 0;

/** Pure: the same record gives the same figure. */
export const memoryByPhaseFigure = (record: AnyMemoryRecord): Figure<BarPanel> => {
  const comparable = standsBesidePublished(record);
  const caption = publishedMemoryCaption(record, comparable);
  return {
    width: WIDTH,
    height: HEIGHT,
    title: 'Memory by phase',
    subtitle: memorySubtitle(record, [record.dataset_size], meaning(record)),
    ...(caption === undefined ? {} : { caption }),
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
