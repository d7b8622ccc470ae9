/** `fived plot`: draws the charts of the result files. */
import type { CommandModule } from 'yargs';
import { runPlots, type PlotsFolders } from '../fived-plots.js';
import { path } from '../options.js';

export const plotCommand: CommandModule<object, PlotsFolders> = {
  command: 'plot',
  describe: 'Draw the charts of the result files',
  builder: (yargs) =>
    yargs
      .option('in', {
        default: 'outputs',
        coerce: path('in'),
        describe: 'Folder with benchmark_results.json, memory_profile.json, or both',
        requiresArg: true,
      })
      .option('out', {
        default: 'outputs',
        coerce: path('out'),
        describe: 'Folder of the charts; made when absent',
        requiresArg: true,
      })
      .option('beside', {
        type: 'string',
        describe: 'Folder with the results of another engine, drawn beside',
        requiresArg: true,
      })
      .example('$0 plot --in outputs --out charts', 'Writes a PNG file for each chart into charts/'),
  handler: (folders) => runPlots('draw', folders),
};
