/**
 * Reading, checking and writing `memory_profile.json`. Numbers are written unrounded.
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { writeFileWhole } from './files.js';
import { MEMORY_SCHEMA, type BaseMemoryRecord, type MemoryRecord } from './memory-record.js';
import { readJson } from './record-file.js';
import { readSchema } from './schema-file.js';
import { firstError, schemaOf, shown } from './validate.js';

interface Validators {
  readonly own: ValidateFunction<MemoryRecord>;
  readonly base: ValidateFunction<BaseMemoryRecord>;
}

let compiled: Validators | undefined;

/** Compiled on first use. */
const validators = (): Validators => {
  if (compiled === undefined) {
    const schema = readSchema('memory_profile');
    const ajv = new Ajv2020({ verbose: true, strict: true, strictRequired: false });
    // The memory profile's schema takes hyperparameters and environment from this one.
    ajv.addSchema(readSchema('benchmark_results'));
    compiled = {
      own: ajv.compile<MemoryRecord>(schema),
      base: ajv.compile<BaseMemoryRecord>({ $ref: `${schema.$id}#/$defs/baseRecord` }),
    };
  }
  return compiled;
};

/**
 * The value itself, after a check that it is a memory record: ours, or (without a `schema` field) the published
 * project's. Throws an Error of one line that names `source`, the place in the record, what was found and what would be
 * right.
 */
export const validateMemoryRecord = (value: unknown, source: string): BaseMemoryRecord | MemoryRecord => {
  const schema = schemaOf(value);
  if (schema !== undefined && schema !== MEMORY_SCHEMA) {
    throw new Error(
      `${source}: schema: found ${shown(schema)}, must be "${MEMORY_SCHEMA}" ` +
        "(or absent, as in the published project's own file)",
    );
  }
  const { own, base } = validators();
  const validate = schema === undefined ? base : own;
  if (!validate(value)) throw firstError(validate, source);
  return value;
};

/** Checks the record against its schema, and only then replaces the whole file. Throws an Error of one line. */
export const writeMemoryRecord = async (path: string, record: MemoryRecord): Promise<void> => {
  const { own } = validators();
  if (!own(record)) throw firstError(own, path);
  await writeFileWhole(path, `${JSON.stringify(record, null, 2)}\n`);
};

/**
 * Reads a memory profile: ours or the published project's own (`isOwnMemoryRecord` tells which).
 * Throws an Error of one line for a file that is missing, empty, cut short or of another schema.
 */
export const readMemoryRecord = async (path: string): Promise<BaseMemoryRecord | MemoryRecord> =>
  validateMemoryRecord(await readJson(path, { what: 'memory profile', writer: 'fived memory' }), path);
