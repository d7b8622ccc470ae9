/** `fived train`: makes an interpolator of the user's own rows. */
import { basename, extname, join } from 'node:path';
import { describeData } from '@fived/data/readers';
import { assemble, Interpolator, wasInterrupted, type Fitted, type MemberSummary } from '@fived/interpolator';
import { ExitError, RUN_FILES, shellQuoted, writeHistory, writePredictions, writeRunRecord } from '@fived/records';
import { command } from '../command.js';
import { printFile, progress, tell } from '../terminal.js';
import { chooseEngine, engineFactory } from '../benchmark/engines.js';
import { captureOrigin, DECISIVE_OF_TRAIN } from '../benchmark/origin.js';
import { drawRun } from '../fived-plots.js';
import { interrupted, withInterrupt } from '../interrupt.js';
import { checkNetworkFits } from '../machine-memory.js';
import { MODEL_FILE } from '../predict/model.js';
import { trainMembers } from '../train/train-members.js';
import { loadEarlier, prepare, readData } from '../train/prepare.js';
import { TRAIN_OPTIONS, type TrainOptions } from '../train/train-options.js';
import { createFitDisplay } from '../train/fit-progress.js';
import { historyRows, runRecord, type RunContext } from '../train/run-record.js';
import { modelTables, trainingText } from '../train/model-tables.js';
import { STANDARD_INPUT } from '../table-options.js';
import { checkNoRun, openRunFolder } from '../train/run-folder.js';
import { statisticsText } from '../train/statistics.js';
import { counted, shownPath } from '../text.js';
import { planFit } from '../train/plan-fit.js';

/** runs/data for data.csv, wherever data.csv lies. */
const defaultFolder = (file: string): string =>
  join('runs', file === STANDARD_INPUT ? 'stdin' : basename(file, extname(file)));

const epochsOf = (members: readonly MemberSummary[]): number =>
  members.reduce((sum, { epochsRun }) => sum + epochsRun, 0);

/** Makes all files except the charts. */
async function writeRun(folder: string, fitted: Fitted, context: RunContext): Promise<void> {
  const { model, members, sets } = fitted;
  await Interpolator.of(fitted).save(join(folder, MODEL_FILE));
  await writeHistory(join(folder, RUN_FILES.history), historyRows(model.settings, members));
  await writePredictions(join(folder, RUN_FILES.predictions), {
    train: sets.training,
    validation: sets.validation,
    test: sets.test,
  });
  await writeRunRecord(join(folder, RUN_FILES.metrics), runRecord(model, context));
}

/** The text about the files, with the charts on a line of their own. */
function filesText(folder: string, files: readonly string[]): string {
  const lines = [files.filter((file) => !file.endsWith('.png')), files.filter((file) => file.endsWith('.png'))];
  return [
    `Written into ${shownPath(folder)}:`,
    ...lines.filter((names) => names.length > 0).map((names) => `  ${names.join(', ')}`),
  ].join('\n');
}

/** The preset in the record of a training that goes on: its settings are those of the earlier training. */
const RESUMED = 'resumed';

/**
 * Prints the statistics of the data and progress on stderr and the results on stdout, and writes the run folder.
 * @throws Error before any training for data and options that make no sense, for a folder that cannot be written, and
 * for one that holds a run; ExitError after Ctrl-C, or if the charts could not be drawn
 */
async function trainOnFile(options: TrainOptions): Promise<void> {
  const folder = options.out ?? defaultFolder(options.file);
  if (!options.force) checkNoRun(folder);
  const engine = chooseEngine(options.engine);
  const from = await loadEarlier(options);
  const data = await readData(options, from?.saved);
  const summary = describeData(data);
  tell(statisticsText(data.source, summary));
  const prepared = prepare(data, options, from?.saved);
  const plan = planFit({ ...options, engine }, prepared.settings);
  if (prepared.settings.optimizer === 'adam') {
    const { batchSize } = prepared.settings;
    checkNetworkFits(prepared.network, { batchSize, training: prepared.training, jobs: plan.jobs });
  }

  /** Makes all files of the run, and returns the fit and the time that it took. */
  const train = async (staging: string, signal: AbortSignal) => {
    const origin = await captureOrigin(DECISIVE_OF_TRAIN);
    if (signal.aborted) throw interrupted(' before the first epoch; nothing was written.');
    tell(`\n${trainingText(prepared, { ...plan, from: from?.file })}`);
    const display = createFitDisplay({ ...prepared.settings, earlier: prepared.earlier, jobs: plan.jobs }, progress);
    const startMs = performance.now();
    const members = await trainMembers(prepared, plan, { ...display, signal }).finally(display.clear);
    const trainingSeconds = (performance.now() - startMs) / 1000;
    const fitted = assemble(prepared, members, { createEngine: engineFactory({ engine: plan.engine }) });
    const preset = from === undefined ? (options.preset ?? 'default') : RESUMED;
    await writeRun(staging, fitted, { ...origin, ...plan, file: options.file, summary, preset, trainingSeconds });
    return { fitted, trainingSeconds };
  };

  await withInterrupt(async (signal) => {
    const opened = await openRunFolder(folder, { replace: options.force });
    try {
      const { fitted, trainingSeconds } = await train(opened.staging, signal);
      const isDrawn = !options.charts || (await drawRun(opened.staging));
      const files = await opened.publish();
      const atATime = plan.jobs > 1 ? `, ${plan.jobs} networks at a time` : '';
      const earlierEpochs = epochsOf(prepared.earlier);
      const more = earlierEpochs > 0 ? `: ${counted(epochsOf(fitted.members) - earlierEpochs, 'more epoch')}` : '';
      if (options.json) await printFile(join(folder, RUN_FILES.metrics));
      else
        console.log(
          `${modelTables(fitted.model)}\n\nTrained in ${trainingSeconds.toFixed(2)} s${atATime}${more}.\n\n` +
            filesText(folder, files),
        );
      if (wasInterrupted(fitted.model)) {
        throw interrupted(`; the best weights so far are in ${folder}; --from ${shellQuoted(folder)} goes on.`);
      }
      if (!isDrawn && signal.aborted) throw interrupted(`; the model is in ${folder}, but not all of its charts.`);
      if (!isDrawn)
        throw new ExitError(
          1,
          `fived: the model is in ${folder}, but its charts could not be drawn; --no-charts leaves them out.`,
        );
      tell(`Use it: fived predict ${shellQuoted(folder)} NEW_ROWS.csv`);
    } finally {
      await opened.close();
    }
  }, 'the best weights so far will be saved');
}

export const trainCommand = command({
  command: 'train <file>',
  describe: 'Train an interpolator on your own rows',
  options: TRAIN_OPTIONS,
  examples: [
    ['$0 train data.csv --target y', 'Learns y from the other columns; the model goes to runs/data'],
    ['$0 train data.csv --target 7 --features 1,2,4', 'Columns by number; three features'],
    ['$0 train data.csv --ensemble 8 --jobs 4', 'Eight networks, four at a time'],
    [
      '$0 train data.csv --from runs/data --epochs 300 --out runs/longer',
      'Goes on to 300 epochs, as if all had been run at once',
    ],
  ],
  handler: trainOnFile,
});
