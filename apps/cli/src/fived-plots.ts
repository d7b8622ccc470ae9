/** Runs `fived-plots` as a child process: apps do not import each other. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { ExitError } from '@fived/records';

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
  await runChild([subcommand, ...args, ...options], 'inherit');
}

/** Draws the charts of a training into the folder that `fived train` writes, silently. Throws as `runPlots` does. */
export function drawRun(folder: string): Promise<void> {
  return runChild(['run', `--in=${folder}`], 'ignore');
}

async function runChild(args: readonly string[], stdout: 'inherit' | 'ignore'): Promise<void> {
  const command = createRequire(import.meta.url).resolve('@fived/plots/bin');
  const child = spawn(process.execPath, [command, ...args], { stdio: ['inherit', stdout, 'inherit'] });
  const code = await new Promise<number | null>((done, failed) => {
    child.on('error', failed);
    child.on('close', done);
  });
  if (code !== 0) throw new ExitError(code ?? 1);
}
