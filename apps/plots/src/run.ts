/** `fived-plots run`: the charts of a training on a user's own data. */
import { RUN_FILES } from '@fived/records';
import type { CommandModule } from 'yargs';
import { withChartOptions, type ChartOptions } from './chart-options.js';
import { lossCurveFigure } from './figures/loss-curve.js';
import { parityFigure } from './figures/parity.js';
import { residualsFigure } from './figures/residuals.js';
import { readRunFolder } from './run-folder.js';
import { writeFigures } from './write-figures.js';

export const RUN_CHARTS = { lossCurve: 'loss_curve.png', parity: 'parity.png', residuals: 'residuals.png' } as const;

export interface RunFolders {
  readonly in: string;
  /** Default: the folder of `in`. */
  readonly out?: string;
}

/**
 * Draws all charts, and gives each written file's path to `written`. Nothing is written unless every chart can be
 * drawn. Throws an Error of one line.
 */
export const drawRun = async (
  folders: RunFolders,
  written: (path: string) => void,
  options?: ChartOptions,
): Promise<void> => {
  const run = await readRunFolder(folders.in);
  const figures = {
    [RUN_CHARTS.lossCurve]: lossCurveFigure(run),
    [RUN_CHARTS.parity]: parityFigure(run),
    [RUN_CHARTS.residuals]: residualsFigure(run),
  };
  await writeFigures(figures, folders.out ?? folders.in, written, options);
};

export const runCommand: CommandModule<object, RunFolders & ChartOptions> = {
  command: 'run',
  describe:
    'Draw the loss curve, predicted against actual, and the residuals of a training, ' +
    `from its ${RUN_FILES.metrics}, ${RUN_FILES.history} and ${RUN_FILES.predictions}`,
  builder: (yargs) =>
    withChartOptions(
      yargs
        .option('in', {
          type: 'string',
          demandOption: true,
          describe: 'Folder that fived train wrote (no default)',
          requiresArg: true,
        })
        .option('out', {
          type: 'string',
          describe: 'Folder for the charts; made when absent (default: the folder of --in)',
          requiresArg: true,
        }),
    ).example('$0 run --in runs/first', `Writes ${Object.values(RUN_CHARTS).join(', ')} into runs/first`),
  handler: (options) =>
    drawRun(
      options,
      (path) => {
        console.log(path);
      },
      options,
    ),
};
