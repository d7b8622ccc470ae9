/** `fived plot` and `fived report`: the charts of the result files, and the performance profile as a page. */
import { command } from '../command.js';
import { runPlots } from '../fived-plots.js';
import { inGroup, outFolder, path } from '../options.js';

const foldersOptions = (inHelp: string, outHelp: string) =>
  ({
    in: { default: 'outputs', read: path, group: 'Data:', describe: `Folder with benchmark_results.json${inHelp}` },
    beside: {
      type: 'string',
      group: 'Data:',
      describe: 'Folder with the results of another engine, drawn beside',
      defaultDescription: 'none',
    },
    out: outFolder(`Folder of ${outHelp}; made when absent`),
  }) as const;

export const plotCommand = command({
  command: 'plot',
  describe: 'Draw the charts of the result files',
  options: {
    ...foldersOptions(', memory_profile.json, or both', 'the charts'),
    ...inGroup('Output', {
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
    }),
  },
  examples: [
    ['$0 plot --in outputs --out charts', 'Writes a PNG file for each chart into charts/'],
    ['$0 plot --format svg --no-title --out paper', 'Charts for a paper, as SVG files'],
  ],
  handler: (given) => runPlots('draw', given, given),
});

export const reportCommand = command({
  command: 'report',
  describe: 'Write the performance profile: performance.md with its charts, and a self-contained performance.html',
  options: foldersOptions(' and, if there is one, memory_profile.json', 'the report and its charts'),
  examples: [
    ['$0 report --in outputs --out report', 'Writes report/performance.md, report/performance.html and the charts'],
  ],
  handler: (folders) => runPlots('report', folders),
});
