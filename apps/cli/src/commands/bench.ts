/** `fived bench`: the sweep over dataset sizes. */
import { join, resolve } from 'node:path';
import { clockResolutionNs, MOST_WAIT_SECONDS, systemClock } from '@fived/bench';
import { splitRows } from '@fived/data';
import { adamDefaults, describeNetwork } from '@fived/nn';
import {
  differsFromPublished,
  ensureWritableFolder,
  lockFolder,
  MOST_RUNS,
  summaryTable,
  toCsv,
  toMarkdown,
  toText,
  writeFileWhole,
  type BenchmarkRecord,
} from '@fived/records';
import { command } from '../command.js';
import { readEarlier, resumedContext, runCounts } from '../benchmark/earlier-sweep.js';
import { endingError, sweepInto, type SweepStart } from '../benchmark/sweep-file.js';
import { chooseEngine, ENGINE_OPTION, type EngineName } from '../benchmark/engines.js';
import { captureOrigin } from '../benchmark/origin.js';
import { startWhenQuiet, WAIT_VARIABLE } from '../benchmark/quiet.js';
import type { SweepContext } from '../benchmark/benchmark-record.js';
import { remarks, warnings } from '../benchmark/remarks.js';
import { PUBLISHED_SETTINGS, type SweepSettings } from '../benchmark/training-settings.js';
import { NETWORK_INPUTS, runsWide, WIDE_OPTION } from '../benchmark/wide.js';
import { withInterrupt } from '../interrupt.js';
import { checkNetworkFits, checkRowsFit } from '../machine-memory.js';
import {
  datasetSizes,
  epochs,
  flag,
  HIDDEN_OPTION,
  inGroup,
  jsonFlag,
  outFolder,
  positiveNumber,
  wholeNumber,
  type Values,
} from '../options.js';
import { printFile, tell, warn } from '../terminal.js';
import { counted, grouped, shownPath } from '../text.js';
import { checkJobs, checkThreads } from '../threads/jobs-and-threads.js';

/** The options of a sweep, for `bench` and for `profile`. */
export const SWEEP_OPTIONS = {
  ...inGroup('Data', {
    sizes: {
      default: '1000:10000:1000',
      read: datasetSizes(1),
      describe: 'Dataset sizes: a list, or first:last:step',
    },
    runs: {
      default: 5,
      read: wholeNumber(1),
      describe:
        'Counted runs a size, round-robin: run k (seed + k - 1) of every size, in a random order, before run k + 1',
    },
    seed: { default: 42, read: wholeNumber(0), describe: 'Seed of data, split and the first run' },
  }),
  hidden: HIDDEN_OPTION,
  ...inGroup('Training', {
    epochs: { default: 300, read: epochs, describe: 'Epochs of each training' },
    'learning-rate': { default: 0.001, read: positiveNumber, describe: "Adam's learning rate" },
    'batch-size': { default: 32, read: wholeNumber(1), describe: 'Rows of a minibatch' },
  }),
  engine: ENGINE_OPTION,
  wide: WIDE_OPTION,
  resume: {
    ...flag('Go on with the sweep that --out holds a part of; settings, engine, code and machine must be the same'),
    group: 'Output:',
  },
  out: outFolder('Folder of the results; made when absent'),
} as const;

const BENCH_OPTIONS = {
  ...SWEEP_OPTIONS,
  ...inGroup('Running', {
    jobs: {
      default: 1,
      read: wholeNumber(1),
      describe:
        'Trainings at a time, each on a thread: the same bits sooner, ' +
        'but times that say nothing of speed, and no cold runs; --resume may change it, but not to or from 1',
    },
    threads: {
      default: 1,
      read: wholeNumber(1),
      describe:
        'Threads that share each training where measuring shows that they are quicker: ' +
        'large networks and minibatches; the same bits, however many',
    },
  }),
  json: jsonFlag('Print the record in place of the table'),
} as const;

/** A profile is about times, so it has neither several trainings at a time nor threads that share one. */
type SweepOptions = Values<typeof SWEEP_OPTIONS> &
  Partial<Pick<Values<typeof BENCH_OPTIONS>, 'jobs' | 'threads' | 'json'>>;

const settingsOf = ({ hidden, ...given }: SweepOptions, engine: EngineName, wide: boolean): SweepSettings => ({
  sizes: given.sizes,
  runs: given.runs,
  epochs: given.epochs,
  hiddenSizes: hidden,
  learningRate: given['learning-rate'],
  batchSize: given['batch-size'],
  adam: adamDefaults,
  jobs: given.jobs,
  threads: given.threads,
  seed: given.seed,
  noise: PUBLISHED_SETTINGS.noise,
  engine,
  wide,
});

