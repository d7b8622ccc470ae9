export { dropRowsWithoutTarget, fitImputation, impute } from './clean.js';
export { formatFloat32, toCsv } from './csv.js';
export { preparedArrays, rowArrays } from './dataset-arrays.js';
export { toNpy, toNpz, type NdArray } from './npy.js';
export { dropAndSplit, imputeAndScale, prepareRows, type PreparedRows, type SplitRows } from './prepare.js';
export { checkRows, takeRows, type Rows } from './rows.js';
export { splitRows, type Split } from './split.js';
export { StandardScaler } from './standard-scaler.js';
export { syntheticRows, syntheticTarget, type SyntheticOptions } from './synthetic.js';
