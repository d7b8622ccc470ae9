/**
 * A file of rows, or standard input, block by block. Text is read as it comes, in constant memory whatever its length;
 * other formats are read whole. What is not plainly a CSV file goes to `readTable`, which says what it is.
 */
import { createReadStream } from 'node:fs';
import { openCsv, readTable, type CsvOptions, type Table } from '@fived/data/readers';

export interface RowSource {
  /** As messages name it. */
  readonly source: string;
  readonly columnNames: readonly string[];
  /** Whether the file itself names its columns. */
  readonly hasNames: boolean;
  /** The rows, once: successive row-major (rows, columnNames.length) blocks, NaN where a value is missing. */
  readonly blocks: AsyncIterable<Float64Array> | Iterable<Float64Array>;
  /** To be called in the end, also if not all was read. */
  close(): void;
}

const STANDARD_INPUT = '-';
const CHUNK_BYTES = 1 << 18;
/** What is looked at to tell text from other formats. */
const PREFIX_BYTES = 4096;
/** Rows of a block, where the file's own form makes none. */
const BLOCK_ROWS = 4096;

/** Endings of which `readTable` expects something else than CSV. */
const NAMED_OTHERWISE = /\.(json|npy|npz|pkl|pickle|p)$/i;

/** UTF-8 without control characters, and no JSON. */
function isPlainCsv(prefix: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(prefix, { stream: true });
    return !/(?!\s)\p{Cc}/u.test(text) && /^\s*[^\s[{]/.test(text);
  } catch {
    return false;
  }
}

function* blocksOf({ values, columnNames }: Table): Generator<Float64Array> {
  const blockLength = BLOCK_ROWS * columnNames.length;
  for (let start = 0; start < values.length; start += blockLength) yield values.subarray(start, start + blockLength);
}

async function* putBack(taken: Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (let chunk = taken.shift(); chunk !== undefined; chunk = taken.shift()) yield chunk;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** The first chunks, as many as hold what tells text from other formats, or all. */
async function takePrefix(chunks: AsyncIterator<Buffer>): Promise<Buffer[]> {
  const taken: Buffer[] = [];
  let length = 0;
  while (length < PREFIX_BYTES) {
    const next = await chunks.next();
    if (next.done === true) break;
    taken.push(next.value);
    length += next.value.length;
  }
  return taken;
}

const fromTable = (table: Table): Omit<RowSource, 'close'> => ({ ...table, blocks: blocksOf(table) });

async function fromChunks(chunks: AsyncIterator<Buffer>, taken: Buffer[], name: string, options: CsvOptions): Promise<Omit<RowSource, 'close'>> {
  const isCsv = isPlainCsv(Buffer.concat(taken).subarray(0, PREFIX_BYTES));
  const bytes = putBack(taken, chunks);
  return isCsv ? openCsv(bytes, name, options) : fromTable(await readTable(bytes, { ...options, name }));
}

/**
 * @param file a path, or - for standard input
 * @throws Error of one line that says what is wrong with the file; so do the blocks
 */
export async function openRows(file: string, options: CsvOptions): Promise<RowSource> {
  const isStandardInput = file === STANDARD_INPUT;
  const readWhole = async (): Promise<RowSource> => ({ ...fromTable(await readTable(file, options)), close: () => undefined });
  if (!isStandardInput && NAMED_OTHERWISE.test(file)) return readWhole();

  const stream = isStandardInput ? process.stdin : createReadStream(file, { highWaterMark: CHUNK_BYTES });
  const close = (): void => {
    stream.destroy();
  };
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    const taken = await takePrefix(chunks).catch(() => undefined);
    if (taken === undefined) return await readWhole(); // which says why it cannot be read
    return { ...(await fromChunks(chunks, taken, isStandardInput ? 'standard input' : file, options)), close };
  } catch (error) {
    close();
    throw error;
  }
}
