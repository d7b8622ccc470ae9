/**
 * Which times of two result files are compared, whether they can be, and what else differs that a reader should know.
 */
import {
  differingNames,
  isOwnRecord,
  whyNotTimed,
  type BaseBenchmarkRecord,
  type BenchmarkRecord,
  type Environment,
  type Facts,
} from '@fived/records';
import type { Timings } from '@fived/bench';
import { shownFact } from '../facts.js';

const GIB = 2 ** 30;

/** What makes another machine. Memory to the nearest GiB: what firmware and kernel keep differs from boot to boot. */
const machineFacts = ({ cpu, memory_bytes, os }: Environment): Facts => ({
  'CPU model': cpu.model,
  'core count': cpu.logical_cores,
  memory: memory_bytes === null ? null : `${Math.round(memory_bytes / GIB)} GiB`,
  OS: [os.name, os.version, os.architecture].map((part) => part ?? '?').join(' '),
});

/** What makes another amount of work. */
const workFacts = (record: AnyRecord): Facts => ({
  epochs: record.hyperparameters.max_iter,
  'hidden sizes': record.hyperparameters.hidden_sizes,
  'batch size': isOwnRecord(record) ? record.batch_size : undefined,
  'split ratios': [record.split_ratios.train_size, record.split_ratios.val_size, record.split_ratios.test_size],
  'early stopping patience': record.hyperparameters.early_stopping_patience,
});

/** What one may want to compare, and so only says. */
const otherFacts = (record: AnyRecord): Facts => ({
  'learning rate': record.hyperparameters.learning_rate,
  seed: record.hyperparameters.random_state,
  ...(isOwnRecord(record) ? ownFacts(record) : {}),
});

const ownFacts = ({ engine, wide, threads, code_version, environment, hyperparameters }: BenchmarkRecord): Facts => ({
  engine,
  wide: wide ?? false,
  threads,
  'code version': code_version,
  Node: environment.node,
  'CPU limit': environment.container.cpu_limit,
  Adam: [hyperparameters.beta1, hyperparameters.beta2, hyperparameters.epsilon],
  noise: hyperparameters.noise,
});

/** "epochs: 300 in BASE, 100 in NEW", for every fact that both files tell and in which they differ. */
function differences(base: Facts, next: Facts): readonly string[] {
  return differingNames(base, next)
    .filter((name) => base[name] !== undefined && next[name] !== undefined)
    .map(
      (name) => `${name}: ${shownFact(base[name] ?? 'unknown')} in BASE, ${shownFact(next[name] ?? 'unknown')} in NEW`,
    );
}

/** In what the two machines differ. A file without an environment comes from another machine than any. */
function machineDifferences(base: AnyRecord, next: AnyRecord): readonly string[] {
  const strangers = [isOwnRecord(base) ? '' : 'BASE', isOwnRecord(next) ? '' : 'NEW'].filter((name) => name !== '');
  if (strangers.length > 0)
    return [`${strangers.join(' and ')} ${strangers.length === 1 ? 'does' : 'do'} not say on which machine`];
  return isOwnRecord(base) && isOwnRecord(next)
    ? differences(machineFacts(base.environment), machineFacts(next.environment))
    : [];
}

/**
 * Sizes that both have and that were trained for another number of epochs: early stopping, or a file put together by
 * hand.
 */
function epochDifferences(base: AnyRecord, next: AnyRecord): readonly string[] {
  return base.results.flatMap(({ dataset_size, epochs_used }) => {
    const other = next.results.find((result) => result.dataset_size === dataset_size);
    return other === undefined
      ? []
      : differences(
          { [`epochs at n = ${dataset_size}`]: epochs_used },
          { [`epochs at n = ${dataset_size}`]: other.epochs_used },
        );
  });
}

/**
 * Notices: the differences that leave the times comparable, and why there is no verdict on them if there is none.
 * @throws Error of one line that names every difference that does not
 */
export function checkComparable(
  base: AnyRecord,
  next: AnyRecord,
  { allowDifferentMachines }: { readonly allowDifferentMachines: boolean },
): readonly string[] {
  const work = differences(workFacts(base), workFacts(next));
  const incomparable = work.length > 0 ? work : epochDifferences(base, next);
  if (incomparable.length > 0)
    throw new Error(`the times cannot be compared, since the trainings differ: ${incomparable.join('; ')}`);

  const machines = machineDifferences(base, next);
  if (machines.length > 0 && !allowDifferentMachines) {
    throw new Error(
      `these are not from the same machine: ${machines.join('; ')}. ` +
        'With --allow-different-machines they are compared all the same',
    );
  }
  return [
    ...machines.map((difference) => `Different machines: ${difference}.`),
    ...differences(otherFacts(base), otherFacts(next)).map((difference) => `Different ${difference}.`),
    ...[whyNotRoundRobin(base, 'BASE'), whyNotRoundRobin(next, 'NEW')].flatMap((why) =>
      why === undefined ? [] : `${why}.`,
    ),
  ];
}

export type AnyRecord = BaseBenchmarkRecord | BenchmarkRecord;

/** Why a file's times have no verdict, in a line that says what would; undefined if they do. */
function whyNotRoundRobin(record: AnyRecord, name: string): string | undefined {
  if (isOwnRecord(record) && record.order === 'round-robin') return whyNotTimed(record, name);
  return (
    `${name} was made size after size, so that a slow phase of the machine looks like a change of some sizes; ` +
    'make it again: fived bench goes round-robin'
  );
}

/** The published project's runs have no numbers, so they count from 1 as they stand. */
export function timingsOf(record: AnyRecord): Timings {
  return {
    isRoundRobin: whyNotRoundRobin(record, '') === undefined,
    sizes: record.results.map(({ dataset_size, individual_runs }) => ({
      size: dataset_size,
      runs: individual_runs.map((run, index) => ({
        round: 'run' in run ? run.run : index + 1,
        seconds: run.training_time_seconds,
      })),
    })),
  };
}
