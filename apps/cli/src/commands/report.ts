/** `fived report`: the performance profile as a page. */
import type { CommandModule } from 'yargs';
import { runPlots, type PlotsFolders } from '../fived-plots.js';
import { path } from '../options.js';

export const reportCommand: CommandModule<object, PlotsFolders> = {
  command: 'report',
  describe: 'Write the performance profile: performance.md with its charts, and a self-contained performance.html',
  builder: (yargs) =>
    yargs
      .option('in', {
        default: 'outputs',
        coerce: path('in'),
        describe: 'Folder with benchmark_results.json and, if there is one, memory_profile.json',
        requiresArg: true,
      })
      .option('out', {
        default: 'outputs',
        coerce: path('out'),
        describe: 'Folder of the report and its charts; made when absent',
        requiresArg: true,
      })
      .option('beside', {
        type: 'string',
        describe: 'Folder with the results of another engine, drawn beside (default: none)',
        requiresArg: true,
      })
      .example(
        '$0 report --in outputs --out report',
        'Writes report/performance.md, report/performance.html and the charts',
      ),
  handler: (folders) => runPlots('report', folders),
};
