/** For tests only: the compiled command as a child process, and records without what depends on time and place. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// The same relative path from `src` and from `dist`.
const bin = fileURLToPath(new URL('../../bin/fived.js', import.meta.url));

export interface Ended {
  readonly pid: number | undefined;
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Watch {
  /** Sees all of stderr so far whenever something comes, and may send a signal. */
  readonly onErr?: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void;
  /** Runs the command through a shell that does this first. */
  readonly shell?: string;
  /** What it reads from standard input; default: nothing is there. */
  readonly stdin?: string;
}

/** No command of a test takes a tenth of this: it hangs. */
const HANGS_AFTER_MS = 300_000;

/** Runs the command in a folder to its end. Rejects, and kills it, if it hangs. */
export function fivedIn(folder: string, args: readonly string[], { onErr, shell, stdin }: Watch = {}): Promise<Ended> {
  const command = [process.execPath, bin, ...args];
  const [file, ...rest] = shell === undefined ? command : ['sh', '-c', `${shell} && exec "$@"`, 'sh', ...command];
  return new Promise((done, failed) => {
    const child = spawn(file, rest, { cwd: folder, stdio: 'pipe' });
    child.stdin.on('error', () => undefined); // it may end before it has read all
    child.stdin.end(stdin);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      onErr?.(stderr, (signal) => child.kill(signal));
    });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      failed(new Error(`${args.join(' ')} hangs; so far it said: ${stderr}`));
    }, HANGS_AFTER_MS);
    child.on('close', (code) => {
      clearTimeout(timer);
      done({ pid: child.pid, code, stdout, stderr });
    });
  });
}

const TIMING = new RegExp(
  '^(training_time_seconds|cold_training_time_seconds|model_setup_seconds|' +
    'total_benchmark_time_seconds|timestamp|clock)',
);
/** The state that the machine happened to be in. */
const STATE = new Set(['load_average', 'busy_cores', 'current_frequency_mhz', 'git']);

/**
 * A record (or a part of one) without the fields that differ from sweep to sweep although nothing was done differently.
 */
export function withoutTimings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTimings);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !TIMING.test(name) && !STATE.has(name))
      .map(([name, inner]) => [name, withoutTimings(inner)]),
  );
}
