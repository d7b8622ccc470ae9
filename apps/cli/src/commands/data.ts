/** `fived data`: writes the synthetic dataset, so that any other program can train on the same bits. */
import { dirname, extname, resolve } from 'node:path';
import { prepareRows, preparedArrays, rowArrays, syntheticRows, toCsv, toNpz } from '@fived/data';
import { ensureWritableFolder, writeFileWhole } from '@fived/records';
import type { CommandModule } from 'yargs';
import { nonNegativeNumber, path, wholeNumber } from '../options.js';

interface DataOptions {
  readonly n: number;
  readonly seed: number;
  readonly noise: number;
  readonly split: boolean;
  readonly out: string;
}

/** @throws Error for an unknown file type, or a folder that cannot be written */
export async function writeDataset({ n, seed, noise, split, out }: DataOptions): Promise<void> {
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
  console.log(`${out}: ${n.toLocaleString('en-US')} rows; ${content}`);
}

export const dataCommand: CommandModule<object, DataOptions> = {
  command: 'data',
  describe: 'Write the synthetic dataset, equal to NumPy to the bit',
  builder: (yargs) =>
    yargs
      .option('n', { default: 10000, coerce: wholeNumber('n', 1), describe: 'Rows', requiresArg: true })
      .option('seed', {
        default: 42,
        coerce: wholeNumber('seed', 0),
        describe: 'Seed of data and split',
        requiresArg: true,
      })
      .option('noise', {
        default: 0.01,
        coerce: nonNegativeNumber('noise'),
        describe: 'Standard deviation of the noise on y',
        requiresArg: true,
      })
      .option('split', {
        type: 'boolean',
        default: false,
        describe: 'Add the train, validation and test rows, scaled (.npz)',
      })
      .option('out', { demandOption: true, coerce: path('out'), describe: 'The file: .csv or .npz', requiresArg: true })
      .example('$0 data --n 10000 --split --out data.npz', 'numpy.load reads it'),
  handler: writeDataset,
};
