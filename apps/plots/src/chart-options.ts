/** How charts are written: the options that all commands which draw have in common. */
import type { Argv } from 'yargs';

export const CHART_FORMATS = ['png', 'svg'] as const;

export interface ChartOptions {
  readonly format: (typeof CHART_FORMATS)[number];
  /** Whether charts say above the panels what they are, on what they were measured, and what their marks mean. */
  readonly title: boolean;
}

export const DEFAULT_CHART_OPTIONS: ChartOptions = { format: 'png', title: true };

export const withChartOptions = <Options>(yargs: Argv<Options>): Argv<Options & ChartOptions> =>
  yargs
    .option('format', {
      choices: CHART_FORMATS,
      default: DEFAULT_CHART_OPTIONS.format,
      describe: 'Of the charts: png, or svg in its place (scales without blur, dark where dark is preferred)',
      requiresArg: true,
    })
    .option('title', {
      type: 'boolean',
      default: DEFAULT_CHART_OPTIONS.title,
      describe: 'Title and the lines below it (--no-title: without them, for a paper that says so itself)',
    });
