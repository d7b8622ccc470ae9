/** Tables from files and from standard input, whatever their format. */
import { open, type FileHandle } from 'node:fs/promises';
import { readCsv, type CsvOptions } from './csv.js';
import { formatOf, PREFIX_BYTES, refusePickle, type TableFormat } from './format.js';
import { readJson } from './json.js';
import { sourceLabel } from './messages.js';
import { readNpy } from './npy.js';
import { readNpz } from './npz.js';
import type { Table } from './table.js';

export interface ReadOptions extends CsvOptions {
  /** How messages name bytes that come from no file; default 'standard input'. */
  readonly name?: string;
}

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

const CHUNK_BYTES = 1 << 16;
/** A file that is taken into memory as a whole: JSON has to fit into a string. CSV is read line by line instead. */
const MAX_BYTES: Readonly<Record<Exclude<TableFormat, 'csv'>, number>> = { json: 2 ** 28, npy: 2 ** 31, npz: 2 ** 30 };

async function* iterate(chunks: Chunks): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function* fileChunks(file: FileHandle): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

/** The first chunks, as many as hold the prefix that tells the format, or all. */
const takePrefix = async (chunks: AsyncGenerator<Uint8Array>): Promise<Uint8Array[]> => {
  const taken: Uint8Array[] = [];
  let length = 0;
  while (length < PREFIX_BYTES) {
    const next = await chunks.next();
    if (next.done === true) break;
    taken.push(next.value);
    length += next.value.length;
  }
  return taken;
};

/** `taken` and then the rest, so that a chunk that has been handed on is not held any longer. */
async function* putBack(taken: Uint8Array[], rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let chunk = taken.shift(); chunk !== undefined; chunk = taken.shift()) yield chunk;
  yield* rest;
}

const collect = async (chunks: AsyncIterable<Uint8Array>, maxBytes: number, source: string): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new Error(`${source} has more than ${maxBytes} bytes, the most of its format; split it, or write it as CSV`);
    }
    parts.push(chunk);
  }
  return Buffer.concat(parts);
};

const readChunks = async (input: Chunks, path: string, source: string, options: CsvOptions): Promise<Table> => {
  const rest = iterate(input);
  try {
    const taken = await takePrefix(rest);
    const prefix = Buffer.concat(taken).subarray(0, PREFIX_BYTES);
    if (prefix.length === 0) throw new Error(`${source} is empty`);
    const format = formatOf(path, prefix, source);
    const chunks = putBack(taken, rest);
    if (format === 'csv') return await readCsv(chunks, source, options);
    const bytes = await collect(chunks, MAX_BYTES[format], source);
    return { json: readJson, npy: readNpy, npz: readNpz }[format](bytes, source);
  } finally {
    await rest.return(undefined); // closes a pipe that was not read to its end
  }
};

const REASONS: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'permission denied'],
  ['ELOOP', 'its symbolic links go round in a circle'],
]);

/** What the system says about a file, in a line; an error of the readers as it is. */
const readingError = (error: unknown, source: string): unknown => {
  if (!(error instanceof Error && 'code' in error)) return error;
  return new Error(`cannot read ${source}: ${REASONS.get(error.code) ?? String(error.code)}`);
};

/**
 * Reads a table: CSV, TSV, JSON, .npy or .npz.
 * @param input the path of a file, or the bytes of one as they come (standard input)
 * @throws Error whose message, of one line, says what is wrong with the file, where, and what would be right
 */
export const readTable = async (input: string | Chunks, options: ReadOptions = {}): Promise<Table> => {
  if (typeof input !== 'string') return readChunks(input, '', options.name ?? 'standard input', options);
  const source = sourceLabel(input);
  refusePickle(input, source);
  try {
    const file = await open(input);
    try {
      return await readChunks(fileChunks(file), input, source, options);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readingError(error, source);
  }
};
