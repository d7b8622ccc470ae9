export { preparedArrays, rowArrays } from './dataset-arrays.js';
export { quoted, sourceLabel } from './file-text.js';
export { MAX_FLOAT64_LENGTH, writeFloat64 } from './float64-text.js';
export { dropAndSplit, imputeAndScale, prepareRows, type PreparedRows, type SplitRows } from './prepare.js';
export type { Rows } from './rows.js';
export { splitRows } from './split.js';
export { syntheticRows } from './synthetic.js';
export { csvPieces, toCsv } from './write-csv.js';
export { toNpy, toNpz, MOST_NPZ_BYTES } from './write-npy.js';
