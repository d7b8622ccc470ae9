/** Runs Node programs and gives back all they said. */
import { spawn } from 'node:child_process';

export interface Finished {
  /** Null if a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in the order in which they came. */
  readonly output: string;
}

export interface RunOptions {
  readonly cwd: string;
  /** On top of this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Told each piece of stdout as it comes; a piece may end within a line. */
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
