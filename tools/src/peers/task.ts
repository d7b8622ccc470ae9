/** The task of every program: the published rows, network and training. */
import { join } from 'node:path';
import { preparedArrays, prepareRows, rowArrays, syntheticRows, toNpz, type PreparedRows } from '@fived/data';
import { writeFileWhole } from '@fived/records';

/** The runners in other languages have the same numbers. */
export const DATA_SEED = 42;
const NOISE = 0.01;
/** The seed of a round. Each round trains from another seed, the same for all programs. */
export const seedOf = (round: number): number => 42 + round - 1;
export const TRAINING = { hiddenSizes: [64, 32, 16], learningRate: 0.001, batchSize: 32 } as const;

/** The rows of one size, made as `fived data --split` makes them, and the same bytes. */
export const makeRows = (
  sampleCount: number,
): {
  readonly prepared: PreparedRows;
  /** Of the .npz file. */
  readonly bytes: Uint8Array;
} => {
  const raw = syntheticRows({ sampleCount, seed: DATA_SEED, noise: NOISE });
  const prepared = prepareRows(raw, { seed: DATA_SEED });
  return { prepared, bytes: toNpz({ ...rowArrays(raw), ...preparedArrays(prepared) }) };
};

/** Resolves to the file's path. Throws an Error of one line if it cannot be written. */
export const writeRows = async (sampleCount: number, folder: string): Promise<string> => {
  const path = join(folder, `rows-${sampleCount}.npz`);
  await writeFileWhole(path, makeRows(sampleCount).bytes);
  return path;
};

/**
 * Makes the rows of a file of `writeRows` again, which takes milliseconds.
 * @throws Error of one line if the file has other bytes
 */
export const rowsOfFile = (path: string, content: Uint8Array): PreparedRows => {
  const sampleCount = Number(/rows-(\d+)\.npz$/.exec(path)?.[1]);
  const { prepared, bytes } = makeRows(sampleCount);
  if (Buffer.compare(content, bytes) !== 0)
    throw new Error(`${path} must hold what "fived data --n ${sampleCount} --split" writes`);
  return prepared;
};
