/** Runs another program to its end, without input. */
import { execFile, type ExecFileException } from 'node:child_process';
import { promisify } from 'node:util';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

interface ProgramOptions {
  readonly cwd: string;
  /** Variables that are added to this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Aborting it kills the program. */
  readonly signal?: AbortSignal;
  /** After this time the program is killed; 0 for never. */
  readonly mostSeconds?: number;
}

/**
 * A program could not be started, was ended by a signal, or had another exit code than 0. The message is the reason on
 * one line.
 */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
}

const CHATTER = /^(Node\.js v\d|A complete log of this run)|^\s*$/;
const REASON = /(\b\w*(Error|Exception)|\berror|\bERROR): \S/;

/**
 * The line of stderr that says why: the last one that names an error (npm and Node print details below it), otherwise
 * the last line. Undefined if there is none.
 */
export const reasonIn = (stderr: string): string | undefined => {
  const lines = stderr
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim())
    .filter((line) => !CHATTER.test(line));
  return lines.findLast((line) => REASON.test(line)) ?? lines.at(-1);
};

/**
 * Resolves to what it printed on stdout.
 * @throws ProgramError if it fails; the signal's reason if aborted
 */
export const runProgram = async (
  { command, args }: Program,
  { cwd, env = {}, signal, mostSeconds = 0 }: ProgramOptions,
): Promise<string> => {
  signal?.throwIfAborted();
  const running = promisify(execFile)(command, args, {
    cwd,
    env: { ...process.env, ...env },
    signal,
    timeout: mostSeconds * 1000,
    killSignal: 'SIGKILL',
    maxBuffer: Infinity,
  });
  running.child.stdin?.end();
  try {
    return (await running).stdout;
  } catch (error) {
    signal?.throwIfAborted();
    const {
      code,
      killed,
      message,
      signal: killedBy,
      stderr,
    } = error as ExecFileException & { readonly stderr: string };
    if (typeof code === 'string') throw new ProgramError(`${command} cannot be started: ${message}`);
    if (killed === true) throw new ProgramError(`it was stopped after ${mostSeconds} s`);
    throw new ProgramError(
      reasonIn(stderr) ?? `it ended with ${killedBy ?? `exit code ${code ?? 0}`} and said nothing`,
    );
  }
};
