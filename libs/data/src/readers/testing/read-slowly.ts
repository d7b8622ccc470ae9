/**
 * Other readers of tables, for tests. Each implements by the plainest means what the real reader documents in words.
 * They return a file's contents, or that it is not a table, but not what is wrong with it.
 */
import * as zlib from 'node:zlib';
import { unzipSync } from 'fflate';

/** The values by column; a missing one is NaN. */
export interface SlowTable {
  readonly names: readonly string[];
  readonly columns: readonly (readonly number[])[];
}

const fail = (): never => {
  throw new Error('no table');
};

/** Undefined if it is neither a number nor missing. */
const numberOf = (cell: string, decimal: string): number | undefined => {
  if (
    ['', 'na', 'null', ...['nan', 'inf', 'infinity'].flatMap((word) => [word, `+${word}`, `-${word}`])].includes(
      cell.toLowerCase(),
    )
  )
    return NaN;
  const isLikeNumber = Array.from(cell).every((character) => `0123456789+-eE${decimal}`.includes(character));
  const value = Number(cell.replace(',', '.'));
  return isLikeNumber && cell.length <= 1000 && !Number.isNaN(value) ? value : undefined;
};

const finiteOf = (cell: string, decimal: string): number => {
  const value = numberOf(cell, decimal);
  return value === undefined || value === Infinity || value === -Infinity ? fail() : value;
};

const checkNames = (names: readonly string[]): void => {
  if (new Set(names).size < names.length || names.some((name) => name.includes('\ufffd'))) fail();
};

const unnamed = (width: number): string[] =>
  Array.from({ length: width }, (_, i) => (i + 1 === width ? 'y' : `x${i + 1}`));

const transposed = (rows: readonly (readonly number[])[], names: readonly string[]): SlowTable => {
  if (rows.length === 0 || names.length === 0 || rows.some((row) => row.length !== names.length)) fail();
  checkNames(names);
  return { names, columns: names.map((_, column) => rows.map((row) => row[column])) };
};

/** Character by character. Undefined if the quotes make no sense. */
const cellsOf = (line: string, delimiter: string): string[] | undefined => {
  const separates = (character: string): boolean =>
    character === delimiter || (delimiter === ' ' && character === '\t');
  const cells: string[] = [];
  let rest = line.trim();
  // With a blank or a tab as separator, the first and the last cell may be empty.
  if (delimiter === '\t') rest = line.replace(/^[^\S\t]+|[^\S\t]+$/g, '');
  for (;;) {
    let cell = '';
    while (rest !== '' && rest[0].trim() === '' && !separates(rest[0])) rest = rest.slice(1);
    if (rest.startsWith('"')) {
      const quotes = /^"((?:[^"]|"")*)"(?!")/.exec(rest);
      if (quotes === null) return undefined;
      cell = quotes[1].replaceAll('""', '"');
      rest = rest.slice(quotes[0].length);
      while (rest !== '' && rest[0].trim() === '' && !separates(rest[0])) rest = rest.slice(1);
      if (rest !== '' && !separates(rest[0])) return undefined;
    } else {
      while (rest !== '' && !separates(rest[0])) {
        if (rest.startsWith('"')) return undefined;
        cell += rest[0];
        rest = rest.slice(1);
      }
    }
    if (delimiter !== ' ' || cell.trim() !== '' || cells.length === 0) cells.push(cell.trim());
    if (rest === '') return cells;
    rest = rest.slice(1);
  }
};

/** Follows the rules in csv-dialect.ts, for files with fewer lines than its sample. */
export const readCsvSlowly = (bytes: Uint8Array): SlowTable => {
  const text = Buffer.from(bytes).toString('utf8');
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  const isValue = (cell: string, decimal: string): boolean => numberOf(cell, decimal) !== undefined;
  const candidates = ['\t', ';', ',', ' '].flatMap((delimiter) => {
    const rows = lines.map((line) => cellsOf(line, delimiter));
    if (rows.includes(undefined)) return [];
    const whole = rows as string[][];
    const cells = whole.flat();
    const only = cells.flatMap((cell) =>
      isValue(cell, '.') === isValue(cell, ',') ? [] : [isValue(cell, '.') ? '.' : ','],
    );
    return [{ rows: whole, decimal: only.includes(',') && !only.includes('.') ? ',' : '.', delimiter }];
  });
  const fits = candidates.find(
    ({ rows, decimal }) =>
      rows[0]?.length > 1 &&
      rows.every((row, i) => row.length === rows[0].length && (i === 0 || row.every((cell) => isValue(cell, decimal)))),
  );
  const best =
    fits ??
    candidates.find(({ rows }) => rows.slice(0, 2).every((row) => row.length > 1)) ??
    candidates.find(({ delimiter }) => delimiter === ',') ??
    fail();
  const { rows, decimal } = best;
  const first = rows[0] ?? fail();
  const numbers = first.map((cell) => numberOf(cell, decimal));
  const isHeader = numbers.includes(undefined);
  if (isHeader && numbers.some((value) => value !== undefined && !Number.isNaN(value))) fail();
  const names = isHeader ? first.map((name, i) => name || `column${i + 1}`) : unnamed(first.length);
  return transposed(
    rows.slice(isHeader ? 1 : 0).map((row) => row.map((cell) => finiteOf(cell, decimal))),
    names,
  );
};

const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !isList(value);

