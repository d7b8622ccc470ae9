/** `fived-plots run`: the charts of a training on a user's own data. */
import { RUN_FILES } from '@fived/records';
import type { CommandModule } from 'yargs';
import { lossCurveFigure } from './figures/loss-curve.js';
import { parityFigure } from './figures/parity.js';
import { residualsFigure } from './figures/residuals.js';
import { CHART_OPTIONS, OUT, folder, type ChartOptions } from './options.js';
import { readRunFolder } from './run-folder.js';
import { writeFigures } from './write-figures.js';

interface RunOptions extends ChartOptions {
  readonly in: string;
  /** Default: the folder of `in`. */
  readonly out?: string;
}

/** Throws an Error of one line if a chart cannot be drawn; nothing is written then. */
const drawRun = async (options: RunOptions): Promise<void> => {
  const run = await readRunFolder(options.in);
  const figures = {
    'loss_curve.png': lossCurveFigure(run),
    'parity.png': parityFigure(run),
    'residuals.png': residualsFigure(run),
  };
  await writeFigures(figures, options.out ?? options.in, options);
};

export const runCommand: CommandModule<object, RunOptions> = {
  command: 'run',
  describe:
    'Draw the loss curve, predicted against actual, and the residuals of a training, ' +
    `from its ${RUN_FILES.metrics}, ${RUN_FILES.history} and ${RUN_FILES.predictions}`,
  builder: (yargs) =>
    yargs
      .options({
        in: { ...folder('Folder that fived train wrote (no default)'), demandOption: true },
        out: folder(`${OUT} (default: the folder of --in)`),
        ...CHART_OPTIONS,
      })
      .example('$0 run --in runs/first', 'Writes loss_curve.png, parity.png, residuals.png into runs/first'),
  handler: drawRun,
};
