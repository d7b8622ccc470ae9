/** What the published page says about memory, checked against our data. */
import { MEMORY_CHECKPOINTS, isOwnMemoryRecord, type MemoryCheckpoint } from '@fived/records';
import type { AnyMemoryRecord } from '../figures/memory-by-phase.js';
import type { Check } from './document.js';
import { counted, joined, mib, percent } from './words.js';

type Finding = Omit<Check, 'statement'>;

/** The page's "~5 MB". */
const LOW_MIB = 5;
/** Below this share of the whole peak, what prediction adds counts as negligible. */
const NEGLIGIBLE_SHARE = 0.05;

const TRAINING: MemoryCheckpoint = 'peak_during_training';
const PREDICTION: MemoryCheckpoint = 'peak_during_prediction';

/**
 * What happened between each checkpoint and the one before it. The four checkpoints between them are moments at which
 * nothing happens.
 */
const PHASES: readonly (readonly [MemoryCheckpoint, string])[] = [
  ['after_dataset_load', 'making the dataset'],
  ['after_splitting', 'splitting'],
  ['after_preprocessing', 'preprocessing'],
  ['after_model_creation', 'building the model'],
  [TRAINING, 'training'],
  [PREDICTION, 'prediction'],
];

interface PhaseGrowth {
  readonly name: MemoryCheckpoint;
  readonly words: string;
  /** How far the phase raised the highest memory so far. */
  readonly raisedMib: number;
  /** The peak above what was in use when the phase began; undefined in the published project's form. */
  readonly ownMib: number | undefined;
}

const growthByPhase = (record: AnyMemoryRecord): readonly PhaseGrowth[] => {
  const cumulative = MEMORY_CHECKPOINTS.map(({ name }) => record.memory_usage_mb[`${name}_mb`]);
  return PHASES.map(([name, words]) => {
    const index = MEMORY_CHECKPOINTS.findIndex((checkpoint) => checkpoint.name === name);
    return {
      name,
      words,
      raisedMib: cumulative[index] - (index === 0 ? 0 : cumulative[index - 1]),
      ownMib: isOwnMemoryRecord(record) ? record.phases.find((phase) => phase.name === name)?.own_peak_mib : undefined,
    };
  });
};

/** What a phase took: its own peak if that was measured, otherwise how far it raised the peak. */
const took = ({ ownMib, raisedMib }: PhaseGrowth): number => ownMib ?? raisedMib;

const wholePeak = (record: AnyMemoryRecord): number => record.memory_usage_mb.after_prediction_mb;

const isLow = (record: AnyMemoryRecord): Finding => {
  const ofWhat = isOwnMemoryRecord(record) ? ' of JavaScript memory above what Node and all modules take' : '';
  const resident = isOwnMemoryRecord(record)
    ? ' The whole process, Node included, held at most ' +
      `${mib(Math.max(...record.phases.map(({ resident_peak_mib }) => resident_peak_mib)))} ` +
      `(${mib(record.baseline.resident_mib)} before the first phase).`
    : '';
  return {
    verdict: wholePeak(record) <= LOW_MIB ? 'holds' : 'does not hold',
    found: `Here the peak is ${mib(wholePeak(record))}${ofWhat}.${resident}`,
  };
};

const trainingIsBottleneck = (record: AnyMemoryRecord): Finding => {
  const all = growthByPhase(record);
  const most = Math.max(...all.map(took));
  if (most <= 0) return { verdict: 'cannot be told', found: 'No phase raised the peak.' };
  const largest = all.filter((phase) => took(phase) === most);
  const training = all.find(({ name }) => name === TRAINING);
  const own = isOwnMemoryRecord(record);
  const amounts = all.map((phase) => `${phase.words} ${took(phase).toFixed(2)}`);
  return {
    verdict: training !== undefined && took(training) === most ? 'holds' : 'does not hold',
    found:
      `Here the most is taken by ${joined(largest.map(({ words }) => words))}. ` +
      (own ? 'Each phase by itself, above what was in use as it began' : 'Each phase raised the peak by') +
      `, in MiB: ${joined(amounts)}.` +
      (own ? ' (Such a peak holds garbage that was not collected yet; what is kept is in the table.)' : ''),
  };
};

const predictionIsNegligible = (record: AnyMemoryRecord): Finding => {
  const prediction = growthByPhase(record).find(({ name }) => name === PREDICTION);
  const raised = prediction?.raisedMib ?? 0;
  const taken = prediction === undefined ? 0 : took(prediction);
  const share = wholePeak(record) > 0 ? taken / wholePeak(record) : 0;
  const rows = isOwnMemoryRecord(record) ? ` of ${counted(record.predicted_rows, 'row')}` : '';
  const own = prediction?.ownMib === undefined ? '' : ` and takes ${mib(taken)} by itself`;
  return {
    verdict: share < NEGLIGIBLE_SHARE ? 'holds' : 'does not hold',
    found:
      `Here prediction${rows} raises the peak by ${mib(raised)}${own}, ${percent(share)} of the whole peak; ` +
      'below 5% is taken as negligible.',
  };
};

const STATEMENTS: readonly (readonly [statement: string, find: (record: AnyMemoryRecord) => Finding])[] = [
  ['Peak memory usage is low (~5 MB)', isLow],
  ['Training phase is the memory bottleneck', trainingIsBottleneck],
  ['Prediction has negligible memory overhead', predictionIsNegligible],
];

export const memoryChecks = (record: AnyMemoryRecord | undefined): readonly Check[] =>
  STATEMENTS.map(([statement, find]) => ({
    statement,
    ...(record === undefined
      ? { verdict: 'cannot be told' as const, found: 'There is no memory profile.' }
      : find(record)),
  }));
