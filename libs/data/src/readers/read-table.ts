/** Tables from files and from standard input, in any supported format: as a whole, or block by block. */
import { openFile, openStream, type ByteSource, type Chunks } from './byte-source.js';
import { openCsv, readCsv, type CsvOptions } from './csv.js';
import { formatOf, PREFIX_BYTES, refusePickle, type TableFormat } from './format.js';
import { readJson } from './json.js';
import { sourceLabel } from '../file-text.js';
import { readNpy } from './npy.js';
import { readNpz } from './npz.js';
import type { Table } from './table.js';

export interface ReadOptions extends CsvOptions {
  /** The name in messages for bytes that come from no file. Default 'standard input'. */
  readonly name?: string;
}

/** A table whose rows are read block by block. */
export interface TableReader extends Pick<Table, 'source' | 'columnNames' | 'hasNames'> {
  /**
   * The rows, readable once: consecutive row-major (rows, columnNames.length) blocks, NaN where a value is missing. A
   * block is valid only until the next is requested, and may be empty. Reading throws an Error as `readTable` does.
   */
  readonly blocks: AsyncIterable<Float64Array> | Iterable<Float64Array>;
  /** How much of the input has been read, from 0 to 1; undefined if its end is unknown. */
  readonly share: () => number | undefined;
  /** Call this at the end, even if not everything was read. */
  readonly close: () => Promise<void>;
}

/**
 * Files that are read into memory as a whole, and their size limit: JSON must fit into a string. CSV is read line by
 * line.
 */
const WHOLE = {
  json: { read: readJson, maxBytes: 2 ** 28 },
  npy: { read: readNpy, maxBytes: 2 ** 31 },
  npz: { read: readNpz, maxBytes: 2 ** 30 },
};
const mebibytes = (bytes: number): string => `${bytes / 2 ** 20} MiB`;

/** These formats and their size limits, for help. */
export const WHOLE_FORMATS = Object.entries(WHOLE).map(
  ([format, { maxBytes }]) => `.${format} of at most ${mebibytes(maxBytes)}`,
);

/** The most values in a block, for formats without blocks of their own. A longer row is a block by itself. */
const BLOCK_VALUES = 1 << 15;

/**
 * The first chunks, enough for the prefix that decides the format, or all. They are copies, since chunks get
 * overwritten.
 */
const takePrefix = async (chunks: AsyncGenerator<Uint8Array>): Promise<Uint8Array[]> => {
  const taken: Uint8Array[] = [];
  let length = 0;
  while (length < PREFIX_BYTES) {
    const next = await chunks.next();
    if (next.done === true) break;
    taken.push(new Uint8Array(next.value));
    length += next.value.length;
  }
  return taken;
};

/** `taken`, then the rest. A chunk that has been handed on is no longer held. */
async function* putBack(taken: Uint8Array[], rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let chunk = taken.shift(); chunk !== undefined; chunk = taken.shift()) yield chunk;
  yield* rest;
}

/** A source of known format that is still to be read. */
interface Recognised extends ByteSource {
  readonly source: string;
  readonly format: TableFormat;
}

const recognise = async (bytes: ByteSource, path: string, source: string): Promise<Recognised> => {
  const taken = await takePrefix(bytes.chunks);
  const prefix = Buffer.concat(taken).subarray(0, PREFIX_BYTES);
  if (prefix.length === 0) throw new Error(`${source} is empty`);
  return { ...bytes, source, format: formatOf(path, prefix, source), chunks: putBack(taken, bytes.chunks) };
};

const collect = async ({ chunks, totalBytes = 0, source }: Recognised, maxBytes: number): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  const checkLength = (byteCount: number): void => {
    if (byteCount <= maxBytes) return;
    throw new Error(
      `${source} has more than ${mebibytes(maxBytes)}, the most of its format; split it, or write it as CSV`,
    );
  };
  checkLength(totalBytes);
  for await (const chunk of chunks) {
    length += chunk.length;
    checkLength(length);
    parts.push(new Uint8Array(chunk));
  }
  return Buffer.concat(parts);
};

const readWhole = async (file: Recognised, format: keyof typeof WHOLE): Promise<Table> => {
  const { read, maxBytes } = WHOLE[format];
  return read(await collect(file, maxBytes), file.source);
};

/** Runs `read` on the recognised input, and closes the input if that fails. */
const withInput = async <Result>(
  input: string | Chunks,
  { name = 'standard input', ...options }: ReadOptions,
  read: (file: Recognised, options: CsvOptions) => Promise<Result>,
): Promise<Result> => {
  const isPath = typeof input === 'string';
  const source = isPath ? sourceLabel(input) : name;
  if (isPath) refusePickle(input, source);
  const bytes = isPath ? await openFile(input, source) : openStream(input, source);
  try {
    return await read(await recognise(bytes, isPath ? input : '', source), options);
  } catch (error) {
    await bytes.close();
    throw error;
  }
};

/**
 * Reads a table: CSV, TSV, JSON, .npy or .npz.
 * @param input the path of a file, or the bytes of one as they arrive (standard input)
 * @throws Error whose one-line message says what is wrong with the file, where, and what would be right
 */
export const readTable = (input: string | Chunks, readOptions: ReadOptions = {}): Promise<Table> =>
  withInput(input, readOptions, async (file, options) => {
    const { format, chunks, source } = file;
    const table = format === 'csv' ? await readCsv(chunks, source, options) : await readWhole(file, format);
    await file.close();
    return table;
  });

/** The blocks of a table in memory, and how much of it has been read. */
const blocksOf = ({ values, columnNames }: Table): Pick<TableReader, 'blocks' | 'share'> => {
  const width = columnNames.length;
  const blockLength = width * Math.max(1, Math.floor(BLOCK_VALUES / width));
  let taken = 0;
  function* blocks(): Generator<Float64Array> {
    while (taken < values.length) yield values.subarray(taken, (taken += blockLength));
  }
  return { blocks: blocks(), share: () => Math.min(1, taken / values.length) };
};

/**
 * Opens a table to read its rows block by block. CSV and TSV are read as they arrive, in constant memory. Other formats
 * are read whole. Throws as `readTable` does.
 */
export const openTable = (input: string | Chunks, readOptions: ReadOptions = {}): Promise<TableReader> =>
  withInput(input, readOptions, async (file, options) => {
    const { format, chunks, source, totalBytes, takenBytes, close } = file;
    if (format !== 'csv') {
      const table = await readWhole(file, format);
      const { columnNames, hasNames } = table;
      return { source, columnNames, hasNames, ...blocksOf(table), close };
    }
    const { columnNames, hasNames, blocks } = await openCsv(chunks, source, options);
    const share = (): number | undefined =>
      totalBytes === undefined ? undefined : Math.min(1, takenBytes() / totalBytes);
    return { source, columnNames, hasNames, blocks, share, close };
  });
