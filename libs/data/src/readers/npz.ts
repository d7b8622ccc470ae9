/**
 * Tables in NumPy's .npz archives, in three forms:
 *
 *   X of shape (rows, columns) or (rows), and y of shape (rows) or (rows, 1), which may be missing. This is what
 *     numpy.savez('data.npz', X=X, y=y) writes. Other arrays besides X are ignored. In x=X, y=y, X must have columns.
 *   one array of shape (rows, columns)
 *   arrays of shape (rows), all of one length: columns with the names of the arrays
 */
import { nameList, quoted } from '../file-text.js';
import { formatShape } from '../write-npy.js';
import { readNpyArray, widthOf, type NumberArray } from './npy.js';
import {
  checkColumnCount,
  checkedTable,
  checkValueCount,
  defaultColumnNames,
  tableOfColumns,
  unnamedTable,
  type Contents,
  type Table,
} from './table.js';
import { readZipEntries, unzipEntry, type ZipEntry } from './zip.js';

const SUFFIX = '.npy';
const FORMS = 'X (rows, columns) and y (rows,), or arrays of one length, a column each';

const nameOf = ({ name }: ZipEntry): string => name.slice(0, -SUFFIX.length);

const withTarget = (x: NumberArray, y: NumberArray, source: string): Contents => {
  const rowCount = x.shape[0];
  const dimensions = widthOf(x.shape);
  if (y.shape[0] !== rowCount || widthOf(y.shape) !== 1) {
    throw new Error(
      `${source}: X has the shape ${formatShape(x.shape)} and y ${formatShape(y.shape)}; ` +
        `y must be of shape (${rowCount},)`,
    );
  }
  const width = dimensions + 1;
  checkValueCount(rowCount * width, source);
  const values = new Float64Array(rowCount * width);
  for (let row = 0; row < rowCount; row++) {
    values.set(x.data.subarray(row * dimensions, (row + 1) * dimensions), row * width);
    values[row * width + dimensions] = y.data[row];
  }
  return unnamedTable(values, width, rowCount);
};

/** Features x1, x2, ... */
const withoutTarget = ({ data, shape }: NumberArray): Contents => ({
  ...unnamedTable(data, widthOf(shape), shape[0]),
  columnNames: defaultColumnNames(widthOf(shape) + 1).slice(0, -1),
});

const namedColumns = (arrays: ReadonlyMap<string, NumberArray>, source: string): Contents => {
  const all = [...arrays.values()];
  const rowCount = all[0].shape[0];
  if (all.some(({ shape }) => shape.length !== 1 || shape[0] !== rowCount)) {
    const shown = [...arrays].slice(0, 2).map(([name, { shape }]) => `${quoted(name)} ${formatShape(shape)}`);
    const more = all.length > 2 ? ` and ${all.length - 2} more` : '';
    throw new Error(`${source} holds ${shown.join(', ')}${more}; it must hold ${FORMS}`);
  }
  checkValueCount(rowCount * all.length, source);
  return tableOfColumns(new Map([...arrays].map(([name, { data }]) => [name, data])), rowCount);
};

const readColumns = (entries: ReadonlyMap<string, ZipEntry>, source: string): Contents => {
  const read = (entry: ZipEntry): NumberArray => {
    const array = readNpyArray(unzipEntry(entry, source), `${source}, array ${quoted(nameOf(entry))}`);
    checkColumnCount(widthOf(array.shape), source);
    return array;
  };
  const y = entries.get(`y${SUFFIX}`) ?? entries.get(`Y${SUFFIX}`);
  const capital = entries.get(`X${SUFFIX}`);
  const small = capital === undefined ? entries.get(`x${SUFFIX}`) : undefined;
  const x = capital !== undefined ? read(capital) : small !== undefined ? read(small) : undefined;
  // A one-dimensional x in small letters is a column like any other.
  if (x !== undefined && (capital !== undefined || x.shape.length === 2))
    return y === undefined ? withoutTarget(x) : withTarget(x, read(y), source);
  const arrays = [...entries.values()].filter(({ name }) => name.endsWith(SUFFIX));
  checkColumnCount(arrays.length, source);
  if (arrays.length === 0) {
    const others = entries.size === 0 ? 'nothing' : nameList([...entries.keys()]);
    throw new Error(`${source} is a ZIP archive without .npy arrays (it holds ${others}); it must hold ${FORMS}`);
  }
  const named = new Map(arrays.map((entry) => [nameOf(entry), read(entry)]));
  const [first] = named.values();
  return named.size === 1 && first.shape.length === 2
    ? unnamedTable(first.data, widthOf(first.shape), first.shape[0])
    : namedColumns(named, source);
};

/**
 * The table in the bytes of an .npz file.
 * @param source names the file in messages
 * @throws Error for an archive or array that is damaged or does not hold numbers, and for arrays that form no table
 */
export const readNpz = (bytes: Uint8Array, source: string): Table =>
  checkedTable({ source, ...readColumns(readZipEntries(bytes, source), source) });
