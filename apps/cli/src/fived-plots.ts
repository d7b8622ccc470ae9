/** Runs `fived-plots` as a child process: apps do not import each other. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { ENDING_SIGNALS, ExitError, exitCodeOf } from '@fived/records';

export interface PlotsFolders {
  readonly in: string;
  readonly out: string;
  readonly beside?: string;
}

/** How charts are written. */
export interface ChartOptions {
  readonly format: string;
  readonly title: boolean;
}

/** @throws ExitError if it failed; fived-plots has then said why on stderr */
export async function runPlots(
  subcommand: 'draw' | 'report',
  { in: from, out, beside }: PlotsFolders,
  charts?: ChartOptions,
): Promise<void> {
  // With =, or a folder whose name begins with - would be taken for an option.
  const args = [`--in=${from}`, `--out=${out}`, ...(beside === undefined ? [] : [`--beside=${beside}`])];
  const options = charts === undefined ? [] : [`--format=${charts.format}`, `--title=${charts.title}`];
  const code = await runChild([subcommand, ...args, ...options], 'inherit');
  if (code !== 0) throw new ExitError(code);
}

/**
 * Draws the charts of a training into the folder that `fived train` writes, silently. Returns whether they are there;
 * if not, fived-plots has said why on stderr.
 */
export const drawRun = async (folder: string): Promise<boolean> =>
  (await runChild(['run', `--in=${folder}`], 'ignore')) === 0;

/** Returns the exit code. The child gets the signals that end this process, and does not outlive it. */
async function runChild(args: readonly string[], stdout: 'inherit' | 'ignore'): Promise<number> {
  const command = createRequire(import.meta.url).resolve('@fived/plots/bin');
  // Before a slow reader of a pipe has taken what was written here, the child would overtake it.
  for (const stream of [process.stdout, process.stderr]) await new Promise((done) => stream.write('', done));
  const child = spawn(process.execPath, [command, ...args], { stdio: ['inherit', stdout, 'inherit'] });
  const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
  const onExit = (): void => void child.kill();
  process.on('exit', onExit);
  for (const signal of ENDING_SIGNALS) process.on(signal, passOn);
  try {
    return await new Promise((done, failed) => {
      child.on('error', failed);
      child.on('close', (code, signal) => {
        done(code ?? (signal === null ? 1 : exitCodeOf(signal)));
      });
    });
  } finally {
    process.off('exit', onExit);
    for (const signal of ENDING_SIGNALS) process.off(signal, passOn);
  }
}
