/**
 * Tables in NumPy's .npz archives, in three forms:
 *
 *   X of shape (rows, columns) or (rows), and y of shape (rows) or (rows, 1), which may be missing. This is what
 *     numpy.savez('data.npz', X=X, y=y) writes. Other arrays besides X are ignored.
 *   one array of shape (rows, columns)
 *   arrays of shape (rows), all of one length: columns with the names of the arrays
 */
import { nameList, quoted } from './messages.js';
import { formatShape, readNpyArray, type NumberArray } from './npy.js';
import { checkColumnCount, checkedTable, checkValueCount, defaultColumnNames, type Table } from './table.js';
import { readZipEntries, unzipEntry, type ZipEntry } from './zip.js';

const SUFFIX = '.npy';
const FORMS = 'X (rows, columns) and y (rows,), or arrays of one length, a column each';

type Columns = Pick<Table, 'columnNames' | 'hasNames' | 'values' | 'rowCount'>;

const nameOf = ({ name }: ZipEntry): string => name.slice(0, -SUFFIX.length);

const widthOf = ({ shape }: NumberArray): number => (shape.length === 1 ? 1 : shape[1]);

const withTarget = (x: NumberArray, y: NumberArray, source: string): Columns => {
  const rowCount = x.shape[0];
  const dimensions = widthOf(x);
  if (y.shape[0] !== rowCount || widthOf(y) !== 1) {
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
  return { columnNames: defaultColumnNames(width), hasNames: false, values, rowCount };
};

/** Features without a target: x1, x2, ... */
const featuresOf = (x: NumberArray): Columns => ({
  columnNames: defaultColumnNames(widthOf(x) + 1).slice(0, -1),
  hasNames: false,
  values: x.data,
  rowCount: x.shape[0],
});

const namedColumns = (arrays: ReadonlyMap<string, NumberArray>, source: string): Columns => {
  const all = [...arrays.values()];
  const rowCount = all[0].shape[0];
  if (all.some(({ shape }) => shape.length !== 1 || shape[0] !== rowCount)) {
    const shown = [...arrays].slice(0, 2).map(([name, { shape }]) => `${quoted(name)} ${formatShape(shape)}`);
    const more = all.length > 2 ? ` and ${all.length - 2} more` : '';
    throw new Error(`${source} holds ${shown.join(', ')}${more}; it must hold ${FORMS}`);
  }
  const width = all.length;
  checkValueCount(rowCount * width, source);
  const values = new Float64Array(rowCount * width);
  all.forEach(({ data }, column) => {
    data.forEach((value, row) => {
      values[row * width + column] = value;
    });
  });
  return { columnNames: [...arrays.keys()], hasNames: true, values, rowCount };
};

const unnamedColumns = ({ data, shape }: NumberArray, width: number): Columns => ({
  columnNames: defaultColumnNames(width),
  hasNames: false,
  values: data,
  rowCount: shape[0],
});

const readColumns = (entries: ReadonlyMap<string, ZipEntry>, source: string): Columns => {
  const read = (entry: ZipEntry): NumberArray => {
    const array = readNpyArray(unzipEntry(entry, source), `${source}, array ${quoted(nameOf(entry))}`);
    checkColumnCount(widthOf(array), source);
    return array;
  };
  const x = entries.get(`X${SUFFIX}`);
  const y = entries.get(`y${SUFFIX}`);
  if (x !== undefined) return y === undefined ? featuresOf(read(x)) : withTarget(read(x), read(y), source);
  const arrays = [...entries.values()].filter(({ name }) => name.endsWith(SUFFIX));
  checkColumnCount(arrays.length, source);
  if (arrays.length === 0) {
    const others = entries.size === 0 ? 'nothing' : nameList([...entries.keys()]);
    throw new Error(`${source} is a ZIP archive without .npy arrays (it holds ${others}); it must hold ${FORMS}`);
  }
  const named = new Map(arrays.map((entry) => [nameOf(entry), read(entry)]));
  const [first] = named.values();
  return named.size === 1 && first.shape.length === 2
    ? unnamedColumns(first, widthOf(first))
    : namedColumns(named, source);
};

/**
 * The table in the bytes of an .npz file.
 * @param source names the file in messages
 * @throws Error for an archive or array that is damaged or does not hold numbers, and for arrays that form no table
 */
export const readNpz = (bytes: Uint8Array, source: string): Table =>
  checkedTable({ source, ...readColumns(readZipEntries(bytes, source), source) });
