/** Where lines go: standard output, or a file that is there whole in the end or not at all. */
import { open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ensureWritableFolder } from '@fived/records';
import { errorCode } from '@fived/records/files';

export interface Output {
  /** Returns false if nobody reads any more (`| head`). @throws Error of one line if it cannot be written */
  write(text: string): Promise<boolean>;
  /** Puts the file in its place. */
  finish(): Promise<void>;
  /** Leaves what was there before; does nothing after `finish`. */
  discard(): Promise<void>;
}

const cannotWrite = (what: string, error: unknown): Error =>
  new Error(`cannot write ${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });

export const standardOutput: Output = {
  write: (text) =>
    new Promise((done, failed) => {
      process.stdout.write(text, (error) => {
        if (error === null || error === undefined) done(true);
        else if (errorCode(error) === 'EPIPE') done(false);
        else failed(cannotWrite('to standard output', error));
      });
    }),
  finish: () => Promise.resolve(),
  discard: () => Promise.resolve(),
};

const writeInto = (file: FileHandle, path: string) => async (text: string): Promise<boolean> => {
  try {
    await file.writeFile(text);
    return true;
  } catch (error) {
    throw cannotWrite(path, error);
  }
};

/**
 * A file at `path`, whose folder is made when absent. What is no regular file (`/dev/null`, a named pipe) is written as it stands.
 * @throws Error of one line if it cannot be written
 */
export async function fileOutput(path: string): Promise<Output> {
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isDirectory() === true) throw new Error(`cannot write ${path}: there is a folder of that name; choose another --out`);
  if (stats !== undefined && !stats.isFile()) {
    const file = await open(path, 'w');
    return { write: writeInto(file, path), finish: () => file.close(), discard: () => file.close() };
  }
  const target = stats === undefined ? resolve(path) : await realpath(path);
  await ensureWritableFolder(dirname(target));
  const temporary = `${target}.${process.pid}`;
  const file = await open(temporary, 'w');
  let isOpen = true;
  const removeTemporary = (): Promise<void> => rm(temporary, { force: true });
  return {
    write: writeInto(file, path),
    async finish() {
      try {
        await file.sync();
        await file.close();
        isOpen = false;
        await rename(temporary, target);
      } catch (error) {
        throw cannotWrite(path, error);
      }
    },
    async discard() {
      if (isOpen) await file.close();
      isOpen = false;
      await removeTemporary();
    },
  };
}
