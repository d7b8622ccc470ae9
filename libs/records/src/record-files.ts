/** The JSON files that runs write, by kind. `isOwnRecord` and `isOwnMemoryRecord` tell ours from the published ones. */
import { BENCHMARK_SCHEMA, type BaseBenchmarkRecord, type BenchmarkRecord } from './benchmark-record.js';
import { COMPARISON_SCHEMA, type ComparisonRecord } from './comparison-record.js';
import { isOwnMemoryRecord, MEMORY_SCHEMA, type BaseMemoryRecord, type MemoryRecord } from './memory-record.js';
import { PEERS_SCHEMA, type PeersRecord } from './peers-record.js';
import { recordFile } from './record-file.js';
import { RUN_SCHEMA, RUN_SETS, type RunRecord } from './run-record.js';

/** Whoever compares runs or resamples them does so in seconds; a sweep that makes more would take weeks. */
export const MOST_RUNS = 5_000;

const checkRunCount = ({ results }: BaseBenchmarkRecord, path: string): void => {
  const count = results.reduce((sum, { individual_runs }) => sum + individual_runs.length, 0);
  if (count > MOST_RUNS)
    throw new Error(`${path}: results: found ${count} runs, must be at most ${MOST_RUNS} of all sizes together`);
};

/** `benchmark_results.json` */
export const {
  validate: validateBenchmarkRecord,
  read: readBenchmarkRecord,
  write: writeBenchmarkRecord,
} = recordFile<BenchmarkRecord, BaseBenchmarkRecord>({
  schema: BENCHMARK_SCHEMA,
  hasBase: true,
  checkFit: checkRunCount,
  what: 'benchmark record',
  writer: 'fived bench',
});

/** What is said twice in a memory profile must be the same, and a median lies among its values. */
const checkMemory = (record: MemoryRecord | BaseMemoryRecord, path: string): void => {
  if (!isOwnMemoryRecord(record)) return;
  const { memory_usage_mb: usage, phases, sizes = [] } = record;
  const check = (place: string, found: number, isRight: boolean, right: string): void => {
    if (!isRight) throw new Error(`${path}: ${place}: found ${found}, must be ${right}`);
  };
  for (const { name, cumulative_peak_mib: peak } of phases) {
    const place = `${name}_mb` as const;
    check(`memory_usage_mb.${place}`, usage[place], usage[place] === peak, `${peak}, as in phases`);
  }
  for (const what of ['training', 'prediction'] as const) {
    const increase = usage[`${what}_memory_increase_mb`];
    const right = usage[`peak_during_${what}_mb`] - usage[`before_${what}_mb`];
    const place = `memory_usage_mb.${what}_memory_increase_mb`;
    check(place, increase, Math.abs(increase - right) < 1e-9, `${right}, the peak during it minus the one before`);
  }
  for (const [list, entries] of Object.entries({ phases, sizes }))
    entries.forEach((entry, index) => {
      const values = new Map<string, unknown>(Object.entries(entry));
      for (const [name, median] of values) {
        const [min, max] = [values.get(`${name}_min`), values.get(`${name}_max`)];
        if (typeof median !== 'number' || typeof min !== 'number' || typeof max !== 'number') continue;
        check(`${list}[${index}].${name}`, median, min <= median && median <= max, `from ${min} to ${max}`);
      }
    });
};

/** `memory_profile.json` */
export const {
  validate: validateMemoryRecord,
  read: readMemoryRecord,
  write: writeMemoryRecord,
} = recordFile<MemoryRecord, BaseMemoryRecord>({
  schema: MEMORY_SCHEMA,
  hasBase: true,
  checkFit: checkMemory,
  what: 'memory profile',
  writer: 'fived memory',
});

/** `peers.json` */
export const {
  validate: validatePeersRecord,
  read: readPeersRecord,
  write: writePeersRecord,
} = recordFile<PeersRecord>({ schema: PEERS_SCHEMA, what: 'record of peers', writer: 'npm run peers' });

/** The file of `fived compare --out`, and what `--json` prints. */
export const {
  validate: validateComparisonRecord,
  toText: comparisonJson,
  write: writeComparisonRecord,
} = recordFile<ComparisonRecord>({ schema: COMPARISON_SCHEMA, what: 'comparison', writer: 'fived compare' });

/** Checks that a schema cannot express: numbers that must agree with each other. */
const checkFit = ({ source, settings, split, members, stopped }: RunRecord, path: string): void => {
  const wrong = (place: string, found: number | string, right: string): Error =>
    new Error(`${path}: ${place}: found ${found}, ${right}`);
  const total = RUN_SETS.reduce((sum, set) => sum + split[set], 0);
  if (total !== source.rows) throw wrong('split', total, `must add up to source.rows, ${source.rows}`);
  members.forEach(({ index, epochs_run, best_epoch }, place) => {
    const previous = place === 0 ? -1 : members[place - 1].index;
    if (index <= previous)
      throw wrong(`members[${place}].index`, index, `must be > ${previous}: members are in the order of their indices`);
    if (index >= settings.members)
      throw wrong(`members[${place}].index`, index, `must be < settings.members, ${settings.members}`);
    if (epochs_run > settings.epochs)
      throw wrong(`members[${place}].epochs_run`, epochs_run, `must be <= settings.epochs, ${settings.epochs}`);
    if (best_epoch > epochs_run)
      throw wrong(`members[${place}].best_epoch`, best_epoch, `must be <= epochs_run, ${epochs_run}`);
  });
  if (!members.some(({ kept }) => kept)) throw wrong('members', 'none that was kept', 'must be at least one');
  const isCutShort = members.length < settings.members || members.some((member) => member.stopped === 'interrupted');
  const end = isCutShort ? 'interrupted' : 'finished';
  if (stopped !== end) throw wrong('stopped', `"${stopped}"`, `must be "${end}" by members`);
};

/**

/** `metrics.json` */
export const {
  validate: validateRunRecord,
  read: readRunRecord,
  write: writeRunRecord,
} = recordFile<RunRecord>({
  schema: RUN_SCHEMA,
  schemaFirst: true,
  checkFit,
  what: 'record of a training',
  writer: 'fived train',
});