/** JSON.parse, with every bare word and number turned into a string. */
export const readJsonSlowly = (bytes: Uint8Array): SlowTable => {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const quotedAll = text.replace(/"(?:[^"\\]|\\.)*"|[^\s,:[\]{}"]+/gs, (token) =>
    token.startsWith('"') ? token : JSON.stringify(token),
  );
  const parsed: unknown = JSON.parse(quotedAll);
  const keyCount = quotedAll.match(/"(?:[^"\\]|\\.)*"[ \t\r\n]*:/gs)?.length ?? 0;
  const objects = (isList(parsed) ? parsed : [parsed]).filter(isObject);
  // JSON.parse keeps the last of two equal keys. It puts a name of digits first, so the columns have no order.
  if (objects.reduce((sum, object) => sum + Object.keys(object).length, 0) !== keyCount) fail();
  const numberIn = (value: unknown): number => (typeof value === 'string' ? finiteOf(value.trim(), '.') : fail());
  if (isObject(parsed)) {
    const names = Object.keys(parsed);
    const columns = names.map((name) => (isList(parsed[name]) ? parsed[name].map(numberIn) : fail()));
    if (
      columns.length === 0 ||
      columns[0].length === 0 ||
      columns.some((column) => column.length !== columns[0].length)
    )
      fail();
    return { names, columns };
  }
  if (!isList(parsed) || parsed.length === 0) return fail();
  if (!isObject(parsed[0])) {
    const rows = parsed.map((row) => (isList(row) ? row.map(numberIn) : fail()));
    return transposed(rows, unnamed(rows[0].length));
  }
  const names = Object.keys(parsed[0]);
  const rows = parsed.map((row) => {
    if (!isObject(row) || Object.keys(row).length !== names.length) return fail();
    return names.map((name) => (Object.hasOwn(row, name) ? numberIn(row[name]) : fail()));
  });
  return transposed(rows, names);
};

interface SlowArray {
  readonly shape: readonly number[];
  readonly rows: readonly (readonly number[])[];
}

/** Parses the header as JSON, one value at a time. */
const readArray = (bytes: Uint8Array): SlowArray => {
  const buffer = Buffer.from(bytes);
  if (buffer.toString('latin1', 0, 6) !== '\u0093NUMPY') fail();
  const isFirst = buffer[6] === 1;
  const start = (isFirst ? 10 : 12) + (isFirst ? buffer.readUInt16LE(8) : buffer.readUInt32LE(8));
  if (start > buffer.length) fail();
  const python = buffer.toString('utf8', isFirst ? 10 : 12, start);
  const asJson = python
    .replaceAll("'", '"')
    .replaceAll('(', '[')
    .replaceAll(')', ']')
    .replace(/(\d)L/g, '$1')
    .replace(/,(\s*[\]}])/g, '$1')
    .replace('True', 'true')
    .replace('False', 'false');
  // NumPy accepts 007 too, JSON does not.
  const header = JSON.parse(asJson.replace(/([[\s,])0+(\d)/g, '$1$2')) as {
    descr: string;
    fortran_order: boolean;
    shape: number[];
  };
  const { descr, fortran_order: isFortran, shape } = header;
  const [, order, kind, size] = /^([<>|])(.)(\d)$/.exec(descr) ?? fail();
  const width = Number(size);
  const [rowCount, columnCount = 1] = shape;
  if (start + rowCount * columnCount * width !== buffer.length) fail();
  const valueAt = (index: number): number => {
    const value = Buffer.from(buffer.subarray(start + index * width, start + (index + 1) * width));
    if (order !== '>') value.reverse(); // big-endian from here on
    if (kind === 'f') return width === 4 ? value.readFloatBE(0) : value.readDoubleBE(0);
    const unsigned = BigInt(`0x${value.toString('hex')}`);
    return Number(kind === 'u' ? unsigned : BigInt.asIntN(8 * width, unsigned));
  };
  const finite = (value: number): number => (Math.abs(value) < Infinity ? value : NaN);
  const place = (row: number, column: number): number =>
    isFortran ? column * rowCount + row : row * columnCount + column;
  const rows = Array.from({ length: rowCount }, (_, row) =>
    Array.from({ length: columnCount }, (_, column) => finite(valueAt(place(row, column)))),
  );
  return { shape, rows };
};

export const readNpySlowly = (bytes: Uint8Array): SlowTable => {
  const { rows } = readArray(bytes);
  return transposed(rows, unnamed(rows[0]?.length ?? 0));
};

/** Uses fflate's own walk through the directory, and zlib's checksums. */
export const readNpzSlowly = (bytes: Uint8Array): SlowTable => {
  const sums = new Set<number>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 46 <= bytes.length; at++)
    if (view.getUint32(at, true) === 0x02014b50) sums.add(view.getUint32(at + 16, true));
  const files = new Map(Object.entries(unzipSync(bytes)));
  const read = (name: string): SlowArray => {
    const contents = files.get(name) ?? fail();
    return sums.has(zlib.crc32(contents)) ? readArray(contents) : fail();
  };
  if (files.has('X.npy')) {
    const x = read('X.npy').rows;
    const width = x[0]?.length ?? 0;
    if (!files.has('y.npy')) return transposed(x, unnamed(width + 1).slice(0, -1));
    const y = read('y.npy').rows;
    if (y.length !== x.length) fail();
    return transposed(
      x.map((row, i) => [...row, ...y[i]]),
      unnamed(width + 1),
    );
  }
  const arrays = [...files.keys()].filter((name) => name.endsWith('.npy'));
  const [first] = arrays.map(read);
  if (arrays.length === 1 && first.shape.length === 2) return transposed(first.rows, unnamed(first.shape[1]));
  const columns = arrays.map((name) => read(name).rows.map((row) => (row.length === 1 ? row[0] : fail())));
  return transposed(
    columns[0].map((_, row) => columns.map((column) => column[row])),
    arrays.map((name) => name.slice(0, -4)),
  );
};
