/** The rows of one size. They are made as `fived data --split` makes them, and written as the same bytes. */
import { join } from 'node:path';
import { preparedArrays, prepareRows, rowArrays, syntheticRows, toNpz, type PreparedRows } from '@fived/data';
import { writeFileWhole } from '@fived/records';
import { DATA_SEED, NOISE } from './settings.js';

export interface PeerRows {
  readonly prepared: PreparedRows;
  /** The bytes of the .npz file. */
  readonly bytes: Uint8Array;
}

export const makeRows = (sampleCount: number): PeerRows => {
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
