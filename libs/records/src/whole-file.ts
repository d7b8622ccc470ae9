/**
 * A file that is written piece by piece, and is there whole in the end or not at all: for what is too long to be held
 * as one piece (`writeFileWhole`). The pieces go into a temporary file beside the target, which takes its place at
 * last.
 */
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ensureWritableFolder, errorCode, flushFolder, reworded } from './files.js';

export interface WholeFile {
  /** The bytes may be changed once this is done. @throws Error of one line if they cannot be written */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Flushes the file and puts it in its place. @throws Error of one line if that cannot be done */
  readonly finish: () => Promise<void>;
  /** Leaves what was there before; does nothing after `finish`. */
  readonly discard: () => Promise<void>;
}

interface Target {
  /** Behind symbolic links, which stay. */
  readonly path: string;
  /** Of the file that is replaced; otherwise as the system sets it. */
  readonly mode?: number;
}

const findTarget = async (path: string): Promise<Target> => {
  try {
    const target = await realpath(path);
    const stats = await stat(target);
    if (stats.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    return { path: target, mode: stats.mode & 0o7777 };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { path: resolve(path) };
    throw error;
  }
};

/**
 * Begins a file at `path`, whose folder is made when absent.
 * @throws Error of one line that says which file or folder, why, and what to do
 */
export const openWholeFile = async (path: string): Promise<WholeFile> => {
  const orReword = async <Value>(work: Promise<Value>): Promise<Value> => {
    try {
      return await work;
    } catch (error) {
      throw reworded(`write ${path}`, error);
    }
  };
  const target = await orReword(findTarget(path));
  const folder = dirname(target.path);
  await ensureWritableFolder(folder);
  const temporary = `${target.path}.${String(process.pid)}`;
  const file = await orReword(open(temporary, 'w', target.mode));
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await file.close();
  };
  return {
    // Not `write`, which may write a part.
    write: (bytes) => orReword(file.writeFile(bytes)),
    finish: () =>
      orReword(
        (async () => {
          if (target.mode !== undefined) await file.chmod(target.mode); // the umask took bits away
          await file.sync();
          await close();
          await rename(temporary, target.path);
          await flushFolder(folder);
        })(),
      ),
    async discard() {
      await close();
      await rm(temporary, { force: true });
    },
  };
};
