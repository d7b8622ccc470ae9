/** Checks, reads and writes `peers.json`. Numbers are written unrounded. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { writeFileWhole } from './files.js';
import type { PeersRecord } from './peers-record.js';
import { readJson } from './record-file.js';
import { readSchema } from './schema-file.js';
import { firstError } from './validate.js';

let compiled: ValidateFunction<PeersRecord> | undefined;

/** Compiled on first use. */
const validator = (): ValidateFunction<PeersRecord> => {
  if (compiled === undefined) {
    const ajv = new Ajv2020({ verbose: true, strict: true, strictRequired: false });
    // The environment is defined there.
    ajv.addSchema(readSchema('benchmark_results'));
    compiled = ajv.compile<PeersRecord>(readSchema('peers'));
  }
  return compiled;
};

/** Throws an Error of one line that names `source`, the place in the record, what was found and what would be right. */
export const validatePeersRecord = (value: unknown, source: string): PeersRecord => {
  const validate = validator();
  if (!validate(value)) throw firstError(validate, source);
  return value;
};

/** Throws an Error of one line for a file that is missing, empty, cut short or of another schema. */
export const readPeersRecord = async (path: string): Promise<PeersRecord> =>
  validatePeersRecord(await readJson(path, { what: 'record of peers', writer: 'npm run peers' }), path);

/** Checks the record against its schema, and only then replaces the whole file. Throws an Error of one line. */
export const writePeersRecord = async (path: string, record: PeersRecord): Promise<void> => {
  validatePeersRecord(record, path);
  await writeFileWhole(path, `${JSON.stringify(record, null, 2)}\n`);
};
