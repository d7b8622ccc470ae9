/** `fived train`: makes an interpolator of the user's own rows. */
import { basename, extname, join } from 'node:path';
import { describeData, type DataSummary } from '@fived/data/readers';
import {
  assemble,
  Interpolator,
  wasInterrupted,
  type Fitted,
  type MemberSummary,
  type PreparedFit,
} from '@fived/interpolator';
import { ExitError, RUN_FILES, writeHistory, writePredictions, writeRunRecord } from '@fived/records';
import type { CommandModule } from 'yargs';
import { checkEngine, engineFactory } from '../benchmark/engines.js';
import { captureOrigin, DECISIVE_OF_TRAIN } from '../benchmark/origin.js';
import { drawRun } from '../fived-plots.js';
import { INTERRUPTED, withInterrupt } from '../interrupt.js';
import { MODEL_FILE } from '../predict/model.js';
import { trainMembers } from '../train/train-members.js';
import { loadEarlier } from '../train/go-on.js';
import { trainOptions, type TrainOptions } from '../train/train-options.js';
import { prepare, readData } from '../train/prepare.js';
import { createFitDisplay } from '../train/fit-progress.js';
import { historyRows, runRecord, type RunContext } from '../train/run-record.js';
import { accuracyTable, layersTable, membersTable, trainingText } from '../train/model-tables.js';
import { STANDARD_INPUT } from '../table-options.js';
import { checkNoRun, openRunFolder, type RunFolder } from '../train/run-folder.js';
import { statisticsText } from '../train/statistics.js';
import { counted } from '../text.js';
import { planFit, type FitPlan } from '../train/plan-fit.js';

/** runs/data for data.csv, wherever data.csv lies. */
const defaultFolder = (file: string): string =>
  join('runs', file === STANDARD_INPUT ? 'stdin' : basename(file, extname(file)));

interface Trained {
  readonly fitted: Fitted;
  /** The epochs of all networks that ran now, without those of an earlier fit. */
  readonly epochs: number;
  readonly seconds: number;
}

const epochsOf = (members: readonly MemberSummary[]): number =>
  members.reduce((sum, { epochsRun }) => sum + epochsRun, 0);

/** Says on stderr what is going to be done, and does it. */
async function train(
  prepared: PreparedFit,
  plan: FitPlan,
  from: string | undefined,
  signal: AbortSignal,
): Promise<Trained> {
  process.stderr.write(`\n${trainingText(prepared, { ...plan, from })}\n`);
  const { settings, earlier } = prepared;
  const display = createFitDisplay({ ...settings, earlier, jobs: plan.jobs }, process.stderr);
  const startMs = performance.now();
  try {
    const members = await trainMembers(prepared, plan, { ...display, signal });
    const seconds = (performance.now() - startMs) / 1000;
    const createEngine = engineFactory({ engine: plan.engine });
    const fitted = assemble(prepared, members, { createEngine });
    return { fitted, epochs: epochsOf(fitted.members) - epochsOf(earlier), seconds };
  } finally {
    display.clear();
  }
}

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

/** Returns whether there are charts; if not, fived-plots has said why on stderr. */
async function drawCharts(folder: string): Promise<boolean> {
  try {
    await drawRun(folder);
    return true;
  } catch (error) {
    if (!(error instanceof ExitError)) throw error;
    return false;
  }
}

function summaryText({ fitted: { model, members }, epochs, seconds }: Trained, { jobs }: FitPlan): string {
  const atATime = jobs > 1 ? `, ${jobs} networks at a time` : '';
  const more = epochs < epochsOf(members) ? `: ${counted(epochs, 'more epoch')}` : '';
  return [
    layersTable(model),
    '',
    accuracyTable(model.metrics, model.training.rowCounts),
    '',
    membersTable(model),
    '',
    `Trained in ${seconds.toFixed(2)} s${atATime}${more}.`,
  ].join('\n');
}

