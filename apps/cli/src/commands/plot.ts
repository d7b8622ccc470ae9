/** `fived plot` and `fived report`: the charts of the result files, and the performance profile as a page. */
import type { Argv, CommandModule } from 'yargs';
import { runPlots, type ChartOptions, type PlotsFolders } from '../fived-plots.js';
import { path, withOptions } from '../options.js';

const foldersOptions = (yargs: Argv, inHelp: string, outHelp: string): Argv<PlotsFolders> =>
  withOptions(yargs, {
    in: { default: 'outputs', read: path, describe: `Folder with benchmark_results.json${inHelp}` },
    out: { default: 'outputs', read: path, describe: `Folder of ${outHelp}; made when absent` },
    beside: { type: 'string', describe: 'Folder with the results of another engine, drawn beside (default: none)' },
  });

export const plotCommand: CommandModule<object, PlotsFolders & ChartOptions> = {
  command: 'plot',
  describe: 'Draw the charts of the result files',
  builder: (yargs) =>
    withOptions(foldersOptions(yargs, ', memory_profile.json, or both', 'the charts'), {
      format: {
        choices: ['png', 'svg'],
        default: 'png',
        describe: 'Of the charts: png, or svg in its place (scales without blur, dark where dark is preferred)',
      },
      title: {
        type: 'boolean',
        default: true,
        describe: 'Title and the lines below it (--no-title: without them, for a paper that says so itself)',
      },
    })
      .example('$0 plot --in outputs --out charts', 'Writes a PNG file for each chart into charts/')
      .example('$0 plot --format svg --no-title --out paper', 'Charts for a paper, as SVG files'),
  handler: (given) => runPlots('draw', given, given),
};

export const reportCommand: CommandModule<object, PlotsFolders> = {
  command: 'report',
  describe: 'Write the performance profile: performance.md with its charts, and a self-contained performance.html',
  builder: (yargs) =>
    foldersOptions(yargs, ' and, if there is one, memory_profile.json', 'the report and its charts').example(
      '$0 report --in outputs --out report',
      'Writes report/performance.md, report/performance.html and the charts',
    ),
  handler: (folders) => runPlots('report', folders),
};
