/**
 * What a command needs of where it runs: a current folder that is there, and a standard output that takes what is
 * written.
 *
 * Node takes neither well. Without a current folder it ends with a stack trace, and so it does where nobody reads a
 * pipe any more. `console.log` to a full disk is an error that nobody hears of. And for files Node calls write(2) once
 * and ignores how much was written (seen in 20, 22, 24 and 26), so that on a disk that fills up the output is cut short
 * without any error.
 */
import { fstatSync, writeFileSync } from 'node:fs';
import { errorCode, reworded } from './files.js';

/** @throws Error of one line if somebody removed the current folder, which every relative path needs */
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

/** Writes all of a chunk, or says what stands against it. */
const writeWhole: typeof process.stdout._write = function (
  this: { readonly fd: number },
  chunk: Uint8Array,
  _encoding,
  done,
) {
  try {
    writeFileSync(this.fd, chunk); // goes on after a short write
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
    return;
  }
  done();
};

const ignore = (): void => undefined;

/** Of the streams that are written to without looking, the first error that matters. */
let failure: unknown;
const onError = (error: unknown): void => {
  if (errorCode(error) !== 'EPIPE') failure ??= error;
};

/**
 * From now on a reader of standard output or standard error that goes away (`| head`) does not end the process. Returns
 * a function that is called in the end.
 * @returns waits until all is written. @throws Error of one line if something could not be, but for a reader that went
 * away
 */
export const watchStandardStreams = (): (() => Promise<void>) => {
  failure = undefined;
  process.stdout.off('error', onError).on('error', onError);
  process.stderr.off('error', ignore).on('error', ignore); // there is nowhere to say it
  if (isFile(process.stdout.fd)) process.stdout._write = writeWhole;
  return async () => {
    await new Promise((done) => process.stdout.write('', done));
    if (failure !== undefined) throw reworded('write to standard output', failure);
  };
};
