/** `fived data`: writes the synthetic dataset, so that any other program can train on the same bits. */
import { dirname, extname, resolve } from 'node:path';
import { prepareRows, preparedArrays, rowArrays, syntheticRows, toCsv, toNpz } from '@fived/data';
import { ensureWritableFolder, writeFileWhole } from '@fived/records';
import { command } from '../command.js';
import { flag, inGroup, jsonFlag, N_OPTION, nonNegativeNumber, path, wholeNumber, type Values } from '../options.js';
import { grouped } from '../text.js';

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

/** @throws Error for an unknown file type, or a folder that cannot be written */
async function writeDataset({ n, seed, noise, split, out, json }: Values<typeof DATA_OPTIONS>): Promise<void> {
  const extension = extname(out).toLowerCase();
  if (extension !== '.csv' && extension !== '.npz') {
    throw new Error(`--out must be a .csv or .npz file; got "${out}".`);
  }
  if (split && extension === '.csv') {
    throw new Error(`--split writes several arrays, which need an .npz file; got "${out}".`);
  }
  const rows = syntheticRows({ sampleCount: n, seed, noise });
  const arrays = split ? { ...rowArrays(rows), ...preparedArrays(prepareRows(rows, { seed })) } : rowArrays(rows);
  await ensureWritableFolder(dirname(resolve(out)));
  await writeFileWhole(resolve(out), extension === '.csv' ? toCsv(rows) : toNpz(arrays));
  const content = extension === '.csv' ? 'x1 to x5, y' : Object.keys(arrays).join(', ');
  console.log(
    json ? JSON.stringify({ file: out, n, seed, noise, content }, null, 2) : `${out}: ${grouped(n)} rows; ${content}`,
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
