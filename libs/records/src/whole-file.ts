/**
 * A file that is written piece by piece and, in the end, exists whole or not at all. It is for contents too long to
 * hold in one piece (`writeFileWhole`). The pieces go into a temporary file beside the target, which finally replaces
 * it.
 */
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ensureWritableFolder, errorCode, flushFolder, reworded } from './files.js';

export interface WholeFile {
  /** The caller may reuse the bytes once this is done. @throws Error of one line if they cannot be written */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Flushes the file and moves it into place. @throws Error of one line if that fails */
  readonly finish: () => Promise<void>;
  /** Keeps what was there before. Does nothing after `finish`. */
  readonly discard: () => Promise<void>;
}

interface Target {
  /** The path behind symbolic links, which stay. */
  readonly path: string;
  /** The mode of the file that is replaced; otherwise the system's default. */
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
 * Starts a file at `path`. Its folder is created if it does not exist.
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
    // Not `write`, which may write only a part.
    write: (bytes) => orReword(file.writeFile(bytes)),
    finish: () =>
      orReword(
        (async () => {
          if (target.mode !== undefined) await file.chmod(target.mode); // the umask removed bits
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
