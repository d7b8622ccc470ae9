/** Where lines go: to standard output, or to a file that appears whole at the end or not at all. */
import { open, stat } from 'node:fs/promises';
import { openWholeFile } from '@fived/records';
import { errorCode } from '@fived/records/files';

export interface Output {
  /**
   * Once this is done the bytes may be changed. Resolves to false if nobody reads any more (`| head`).
   * @throws Error of one line if the bytes cannot be written
   */
  readonly write: (bytes: Uint8Array) => Promise<boolean>;
  /** Moves the file to its place. */
  readonly finish: () => Promise<void>;
  /** Leaves what was there before. Does nothing after `finish`. */
  readonly discard: () => Promise<void>;
}

/** False if nobody reads any more. @throws Error of one line for any other error */
function stillRead(error: unknown, what: string): false {
  if (errorCode(error) === 'EPIPE') return false;
  throw new Error(`cannot write ${what}: ${error instanceof Error ? error.message : 'for an unknown reason'}`, {
    cause: error,
  });
}

const nothing = (): Promise<void> => Promise.resolve();

export const standardOutput: Output = {
  async write(bytes) {
    const error = await new Promise<Error | null | undefined>((done) => process.stdout.write(bytes, done));
    return error instanceof Error ? stillRead(error, 'to standard output') : true;
  },
  finish: nothing,
  discard: nothing,
};

/** Output to what is not a regular file (`/dev/null`, a named pipe), which is written directly. */
async function specialOutput(path: string): Promise<Output> {
  const file = await open(path, 'w');
  return {
    async write(bytes) {
      try {
        await file.writeFile(bytes);
        return true;
      } catch (error) {
        return stillRead(error, path);
      }
    },
    finish: nothing,
    discard: () => file.close(),
  };
}

/**
 * Output to a file at `path`, whose folder is made if it is missing.
 * @throws Error of one line if it cannot be written
 */
export async function fileOutput(path: string): Promise<Output> {
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isFile() === false && !stats.isDirectory()) return specialOutput(path);
  const file = await openWholeFile(path);
  return {
    ...file,
    async write(bytes) {
      await file.write(bytes);
      return true;
    },
  };
}

/** @throws Error if `out` is a folder, or one of the files that are read */
export async function checkOut(out: string, inputs: readonly string[]): Promise<void> {
  const target = await stat(out).catch(() => undefined);
  if (target?.isDirectory() === true)
    throw new Error(`cannot write ${out}: there is a folder of that name; choose another --out`);
  if (target?.isFile() !== true) return;
  for (const input of inputs) {
    const { dev, ino } = await stat(input).catch(() => ({ dev: -1, ino: -1 }));
    if (dev === target.dev && ino === target.ino)
      throw new Error(`--out ${out} would replace ${input}, which is read; choose another file`);
  }
}
