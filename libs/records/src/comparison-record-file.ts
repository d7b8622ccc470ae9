/** Checks and writes the file of `fived compare --out`. Numbers are written unrounded. */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { ComparisonRecord } from './comparison-record.js';
import { writeFileWhole } from './files.js';
import { firstError } from './validate.js';

// The same relative path from `src` and from `dist`.
const schemaFile = new URL('../schemas/comparison.schema.json', import.meta.url);

let compiled: ValidateFunction<ComparisonRecord> | undefined;

/** Throws an Error of one line that names `source`, the place in the record, what was found and what would be right. */
export const validateComparisonRecord = (value: unknown, source: string): ComparisonRecord => {
  compiled ??= new Ajv2020({ verbose: true, strict: true }).compile<ComparisonRecord>(
    JSON.parse(readFileSync(schemaFile, 'utf8')) as object,
  );
  if (!compiled(value)) throw firstError(compiled, source);
  return value;
};

/** The text of the file, after a check of the record against its schema. Throws an Error of one line. */
export const comparisonJson = (record: ComparisonRecord): string =>
  `${JSON.stringify(validateComparisonRecord(record, 'comparison'), null, 2)}\n`;

/** Checks the record, and only then replaces the whole file. Throws an Error of one line. */
export const writeComparisonRecord = async (path: string, record: ComparisonRecord): Promise<void> => {
  await writeFileWhole(path, comparisonJson(record));
};
