/** What the published page says about memory, checked against our data. */
import { MEMORY_CHECKPOINTS, isOwnMemoryRecord, type MemoryCheckpoint } from '@fived/records';
import type { AnyMemoryRecord } from '../figures/series.js';
import { checksOf, finding, whyNotJudged, type Check, type Findings } from './checks.js';
import { counted, joined, mib, percent } from '../figures/number-text.js';

/** The page's "~5 MB". */
const LOW_MIB = 5;
/** Below this share of the whole peak, what prediction adds counts as negligible. */
const NEGLIGIBLE_SHARE = 0.05;

/** What was done up to each checkpoint since the one before; the four between are moments, at which nothing is done. */
const PHASES = {
  after_dataset_load: 'making the dataset',
  after_splitting: 'splitting',
  after_preprocessing: 'preprocessing',
  after_model_creation: 'building the model',
  peak_during_training: 'training',
  peak_during_prediction: 'prediction',
} as const satisfies Partial<Record<MemoryCheckpoint, string>>;

/** How far a phase raised the peak, and what it took: by itself where that was measured, else just that. */
const phaseOf = (record: AnyMemoryRecord, wanted: keyof typeof PHASES) => {
  const cumulative = MEMORY_CHECKPOINTS.map(({ name }) => record.memory_usage_mb[`${name}_mb`]);
  const index = MEMORY_CHECKPOINTS.findIndex(({ name }) => name === wanted);
  const raisedMib = cumulative[index] - (index === 0 ? 0 : cumulative[index - 1]);
  const own = isOwnMemoryRecord(record) ? record.phases.find(({ name }) => name === wanted) : undefined;
  return { words: PHASES[wanted], raisedMib, tookMib: own?.own_peak_mib ?? raisedMib };
};

const wholePeak = (record: AnyMemoryRecord): number => record.memory_usage_mb.after_prediction_mb;

const FINDINGS: Findings<AnyMemoryRecord> = {
  'Peak memory usage is low (~5 MB)': (record) => {
    const resident = isOwnMemoryRecord(record)
      ? ' of JavaScript memory above what Node and all modules take. The whole process, Node included, held at most ' +
        `${mib(Math.max(...record.phases.map(({ resident_peak_mib }) => resident_peak_mib)))} ` +
        `(${mib(record.baseline.resident_mib)} before the first phase)`
      : '';
    return finding(wholePeak(record) <= LOW_MIB, `Here the peak is ${mib(wholePeak(record))}${resident}.`);
  },

  'Training phase is the memory bottleneck': (record) => {
    const all = (Object.keys(PHASES) as (keyof typeof PHASES)[]).map((name) => phaseOf(record, name));
    const most = Math.max(...all.map(({ tookMib }) => tookMib));
    if (most <= 0) return finding(undefined, 'No phase raised the peak.');
    const largest = all.filter(({ tookMib }) => tookMib === most).map(({ words }) => words);
    const own = isOwnMemoryRecord(record);
    return finding(
      largest.includes('training'),
      `Here the most is taken by ${joined(largest)}. ` +
        (own ? 'Each phase by itself, above what was in use as it began' : 'Each phase raised the peak by') +
        `, in MiB: ${joined(all.map(({ words, tookMib }) => `${words} ${tookMib.toFixed(2)}`))}.` +
        (own ? ' (Such a peak holds garbage that was not collected yet; what is kept is in the table.)' : ''),
    );
  },

  'Prediction has negligible memory overhead': (record) => {
    const { raisedMib, tookMib } = phaseOf(record, 'peak_during_prediction');
    const part = wholePeak(record) > 0 ? tookMib / wholePeak(record) : 0;
    const [rows, own] = isOwnMemoryRecord(record)
      ? [` of ${counted(record.predicted_rows, 'row')}`, ` and takes ${mib(tookMib)} by itself`]
      : ['', ''];
    return finding(
      part < NEGLIGIBLE_SHARE,
      `Here prediction${rows} raises the peak by ${mib(raisedMib)}${own}, ${percent(part)} of the whole peak; ` +
        'below 5% is taken as negligible.',
    );
  },
};

export const memoryChecks = (record: AnyMemoryRecord | undefined): readonly Check[] =>
  checksOf(FINDINGS, record === undefined ? 'There is no memory profile.' : (whyNotJudged(record) ?? record));