/** The text about the files, with the charts on a line of their own. */
function filesText(folder: string, files: readonly string[]): string {
  const lines = [files.filter((file) => !file.endsWith('.png')), files.filter((file) => file.endsWith('.png'))];
  return [
    `Written into ${folder}:`,
    ...lines.filter((names) => names.length > 0).map((names) => `  ${names.join(', ')}`),
  ].join('\n');
}

/** What is known before training. */
interface Start {
  readonly options: TrainOptions;
  /** The model from which the training goes on. */
  readonly from: string | undefined;
  readonly summary: DataSummary;
  readonly prepared: PreparedFit;
  readonly folder: string;
}

/** The preset in the record of a training that goes on: its settings are those of the earlier training. */
const RESUMED = 'resumed';

/** @throws ExitError after Ctrl-C, or if the charts could not be drawn */
async function trainInto(
  opened: RunFolder,
  { options, from, summary, prepared, folder }: Start,
  signal: AbortSignal,
): Promise<void> {
  const origin = await captureOrigin(DECISIVE_OF_TRAIN);
  if (signal.aborted)
    throw new ExitError(INTERRUPTED, 'fived: interrupted before the first epoch; nothing was written.');
  const plan = planFit(options, prepared.settings);
  const trained = await train(prepared, plan, from, signal);
  await writeRun(opened.staging, trained.fitted, {
    ...origin,
    file: options.file,
    summary,
    preset: from === undefined ? (options.preset ?? 'default') : RESUMED,
    ...plan,
    trainingSeconds: trained.seconds,
  });
  const isDrawn = !options.charts || (await drawCharts(opened.staging));
  const files = await opened.publish();
  console.log(`${summaryText(trained, plan)}\n\n${filesText(folder, files)}`);
  if (wasInterrupted(trained.fitted.model)) {
    throw new ExitError(
      INTERRUPTED,
      `fived: interrupted; the best weights so far are in ${folder}; --from ${folder} goes on.`,
    );
  }
  if (!isDrawn)
    throw new ExitError(
      1,
      `fived: the model is in ${folder}, but its charts could not be drawn; --no-charts leaves them out.`,
    );
  process.stderr.write(`Use it: fived predict ${folder} NEW_ROWS.csv\n`);
}

/**
 * Prints the statistics of the data and progress on stderr and the results on stdout, and writes the run folder.
 * @throws Error before any training for data and options that make no sense, for a folder that cannot be written, and
 * for one that holds a run; ExitError after Ctrl-C
 */
async function trainOnFile(options: TrainOptions): Promise<void> {
  const folder = options.out ?? defaultFolder(options.file);
  if (!options.force) checkNoRun(folder);
  checkEngine(options.engine);
  const earlier = await loadEarlier(options);
  const data = await readData(options, earlier?.saved);
  const summary = describeData(data);
  process.stderr.write(`${statisticsText(data.source, summary)}\n`);
  const prepared = prepare(data, options, earlier?.saved);
  planFit(options, prepared.settings); // it is better to hear now what is wrong with it
  await withInterrupt(async (signal) => {
    const opened = await openRunFolder(folder, { replace: options.force });
    try {
      await trainInto(opened, { options, from: earlier?.file, summary, prepared, folder }, signal);
    } finally {
      await opened.close();
    }
  }, 'the best weights so far will be saved');
}

export const trainCommand: CommandModule<object, TrainOptions> = {
  command: 'train <file>',
  describe: 'Train an interpolator on your own rows',
  builder: (yargs) =>
    trainOptions(yargs)
      .example('$0 train data.csv --target y', 'Learns y from the five other columns; the model goes to runs/data')
      .example('$0 train data.csv --target 7 --features 1,2,4', 'Columns by number; three features')
      .example('$0 train data.csv --ensemble 8 --jobs 4', 'Eight networks, four at a time')
      .example(
        '$0 train data.csv --from runs/data --epochs 300 --out runs/longer',
        'Goes on to 300 epochs, as if all had been run at once',
      ),
  handler: trainOnFile,
};
