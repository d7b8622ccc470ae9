/** `fived data`: writes the synthetic dataset, so that any other program can train on the same bits. */
import { dirname, extname, resolve } from 'node:path';
import { prepareRows, preparedArrays, rowArrays, syntheticRows, toCsv, toNpz } from '@fived/data';
import { ensureWritableFolder, writeFileWhole } from '@fived/records';
import type { Argv, CommandModule } from 'yargs';
import { flag, nonNegativeNumber, path, wholeNumber, withOptions, type OptionsOf } from '../options.js';
import { grouped, shownPath } from '../text.js';

const dataOptions = (yargs: Argv) =>
  withOptions(yargs, {
    n: { default: 10000, read: wholeNumber(1), describe: 'Rows' },
    seed: { default: 42, read: wholeNumber(0), describe: 'Seed of data and split' },
    noise: { default: 0.01, read: nonNegativeNumber, describe: 'Standard deviation of the noise on y' },
    split: flag('Add the train, validation and test rows, scaled (.npz)'),
    out: { demandOption: true, read: path, describe: 'The file: .csv or .npz' },
  });
type DataOptions = OptionsOf<typeof dataOptions>;

/** @throws Error for an unknown file type, or a folder that cannot be written */
async function writeDataset({ n, seed, noise, split, out }: DataOptions): Promise<void> {
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
  console.log(`${shownPath(out)}: ${grouped(n)} rows; ${content}`);
}

export const dataCommand: CommandModule<object, DataOptions> = {
  command: 'data',
  describe: 'Write the synthetic dataset, equal to NumPy to the bit',
  builder: (yargs) => dataOptions(yargs).example('$0 data --n 10000 --split --out data.npz', 'numpy.load reads it'),
  handler: writeDataset,
};
