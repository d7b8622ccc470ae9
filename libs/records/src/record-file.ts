/**
 * Reads and writes `benchmark_results.json`. Numbers are written unrounded, as the shortest text that reads back to the
 * same bits.
 */
import { readFile } from 'node:fs/promises';
import type { BaseBenchmarkRecord, BenchmarkRecord } from './benchmark-record.js';
import { errorCode, writeFileWhole } from './files.js';
import { validateBenchmarkRecord, validateOwnBenchmarkRecord } from './validate.js';

/** Checks the record against its schema, and only then replaces the whole file. Throws an Error of one line. */
export const writeBenchmarkRecord = async (path: string, record: BenchmarkRecord): Promise<void> => {
  validateOwnBenchmarkRecord(record, path);
  await writeFileWhole(path, `${JSON.stringify(record, null, 2)}\n`);
};

/** Throws an Error of one line for a file that is missing or unreadable. `writer` is the command that writes it. */
export const readText = async (path: string, writer: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') throw new Error(`${path}: there is no such file; "${writer}" writes it`, { cause: error });
    throw new Error(`${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
};

const parse = (text: string, path: string, what: string): unknown => {
  if (text.trim() === '') throw new Error(`${path}: the file is empty; must be a ${what} in JSON`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // The parser quotes the text around the fault, including line ends.
    const fault = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
    throw new Error(`${path}: not valid JSON (cut short or damaged?): ${fault}`, { cause: error });
  }
};

/**
 * The contents of a JSON file, not yet checked. Throws an Error of one line for a file that is missing, empty or cut
 * short. The message says `what` it should be and names its `writer`.
 */
export const readJson = async (
  path: string,
  { what, writer }: { readonly what: string; readonly writer: string },
): Promise<unknown> => parse(await readText(path, writer), path, what);

/**
 * Reads a result file: ours or the published project's own (`isOwnRecord` tells which).
 * Throws an Error of one line for a file that is missing, empty, cut short or of another schema.
 */
export const readBenchmarkRecord = async (path: string): Promise<BaseBenchmarkRecord | BenchmarkRecord> =>
  validateBenchmarkRecord(await readJson(path, { what: 'benchmark record', writer: 'fived bench' }), path);
