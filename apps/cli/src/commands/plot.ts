/** `fived plot`: draws the charts, by running `fived-plots draw` as a child process (apps do not import each other). */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import type { CommandModule } from 'yargs';
import { ExitError } from '../exit-error.js';
import { path } from '../options.js';

interface PlotOptions {
  readonly in: string;
  readonly out: string;
  readonly beside?: string;
}

/** @throws ExitError if drawing failed; fived-plots has then said why on stderr */
export async function plot({ in: from, out, beside }: PlotOptions): Promise<void> {
  const command = createRequire(import.meta.url).resolve('@fived/plots/bin');
  const child = spawn(process.execPath, [command, 'draw', '--in', from, '--out', out, ...(beside === undefined ? [] : ['--beside', beside])], { stdio: 'inherit' });
  const code = await new Promise<number | null>((done, failed) => {
    child.on('error', failed);
    child.on('close', done);
  });
  if (code !== 0) throw new ExitError(code ?? 1);
}

export const plotCommand: CommandModule<object, PlotOptions> = {
  command: 'plot',
  describe: 'Draw the charts of the result files',
  builder: (yargs) =>
    yargs
      .option('in', { default: 'outputs', coerce: path('in'), describe: 'Folder with benchmark_results.json, memory_profile.json, or both', requiresArg: true })
      .option('out', { default: 'outputs', coerce: path('out'), describe: 'Folder of the charts; made when absent', requiresArg: true })
      .option('beside', { type: 'string', describe: 'Folder with the results of another engine, drawn beside', requiresArg: true })
      .example('$0 plot --in outputs --out charts', 'Writes a PNG file for each chart into charts/'),
  handler: plot,
};
