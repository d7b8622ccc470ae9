/**
 * Files that, in the end, exist whole or not at all. What is written goes into a temporary file beside the target,
 * which is flushed to the disk and replaces the target. Then the folder is flushed, or a crash might undo that.
 */
import { open, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createFolder, errorCode, flushFolder, reworded } from './files.js';
import { clearLeftBehind, forget, removeTemporary, temporaryPath } from './temporary.js';

export { errorCode, reworded } from './files.js';

// Larger than anything that a full file system still fits into an inode or a journal.
const PROBE_BYTES = 4096;

/**
 * Creates a folder (and its parents), removes what killed processes left in it, and proves that a file can be written
 * there. So a long computation does not fail at its end. Throws an Error that says which folder, why, and what to do.
 */
export const ensureWritableFolder = async (path: string): Promise<void> => {
  try {
    await createFolder(path);
  } catch (error) {
    throw reworded(`create the folder ${path}`, error);
  }
  await clearLeftBehind(path);
  const probe = temporaryPath(path);
  try {
    await writeFile(probe, new Uint8Array(PROBE_BYTES), { flush: true });
  } catch (error) {
    throw reworded(`write into the folder ${path}`, error);
  } finally {
    await removeTemporary(probe).catch(() => undefined);
  }
};

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
  /** Its owner: user and group. */
  readonly owner?: readonly [number, number];
}

const findTarget = async (path: string): Promise<Target> => {
  try {
    const target = await realpath(path);
    const stats = await stat(target);
    if (stats.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    return { path: target, mode: stats.mode & 0o7777, owner: [stats.uid, stats.gid] };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { path: resolve(path) };
    throw error;
  }
};

const openBeside = async (path: string, makeFolder?: (folder: string) => Promise<void>): Promise<WholeFile> => {
  const orReword = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work();
    } catch (error) {
      throw reworded(`write ${path}`, error);
    }
  };
  const target = await orReword(() => findTarget(path));
  const folder = dirname(target.path);
  await makeFolder?.(folder);
  const temporary = temporaryPath(folder);
  const file = await orReword(() => open(temporary, 'w', target.mode)).catch((error: unknown) => {
    forget(temporary);
    throw error;
  });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await file.close();
  };
  return {
    // Not `write`, which may write only a part.
    write: (bytes) => orReword(() => file.writeFile(bytes)),
    finish: () =>
      orReword(async () => {
        // The file that root replaces may be somebody else's.
        if (target.owner !== undefined) await file.chown(...target.owner).catch(() => undefined);
        if (target.mode !== undefined) await file.chmod(target.mode); // the umask removed bits
        await file.sync();
        await close();
        await rename(temporary, target.path);
        forget(temporary);
        await flushFolder(folder);
      }),
    async discard() {
      await close();
      await removeTemporary(temporary);
    },
  };
};

/**
 * Starts a file at `path`, for contents too long to hold in one piece. Its folder is created if it does not exist.
 * @throws Error of one line that says which file or folder, why, and what to do
 */
export const openWholeFile = (path: string): Promise<WholeFile> => openBeside(path, ensureWritableFolder);

/**
 * Writes a file whole or not at all. After a crash, a kill or a full disk there is either the old file or the new one,
 * never a part. Throws an Error that says which file, why, and what to do.
 */
export const writeFileWhole = async (path: string, content: string | Uint8Array): Promise<void> => {
  const file = await openBeside(path);
  try {
    await file.write(typeof content === 'string' ? Buffer.from(content) : content);
    await file.finish();
  } finally {
    await file.discard();
  }
};
