/**
 * Reading, checking and writing `metrics.json`. Numbers are written unrounded.
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { writeFileWhole } from './files.js';
import { readJson } from './record-file.js';
import { RUN_SCHEMA, RUN_SETS, type RunRecord } from './run-record.js';
import { readSchema } from './schema-file.js';
import { firstError, schemaOf, shown } from './validate.js';

let compiled: ValidateFunction<RunRecord> | undefined;

/** Compiled on first use. */
const validator = (): ValidateFunction<RunRecord> => {
  if (compiled === undefined) {
    const ajv = new Ajv2020({ verbose: true, strict: true, strictRequired: false });
    // The environment is defined there.
    ajv.addSchema(readSchema('benchmark_results'));
    compiled = ajv.compile<RunRecord>(readSchema('metrics'));
  }
  return compiled;
};

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
 * The value itself, after a check that it is the record of a run. Throws an Error of one line that names `source`, the
 * place in the record, what was found and what would be right.
 */
export const validateRunRecord = (value: unknown, source: string): RunRecord => {
  // This comes first, since a record of another kind has none of the fields.
  const schema = schemaOf(value);
  if (schema !== RUN_SCHEMA) throw new Error(`${source}: schema: found ${shown(schema)}, must be "${RUN_SCHEMA}"`);
  const validate = validator();
  if (!validate(value)) throw firstError(validate, source);
  checkFit(value, source);
  return value;
};

/** Checks the record, and only then replaces the whole file. Throws an Error of one line. */
export const writeRunRecord = async (path: string, record: RunRecord): Promise<void> => {
  await writeFileWhole(path, `${JSON.stringify(validateRunRecord(record, path), null, 2)}\n`);
};

/** Throws an Error of one line for a file that is missing, empty, cut short or of another schema. */
export const readRunRecord = async (path: string): Promise<RunRecord> =>
  validateRunRecord(await readJson(path, { what: 'record of a training', writer: 'fived train' }), path);
