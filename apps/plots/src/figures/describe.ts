/**
 * The lines below a figure's title: what was run, on which machine, and what the marks mean. What is unknown is left
 * out, never guessed.
 */
import { differsFromPublished, inertText, isOwnRecord, type Environment } from '@fived/records';
import { counted, countedRange } from './number-text.js';
import { publishedWithin, type AnyMemoryRecord, type AnyRecord, type Engine } from './series.js';

const INPUTS = 5;
const OUTPUTS = 1;
const BYTES_PER_GIB = 1024 ** 3;

export const SEPARATOR = ' · ';

/** An engine in words. */
export const engineText = ({ engine: name, wide }: Engine): string =>
  `${inertText(name, 'terminal')} engine${wide === true ? ' (wide: 256-bit vectors)' : ''}`;

/** The layers' sizes, in the usual notation. */
export const networkText = (hiddenSizes: readonly number[]): string =>
  `Network ${[INPUTS, ...hiddenSizes, OUTPUTS].join('-')}`;

/** What of a machine is known: null and undefined are left out. */
export const known = (parts: readonly unknown[], separator: string): string =>
  parts.filter((part) => typeof part === 'string').join(separator);

/** What is known of the machine, in one line. */
export const machineText = ({ machine_model, cpu, memory_bytes, os, node }: Environment): string => {
  const parts = [
    machine_model,
    cpu.model,
    cpu.logical_cores && counted(cpu.logical_cores, 'logical core'),
    memory_bytes && `${(memory_bytes / BYTES_PER_GIB).toFixed(0)} GiB`,
    os.name && known([os.name, os.version ?? os.kernel, os.architecture && `(${os.architecture})`], ' '),
    node && `Node ${node}`,
  ];
  return inertText(known(parts, SEPARATOR), 'terminal') || 'machine unknown';
};

/** What a file of the published project gets instead. */
export const MACHINE_NOT_NAMED = 'Machine and engine are not named in the file';

/**
 * The first two lines of a figure: the settings, with what is special to it in `work`, and the machine. `engines` are
 * those that are shown, by default the record's.
 */
export const settingsAndMachine = (
  record: AnyRecord | AnyMemoryRecord,
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
const runs = (...records: readonly AnyRecord[]): string => {
  const counts = records.flatMap(({ results }) => results.map(({ n_runs }) => n_runs));
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
  `${runs(record, ...(beside === undefined ? [] : [beside]))}. ${quantity}`,
];

/** "the settings differ: 5 epochs, not 300", from the published ones; undefined where they do not. */
export const settingsDiffer = (record: AnyRecord | AnyMemoryRecord): string | undefined => {
  const differences = differsFromPublished(record);
  return differences.length === 0 ? undefined : `the settings differ: ${differences.join('; ')}`;
};

/** Why nothing published stands beside a record, in a line; undefined where it may. */
export const whyNoPublished = (record: AnyRecord | AnyMemoryRecord): string | undefined => {
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