/** @throws Error if there is a result file that must not be replaced, or that cannot be resumed */
async function findStart(given: SweepOptions, settings: SweepSettings, resultFile: string): Promise<SweepStart> {
  const earlier = await readEarlier(resultFile);
  const context: SweepContext = {
    settings,
    ...(await captureOrigin()),
    clock: { name: systemClock.name, resolution_ns: clockResolutionNs() },
  };
  if (earlier === undefined) {
    if (given.resume) tell('There is nothing to resume yet; starting from the beginning.');
    return { context };
  }
  if (given.resume) return { context: resumedContext(resultFile, earlier, context), earlier };
  const { done, asked } = runCounts(earlier);
  if (done < asked) {
    tell(
      `${shownPath(resultFile)} holds ${done} of the ${asked} runs of an earlier sweep, ` +
        'which the first new run replaces; --resume would go on with it.',
    );
  }
  return { context };
}

/**
 * Runs the sweep, keeps `benchmark_results.json` whole and valid after every run, and prints the summary.
 * @throws Error before any training if an option, the engine, the folder or the result file in it is no good, or if
 * another sweep writes there; ExitError after Ctrl-C, or if runs failed while others went on
 */
export async function bench(given: SweepOptions): Promise<void> {
  const largest = given.sizes[given.sizes.length - 1];
  checkRowsFit(largest);
  // The smallest size may be too small to split. It is better to say so now.
  splitRows(given.sizes[0], given.seed);
  const runs = given.sizes.length * given.runs;
  if (runs > MOST_RUNS)
    throw new Error(`--sizes and --runs must be at most ${grouped(MOST_RUNS)} runs together; got ${grouped(runs)}.`);
  const { jobs = 1, threads = 1 } = given;
  checkJobs(jobs);
  const batchSize = Math.min(given['batch-size'], largest);
  checkNetworkFits(describeNetwork([NETWORK_INPUTS, ...given.hidden, 1]), { batchSize, jobs });
  const engine = chooseEngine(given.engine);
  checkThreads({ threads, engine }, jobs);
  const folder = resolve(given.out);
  await ensureWritableFolder(folder);
  const wide = await runsWide(given.wide, { engine, threads }, { hidden: given.hidden, batchSize });

  const end = await withInterrupt(async (signal) => {
    const release = await lockFolder(folder);
    try {
      const resultFile = join(folder, 'benchmark_results.json');
      const start = await startWhenQuiet(await findStart(given, settingsOf(given, engine, wide), resultFile), {
        signal,
      });
      const ended = await sweepInto(resultFile, start, signal);
      if (ended.latest !== undefined) {
        const table = summaryTable(ended.latest);
        await writeFileWhole(join(folder, 'benchmark_results.csv'), toCsv(table));
        await writeFileWhole(join(folder, 'benchmark_results.md'), toMarkdown(table));
      }
      return ended;
    } finally {
      release();
    }
  });

  if (end.latest !== undefined) {
    const resultFile = join(given.out, 'benchmark_results.json');
    if (given.json === true) await printFile(resultFile);
    else summarise(end.latest, resultFile);
    warnings(end.latest).forEach(warn);
  }
  const error = endingError(end);
  if (error !== undefined) throw error;
}

/** Prints the table and what there is to say about it, but for warnings. */
function summarise(record: BenchmarkRecord, resultFile: string): void {
  const { done } = runCounts(record);
  console.log(toText(summaryTable(record)));
  const differences = differsFromPublished(record);
  if (differences.length > 0) {
    console.log(`No published figures stand beside these, as the settings differ: ${differences.join('; ')}.`);
  }
  for (const remark of remarks(record)) console.log(remark);
  console.log(
    `${counted(done, 'run')} in ${record.total_benchmark_time_seconds.toFixed(1)} s; ` +
      `results: ${shownPath(resultFile)} (and .csv, .md)`,
  );
}

/** What `--help` says below the options of `bench` and of `profile`. */
export const WAIT_HELP =
  `Waits up to ${MOST_WAIT_SECONDS} s for other programs to be quiet, and warns if they are not; ` +
  `with ${WAIT_VARIABLE}=0 in the environment it goes on at once and does not look.`;

export const benchCommand = command({
  command: 'bench',
  describe: 'Train over a sweep of dataset sizes; time and accuracy of every run',
  options: BENCH_OPTIONS,
  examples: [
    ['$0 bench --sizes 1000,5000 --runs 3', 'Two sizes, three runs each, into outputs/'],
    ['$0 bench --resume', 'Goes on with a sweep that was killed'],
    ['$0 bench --jobs 4', 'A sweep for accuracies only, on four cores'],
    ['$0 bench --engine reference', 'The same bits from plain TypeScript, some fifty times slower'],
  ],
  epilogue: WAIT_HELP,
  handler: bench,
});
