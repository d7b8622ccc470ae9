/** Errors of the file system that say what to do, and folders: made, and flushed to the disk. */
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the disk; free some, or choose a folder on another disk',
  EDQUOT: 'your disk quota is used up; free some space, or choose another folder',
  EFBIG: 'it would be larger than files may be here; raise the limit (ulimit -f), or choose a folder on another disk',
  EACCES: 'permission denied; change the permissions of the folder, or choose another',
  EPERM: 'the operation is not permitted; change the permissions of the folder, or choose another',
  EROFS: 'the file system is read-only; choose a folder on another one',
  ENOTDIR: 'a part of its path is a file, not a folder; choose another path',
  EEXIST: 'there is a file where the folder should be; remove it, or choose another path',
  EISDIR: 'there is a folder of that name; remove it, or choose another path',
  ENOENT: 'its folder does not exist (any more), or takes no new files; create it, or choose another',
  ELOOP: 'its symbolic links go round in a circle; remove one, or choose another path',
  ENAMETOOLONG: 'its name is too long; choose a shorter path',
  EMFILE: 'too many files are open; close some, or raise the limit (ulimit -n)',
  EIO: 'the disk reported an error; choose a folder on another disk',
};

/** The error code of a failed system call, such as "ENOENT". */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** "cannot write a.json: no space is left on the disk; ... (ENOSPC)". */
export const reworded = (doing: string, error: unknown): Error => {
  const code = errorCode(error);
  const reason =
    (code === undefined ? undefined : REASONS[code]) ?? (error instanceof Error ? error.message : String(error));
  return new Error(`cannot ${doing}: ${reason}${code === undefined ? '' : ` (${code})`}`, { cause: error });
};

// Error codes of systems and file systems that refuse to open or flush a folder (Windows, some network mounts).
const FOLDER_CANNOT_BE_FLUSHED = new Set(['EPERM', 'EACCES', 'EISDIR', 'EINVAL', 'ENOTSUP', 'EBADF']);

/** Flushes the folder, so that a crash does not undo a rename in it. */
export const flushFolder = async (path: string): Promise<void> => {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!FOLDER_CANNOT_BE_FLUSHED.has(errorCode(error) ?? '')) throw error;
  }
};

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );

/**
 * Node's own recursive mkdir reports a read-only file system as ENOENT, and never returns under /proc (seen in 20.20).
 */
export const createFolder = async (path: string): Promise<void> => {
  if (await isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) await createFolder(parent);
  try {
    await mkdir(path);
  } catch (error) {
    // Another process may have been faster.
    if (!(await isFolder(path))) throw error;
  }
};
