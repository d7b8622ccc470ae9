/**
 * The lines below a figure's title: what was run, on which machine, and what the marks mean. What is unknown is left
 * out, never guessed.
 */
import {
  differsFromPublished,
  inertText,
  isOwnRecord,
  type BaseMemoryRecord,
  type BenchmarkRecord,
  type Environment,
  type MemoryRecord,
} from '@fived/records';
import { counted, countedRange } from './number-text.js';
import { publishedWithin, type AnyRecord } from './series.js';

const INPUTS = 5;
const OUTPUTS = 1;
const BYTES_PER_GIB = 1024 ** 3;

/** The engine that rounds a multiply-add once; all others give the same bits. */
export const RELAXED_ENGINE = 'simd-relaxed';

export const SEPARATOR = ' · ';

type Engine = Pick<BenchmarkRecord, 'engine' | 'wide'>;

/** An engine in words, with its differences from the others. */
export const engineText = ({ engine: name, wide }: Engine): string =>
  [
    `${inertText(name, 'terminal')} engine`,
    ...(name === RELAXED_ENGINE ? ['(not bit-identical)'] : []),
    ...(wide === true ? ['(wide: 256-bit vectors)'] : []),
  ].join(' ');

/** The layers' sizes, in the usual notation. */
export const networkText = (hiddenSizes: readonly number[]): string =>
  `Network ${[INPUTS, ...hiddenSizes, OUTPUTS].join('-')}`;

const operatingSystem = ({ name, version, kernel, architecture }: Environment['os']): string | undefined =>
  name === null
    ? undefined
    : [name, version ?? kernel, architecture === null ? null : `(${architecture})`]
        .filter((part) => part !== null)
        .join(' ');

/** What is known of the machine, in one line. */
export const machineText = (environment: Environment): string => {
  const { cpu, memory_bytes, os, node } = environment;
  const known = [
    environment.machine_model,
    cpu.model,
    cpu.logical_cores === null ? undefined : counted(cpu.logical_cores, 'logical core'),
    memory_bytes === null ? undefined : `${(memory_bytes / BYTES_PER_GIB).toFixed(0)} GiB`,
    operatingSystem(os),
    node === null ? undefined : `Node ${node}`,
  ].filter((part) => part !== undefined && part !== null);
  return known.length === 0 ? 'machine unknown' : inertText(known.join(SEPARATOR), 'terminal');
};

/** What a file of the published project gets instead. */
export const MACHINE_NOT_NAMED = 'Machine and engine are not named in the file';

/**
 * The first two lines of a figure: the settings, with what is special to it in `work`, and the machine. `engines` are
 * those that are shown, by default the record's.
 */
export const settingsAndMachine = (
  record: AnyRecord | BaseMemoryRecord | MemoryRecord,
  work: readonly string[],
  engines?: string,
): readonly string[] => {
  const own = 'schema' in record ? record : undefined;
  return [
    [
      networkText(record.hyperparameters.hidden_sizes),
      ...work,
      ...(own ? [`batch size ${own.batch_size}`, engines ?? engineText(own), counted(own.threads, 'thread')] : []),
    ].join(SEPARATOR),
    own ? machineText(own.environment) : MACHINE_NOT_NAMED,
  ];
};

/** What points and whiskers stand for. */
const runs = ({ results }: AnyRecord): string => {
  const counts = results.map(({ n_runs }) => n_runs);
  return Math.max(...counts) === 1
    ? '1 run a size, so no whiskers'
    : `Mean of ${countedRange(counts, 'run')}; whiskers from the lowest to the highest run`;
};

/** `beside` is another record in the same figure. */
export const subtitle = (record: AnyRecord, quantity: string, beside?: AnyRecord): readonly string[] => [
  ...settingsAndMachine(
    record,
    [
      countedRange(
        record.results.map(({ epochs_used }) => epochs_used),
        'epoch',
      ),
      `learning rate ${record.hyperparameters.learning_rate}`,
    ],
    isOwnRecord(record) && beside !== undefined && isOwnRecord(beside)
      ? `${engineText(record)} and ${engineText(beside)}`
      : undefined,
  ),
  `${runs(record)}. ${quantity}`,
];

/** "the settings differ: 5 epochs, not 300", from the published ones; undefined where they do not. */
export const settingsDiffer = (record: AnyRecord | BaseMemoryRecord): string | undefined => {
  const differences = differsFromPublished(record);
  return differences.length === 0 ? undefined : `the settings differ: ${differences.join('; ')}`;
};

/** Why nothing published stands beside a record, in a line; undefined where it may. */
export const whyNoPublished = (record: AnyRecord | BaseMemoryRecord): string | undefined => {
  const reason = settingsDiffer(record);
  return reason && `No published figures stand beside these, as ${reason}.`;
};

/** `range` says what the shaded area is the range of. Undefined where no size of the record was published. */
export const publishedCaption = (record: AnyRecord, range: string): string | undefined =>
  whyNoPublished(record) ??
  (publishedWithin(record).length > 0
    ? 'Grey: the published profile, 1 run a size, Keras on an Apple M2; ' +
      `shaded: range of ${range} over 7 runs of its code.`
    : undefined);
