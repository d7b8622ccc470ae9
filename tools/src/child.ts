/** Runs Node programs and returns everything that they print. */
import { spawn } from 'node:child_process';

export interface Finished {
  /** Null if a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout and stderr, in the order in which they came. */
  readonly output: string;
}

interface RunOptions {
  readonly cwd: string;
  /** Variables that are added to this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Gets each piece of stdout as it comes. A piece may end within a line. */
  readonly onStdout?: (text: string) => void;
}

/** Runs `node <args>` without input, so that it asks nothing. Rejects only if Node itself cannot be started. */
export const runNode = (args: readonly string[], { cwd, env = {}, onStdout }: RunOptions): Promise<Finished> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const heard = { stdout: '', stderr: '', output: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        heard[name] += text;
        heard.output += text;
      });
    }
    if (onStdout !== undefined) child.stdout.on('data', onStdout);
    child.on('error', reject);
    child.on('close', (exitCode) => {
      resolve({ exitCode, ...heard });
    });
  });
