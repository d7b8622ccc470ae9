/** `fived data`: writes the synthetic dataset, so that any other program can train on the same bits. */
import { dirname, extname, resolve } from 'node:path';
import {
  csvPieces,
  MOST_NPZ_BYTES,
  prepareRows,
  preparedArrays,
  rowArrays,
  syntheticRows,
  toNpz,
  type Rows,
} from '@fived/data';
import { ensureWritableFolder, jsonText, openWholeFile, writeFileWhole } from '@fived/records';
import { command } from '../command.js';
import { checkRowsFit } from '../machine-memory.js';
import { flag, inGroup, jsonFlag, N_OPTION, nonNegativeNumber, path, wholeNumber, type Values } from '../options.js';
import { counted, grouped, shownPath } from '../text.js';

const DATA_OPTIONS = {
  n: { ...N_OPTION, default: 10000, describe: 'Rows' },
  ...inGroup('Data', {
    seed: { default: 42, read: wholeNumber(0), describe: 'Seed of data and split' },
    noise: { default: 0.01, read: nonNegativeNumber, describe: 'Standard deviation of the noise on y' },
    split: flag('Add the train, validation and test rows, scaled (.npz)'),
  }),
  out: { demandOption: true, read: path, group: 'Output:', placeholder: 'FILE', describe: 'The file: .csv or .npz' },
  json: jsonFlag('Print what was written as JSON'),
} as const;

/** Of an array: five features and a target, in float32. */
const BYTES_PER_ROW = 24;

/** Piece by piece: the whole text may be longer than a string can be. */
async function writeCsv(out: string, rows: Rows): Promise<void> {
  const file = await openWholeFile(out);
  try {
    for (const piece of csvPieces(rows)) await file.write(Buffer.from(piece));
    await file.finish();
  } finally {
    await file.discard();
  }
}

/** @throws Error for an unknown file type, or a folder that cannot be written */
async function writeDataset({ n, seed, noise, split, out, json }: Values<typeof DATA_OPTIONS>): Promise<void> {
  const extension = extname(out).toLowerCase();
  if (extension !== '.csv' && extension !== '.npz') {
    throw new Error(`--out must be a .csv or .npz file; got "${out}".`);
  }
  if (split && extension === '.csv') {
    throw new Error(`--split writes several arrays, which need an .npz file; got "${out}".`);
  }
  checkRowsFit(n);
  const bytes = n * (split ? 2 : 1) * BYTES_PER_ROW;
  if (extension === '.npz' && bytes > MOST_NPZ_BYTES) {
    throw new Error(
      `an .npz file holds at most ${grouped(MOST_NPZ_BYTES)} bytes; ` +
        `got ${counted(n, 'row')}, which take ${grouped(bytes)}; write a .csv file.`,
    );
  }
  const rows = syntheticRows({ sampleCount: n, seed, noise });
  const arrays = split ? { ...rowArrays(rows), ...preparedArrays(prepareRows(rows, { seed })) } : rowArrays(rows);
  await ensureWritableFolder(dirname(resolve(out)));
  if (extension === '.npz') await writeFileWhole(resolve(out), toNpz(arrays));
  else await writeCsv(resolve(out), rows);
  const content = extension === '.csv' ? 'x1 to x5, y' : Object.keys(arrays).join(', ');
  console.log(
    json ? jsonText({ file: out, n, seed, noise, content }) : `${shownPath(out)}: ${grouped(n)} rows; ${content}`,
  );
}

export const dataCommand = command({
  command: 'data',
  describe: 'Write the synthetic dataset, equal to NumPy to the bit',
  options: DATA_OPTIONS,
  examples: [
    ['$0 data --out data.csv -n 2000', 'A table to try fived train on'],
    ['$0 data --out data.npz --split', 'numpy.load reads it'],
  ],
  handler: writeDataset,
});
