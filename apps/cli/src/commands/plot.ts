/** `fived plot`: draws the charts of the result files. */
import type { CommandModule } from 'yargs';
import { runPlots, type ChartOptions, type PlotsFolders } from '../fived-plots.js';
import { path } from '../options.js';

export const plotCommand: CommandModule<object, PlotsFolders & ChartOptions> = {
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
        describe: 'Folder with the results of another engine, drawn beside (default: none)',
        requiresArg: true,
      })
      .option('format', {
        choices: ['png', 'svg'],
        default: 'png',
        describe: 'Of the charts: png, or svg in its place (scales without blur, dark where dark is preferred)',
        requiresArg: true,
      })
      .option('title', {
        type: 'boolean',
        default: true,
        describe: 'Title and the lines below it (--no-title: without them, for a paper that says so itself)',
      })
      .example('$0 plot --in outputs --out charts', 'Writes a PNG file for each chart into charts/')
      .example('$0 plot --format svg --no-title --out paper', 'Charts for a paper, as SVG files'),
  handler: (options) => runPlots('draw', options, options),
};
