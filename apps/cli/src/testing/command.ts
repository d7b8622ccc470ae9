/** For tests only: the compiled command as a child process, and records without what depends on time and place. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ran } from './run-here.js';

// The same relative path from `src` and from `dist`.
const bin = fileURLToPath(new URL('../../bin/fived.js', import.meta.url));
const several = fileURLToPath(new URL('../../dist/testing/several.js', import.meta.url));

export interface Ended {
  readonly pid: number | undefined;
  /** Null if a signal ended it. */
  readonly code: number | null;
  /** That signal. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Watch {
  /** Gets all of stderr so far whenever something comes, and may send a signal. */
  readonly onErr?: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void;
  /** Runs the command through a shell that does this first. */
  readonly shell?: string;
  /** What the command reads from standard input. Default: nothing. */
  readonly stdin?: string;
}

/** No command of a test takes a tenth of this: one that does hangs. */
const HANGS_AFTER_MS = 300_000;

/** Runs the command in a folder to its end. Rejects, and kills it, if it hangs. */
export const fivedIn = (folder: string, args: readonly string[], watch: Watch = {}): Promise<Ended> =>
  programIn(folder, [bin, ...args], watch);

/** A command and the folder in which it runs. */
export interface Command {
  readonly folder: string;
  readonly args: readonly string[];
}

/**
 * Runs the commands one after the other in one process of compiled code, after the shell commands `shell`. That takes
 * much less time than a process for each.
 */
export async function severalIn(folder: string, commands: readonly Command[], shell = 'true'): Promise<readonly Ran[]> {
  if (commands.length === 0) return [];
  const place = mkdtempSync(join(tmpdir(), 'fived-several-'));
  const [results, inherited] = [join(place, 'results.json'), join(place, 'stderr')];
  try {
    const { code } = await programIn(
      folder,
      [several, JSON.stringify(commands), results, inherited],
      { shell: `exec 2>> "${inherited}" && ${shell}` },
      commands.length * HANGS_AFTER_MS,
    );
    if (code !== 0) throw new Error(`they ended with ${code}: ${readFileSync(inherited, 'utf8')}`);
    return JSON.parse(readFileSync(results, 'utf8')) as readonly Ran[];
  } finally {
    rmSync(place, { recursive: true });
  }
}

function programIn(
  folder: string,
  args: readonly string[],
  { onErr, shell, stdin }: Watch,
  hangsAfterMs = HANGS_AFTER_MS,
): Promise<Ended> {
  const command = [process.execPath, ...args];
  const [file, ...rest] = shell === undefined ? command : ['sh', '-c', `${shell} && exec "$@"`, 'sh', ...command];
  return new Promise((done, failed) => {
    const child = spawn(file, rest, { cwd: folder, stdio: 'pipe' });
    child.stdin.on('error', () => undefined); // the command may end before it has read all
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
    }, hangsAfterMs);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      done({ pid: child.pid, code, signal, stdout, stderr });
    });
  });
}

const TIMING = new RegExp(
  '^(training_time_seconds|cold_training_time_seconds|model_setup_seconds|' +
    'total_benchmark_time_seconds|timestamp|clock)',
);
/** The state that the machine happened to be in. */
const STATE = new Set(['load_average', 'busy_cores', 'current_frequency_mhz', 'git']);

/** A record (or a part of one) without the fields that differ between sweeps that did the same. */
export function withoutTimings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTimings);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !TIMING.test(name) && !STATE.has(name))
      .map(([name, inner]) => [name, withoutTimings(inner)]),
  );
}
