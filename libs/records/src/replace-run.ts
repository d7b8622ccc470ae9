/**
 * Files of one run that replace those of another together. They are made in a folder of their own inside the run's
 * folder. Its renaming is the moment of the replacement: before it the old run is whole, after it the new one. Then the
 * files move to their places one by one. If that is cut short, whoever comes next to the folder finishes it.
 */
import { existsSync } from 'node:fs';
import { readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { flushFolder, reworded } from './files.js';
import { lockFolder } from './lock.js';
import { RUN_FILES } from './run-record.js';
import { forget } from './temporary.js';

const REPLACING = '.fived-replacing';

/** `metrics.json` goes first and comes last: a folder without it is not a whole run for other programs either. */
const moveFiles = async (folder: string): Promise<void> => {
  const replacing = join(folder, REPLACING);
  const names = await readdir(replacing);
  if (names.includes(RUN_FILES.metrics)) await rm(join(folder, RUN_FILES.metrics), { force: true });
  const isMetrics = (name: string): number => Number(name === RUN_FILES.metrics);
  for (const name of names.sort((a, b) => isMetrics(a) - isMetrics(b))) {
    const [from, to] = [join(replacing, name), join(folder, name)];
    if ((await stat(from)).size === 0) {
      await rm(to, { force: true });
      await rm(from);
    } else {
      await rename(from, to);
    }
  }
  await flushFolder(folder);
  await rmdir(replacing);
};

/**
 * Replaces the run in the folder by the files in `made`, a temporary folder inside it. The caller holds the lock.
 * @param names of all files that a run may have; those that are not in `made` are removed
 * @throws Error of one line; what was begun is finished by `finishReplacing`
 */
export const replaceRun = async (made: string, folder: string, names: readonly string[]): Promise<void> => {
  try {
    // An empty file says that the new run has none, since a missing one may have moved already.
    for (const name of names) if (!existsSync(join(made, name))) await writeFile(join(made, name), '');
    await flushFolder(made);
    await rename(made, join(folder, REPLACING));
    forget(made);
    await flushFolder(folder);
    await moveFiles(folder);
  } catch (error) {
    throw reworded(`write the run into ${folder}`, error);
  }
};

/** Finishes a replacement that a killed process began. The caller holds the lock. */
export const finishReplacing = async (folder: string): Promise<void> => {
  if (existsSync(join(folder, REPLACING))) await moveFiles(folder);
};

/** The same for those who only read the run: they leave it to whoever holds the lock, or may write. */
export const finishReplacingIfFree = async (folder: string): Promise<void> => {
  if (!existsSync(join(folder, REPLACING))) return;
  const release = await lockFolder(folder).catch(() => undefined);
  if (release === undefined) return;
  await finishReplacing(folder).catch(() => undefined);
  release();
};
