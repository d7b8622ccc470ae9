/** Runs another program to its end, without input. */
import { spawn } from 'node:child_process';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

export interface ProgramOptions {
  readonly cwd: string;
  /** Variables that are added to this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Aborting it kills the program. */
  readonly signal?: AbortSignal;
  /** After this time the program is killed. */
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
export const runProgram = (
  { command, args }: Program,
  { cwd, env = {}, signal, mostSeconds }: ProgramOptions,
): Promise<string> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const heard = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        heard[name] += text;
      });
    }
    const kill = (): void => {
      child.kill('SIGKILL');
    };
    let isOverdue = false;
    const deadline =
      mostSeconds === undefined
        ? undefined
        : setTimeout(() => {
            isOverdue = true;
            kill();
          }, mostSeconds * 1000);
    signal?.addEventListener('abort', kill, { once: true });
    const end = (error: Error | undefined): void => {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', kill);
      if (signal?.aborted === true) reject(signal.reason as Error);
      else if (error === undefined) resolve(heard.stdout);
      else reject(error);
    };
    child.on('error', (error) => {
      end(new ProgramError(`${command} cannot be started: ${error.message}`));
    });
    child.on('close', (exitCode, signalName) => {
      if (exitCode === 0) end(undefined);
      else if (isOverdue) end(new ProgramError(`it was stopped after ${mostSeconds ?? 0} s`));
      else
        end(
          new ProgramError(
            reasonIn(heard.stderr) ?? `it ended with ${signalName ?? `exit code ${exitCode ?? 0}`} and said nothing`,
          ),
        );
    });
  });
