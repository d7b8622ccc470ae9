/**
 * What a command needs from its surroundings: a current folder that exists, and a standard output that takes what is
 * written.
 *
 * Node handles neither well. Without a current folder it ends with a stack trace, and likewise if no one reads a pipe
 * any more. An error of `console.log` on a full disk goes unnoticed. And for files Node calls write(2) once and ignores
 * how much was written (seen in 20, 22, 24 and 26), so on a disk that fills up the output is cut short without any
 * error.
 */
import { fstatSync, writeFileSync } from 'node:fs';
import { errorCode, reworded } from './files.js';

/** @throws Error of one line if the current folder was removed, since every relative path needs it */
export const checkCurrentFolder = (): void => {
  try {
    process.cwd();
  } catch (error) {
    throw new Error('the current folder does not exist any more; change into another', { cause: error });
  }
};

const isFile = (descriptor: number): boolean => {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
};

/** Writes all of a chunk, or returns what prevents it. */
const writeWhole: typeof process.stdout._write = function (
  this: { readonly fd: number },
  chunk: Uint8Array,
  _encoding,
  done,
) {
  try {
    writeFileSync(this.fd, chunk); // continues after a short write
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
    return;
  }
  done();
};

const ignore = (): void => undefined;

/** The first error that matters, of the streams that are written without checks. */
let failure: unknown;
const onError = (error: unknown): void => {
  if (errorCode(error) !== 'EPIPE') failure ??= error;
};

/**
 * From now on, a reader of standard output or standard error that goes away (`| head`) does not end the process. Call
 * the returned function at the end.
 * @returns waits until everything is written. @throws Error of one line if something could not be written, unless its
 * reader went away
 */
export const watchStandardStreams = (): (() => Promise<void>) => {
  failure = undefined;
  process.stdout.off('error', onError).on('error', onError);
  process.stderr.off('error', ignore).on('error', ignore); // there is nowhere to report it
  if (isFile(process.stdout.fd)) process.stdout._write = writeWhole;
  return async () => {
    await new Promise((done) => process.stdout.write('', done));
    if (failure !== undefined) throw reworded('write to standard output', failure);
  };
};
