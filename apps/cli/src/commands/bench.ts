/** `fived bench`: the sweep over dataset sizes. */
import { join, resolve } from 'node:path';
import { captureEnvironment, clockResolutionNs, MOST_WAIT_SECONDS, systemClock } from '@fived/bench';
import { splitRows } from '@fived/data';
import { adamDefaults } from '@fived/nn';
import {
  differsFromPublished,
  ensureWritableFolder,
  lockFolder,
  summaryTable,
  toCsv,
  toMarkdown,
  toText,
  writeFileWhole,
  type BenchmarkRecord,
} from '@fived/records';
import type { Argv, CommandModule } from 'yargs';
import { readEarlier, resumedContext, runCounts } from '../benchmark/earlier-sweep.js';
import { endingError, sweepInto, type SweepStart } from '../benchmark/sweep-file.js';
import { checkEngine, engineNames, ENGINES_HELP, type EngineName } from '../benchmark/engines.js';
import { codeVersion, packageVersions } from '../benchmark/code-version.js';
import { startWhenQuiet, WAIT_VARIABLE } from '../benchmark/quiet.js';
import type { SweepContext } from '../benchmark/benchmark-record.js';
import { remarks, warnings } from '../benchmark/remarks.js';
import type { SweepSettings } from '../benchmark/training-settings.js';
import { turnOnWide } from '../benchmark/wide.js';
import { withInterrupt } from '../interrupt.js';
import { datasetSizes, hiddenSizes, path, positiveNumber, wholeNumber } from '../options.js';
import { counted } from '../text.js';
import { checkThreads } from '../threads/threads-option.js';
import { checkJobs } from '../workers/jobs-option.js';

/** The noise of the published dataset. */
const NOISE = 0.01;

export interface BenchOptions {
  readonly sizes: readonly number[];
  readonly runs: number;
  readonly epochs: number;
  readonly hidden: readonly number[];
  readonly 'learning-rate': number;
  readonly 'batch-size': number;
  readonly seed: number;
  readonly engine: EngineName;
  readonly wide: boolean;
  readonly resume: boolean;
  readonly out: string;
  /** Trainings at a time, default 1. Only `bench` has it: a profile is about times. */
  readonly jobs?: number;
  /** How many threads share each training, default 1. Only `bench` has it. */
  readonly threads?: number;
}

/** The options of a sweep, for `bench` and for `profile`. */
export function benchOptions(yargs: Argv): Argv<BenchOptions> {
  return yargs
    .option('sizes', {
      default: '1000:10000:1000',
      coerce: datasetSizes('sizes', 1),
      describe: 'Dataset sizes: a list, or first:last:step',
      requiresArg: true,
    })
    .option('runs', {
      default: 5,
      coerce: wholeNumber('runs', 1),
      describe:
        'Counted runs a size, round-robin: run k (seed + k - 1) of every size, in a random order, before run k + 1',
      requiresArg: true,
    })
    .option('epochs', {
      default: 300,
      coerce: wholeNumber('epochs', 1),
      describe: 'Epochs of each training',
      requiresArg: true,
    })
    .option('hidden', {
      default: '64,32,16',
      coerce: hiddenSizes('hidden'),
      describe: 'Widths of the hidden layers, or none',
      requiresArg: true,
    })
    .option('learning-rate', {
      default: 0.001,
      coerce: positiveNumber('learning-rate'),
      describe: "Adam's learning rate",
      requiresArg: true,
    })
    .option('batch-size', {
      default: 32,
      coerce: wholeNumber('batch-size', 1),
      describe: 'Rows of a minibatch',
      requiresArg: true,
    })
    .option('seed', {
      default: 42,
      coerce: wholeNumber('seed', 0),
      describe: 'Seed of data, split and the first run',
      requiresArg: true,
    })
    .option('engine', { default: 'simd' as const, choices: engineNames, describe: ENGINES_HELP, requiresArg: true })
    .option('wide', {
      type: 'boolean',
      default: false,
      describe:
        'Let V8 use 256-bit vectors (experimental; Node 24 or later, x64 with AVX2): ' +
        'the same bits, which a self-test checks first',
    })
    .option('resume', {
      type: 'boolean',
      default: false,
      describe: 'Go on with the sweep that --out holds a part of; settings, engine, code and machine must be the same',
    })
    .option('out', {
      default: 'outputs',
      coerce: path('out'),
      describe: 'Folder of the results; made when absent',
      requiresArg: true,
    });
}

/** The published dataset has this many features. */
const NETWORK_INPUTS = 5;

/** Turns the wide mode on. Returns whether it is on; if not, it has said why on stderr. */
async function goWide({ hidden, 'batch-size': batchSize }: BenchOptions): Promise<boolean> {
  const reason = await turnOnWide({ sizes: [NETWORK_INPUTS, ...hidden, 1], batchSize, adam: adamDefaults });
  if (reason !== undefined) process.stderr.write(`Going on without --wide: ${reason}.\n`);
  return reason === undefined;
}

const settingsOf = (options: BenchOptions, wide: boolean): SweepSettings => ({
  sizes: options.sizes,
  runs: options.runs,
  epochs: options.epochs,
  hiddenSizes: options.hidden,
  learningRate: options['learning-rate'],
  batchSize: options['batch-size'],
  adam: adamDefaults,
  jobs: options.jobs,
  threads: options.threads,
  seed: options.seed,
  noise: NOISE,
  engine: options.engine,
  wide,
});

/** @throws Error if there is a result file that must not be replaced, or that cannot be resumed */
async function findStart(options: BenchOptions, resultFile: string): Promise<SweepStart> {
  const earlier = await readEarlier(resultFile);
  const context: SweepContext = {
    settings: settingsOf(options, options.wide && (await goWide(options))),
    startedAt: new Date(),
    environment: await captureEnvironment({ packages: packageVersions() }),
    codeVersion: codeVersion(),
    clock: { name: systemClock.name, resolution_ns: clockResolutionNs() },
  };
  if (earlier === undefined) {
    if (options.resume) process.stderr.write('There is nothing to resume yet; starting from the beginning.\n');
    return { context };
  }
  if (options.resume) return { context: resumedContext(resultFile, earlier, context), earlier };
  const { done, asked } = runCounts(earlier);
  if (done < asked) {
    process.stderr.write(
      `${resultFile} holds ${done} of the ${asked} runs of an earlier sweep, which the first new run replaces; ` +
        '--resume would go on with it.\n',
    );
  }
  return { context };
}

/**
 * Node ignores SIGXFSZ, so that writing beyond `ulimit -f` fails with an error that says so. write-file-atomic brings
 * signal handlers that would end the process without a word, unless somebody else listens.
 */
const onFileSizeLimit = (): void => undefined;

/**
 * Runs the sweep, keeps `benchmark_results.json` whole and valid after every run, and prints the summary.
 * @throws Error before any training if an option, the engine, the folder or the result file in it is no good, or if
 * another sweep writes there; ExitError after Ctrl-C, or if runs failed while others went on
 */
export async function bench(options: BenchOptions): Promise<void> {
  // The smallest size may be too small to split. It is better to say so now.
  splitRows(options.sizes[0], options.seed);
  const { jobs = 1, threads = 1, engine, wide } = options;
  checkJobs(jobs);
  checkThreads({ jobs, threads, engine, wide });
  if (options.wide && options.engine !== 'simd')
    throw new Error(`--wide works with --engine simd only; got "${options.engine}".`);
  checkEngine(options.engine);
  const folder = resolve(options.out);
  await ensureWritableFolder(folder);

  const end = await withInterrupt(async (signal) => {
    const release = await lockFolder(folder);
    process.on('SIGXFSZ', onFileSizeLimit);
    try {
      const resultFile = join(folder, 'benchmark_results.json');
      const start = await startWhenQuiet(await findStart(options, resultFile), { signal });
      const ended = await sweepInto(resultFile, start, signal);
      if (ended.latest !== undefined) {
        const table = summaryTable(ended.latest);
        await writeFileWhole(join(folder, 'benchmark_results.csv'), toCsv(table));
        await writeFileWhole(join(folder, 'benchmark_results.md'), toMarkdown(table));
      }
      return ended;
    } finally {
      process.off('SIGXFSZ', onFileSizeLimit);
      release();
    }
  });

  if (end.latest !== undefined) summarise(end.latest, join(options.out, 'benchmark_results.json'));
  const error = endingError(end);
  if (error !== undefined) throw error;
}

/** Prints the table and what there is to say about it. */
function summarise(record: BenchmarkRecord, resultFile: string): void {
  const { done } = runCounts(record);
  console.log(toText(summaryTable(record)));
  const differences = differsFromPublished(record);
  if (differences.length > 0) {
    console.log(`No published figures stand beside these, as the settings differ: ${differences.join('; ')}.`);
  }
  for (const remark of remarks(record)) console.log(remark);
  for (const warning of warnings(record)) process.stderr.write(`Warning: ${warning}\n`);
  console.log(
    `${counted(done, 'run')} in ${record.total_benchmark_time_seconds.toFixed(1)} s; ` +
      `results: ${resultFile} (and .csv, .md)`,
  );
}

/** What `--help` says below the options of `bench` and of `profile`. */
export const WAIT_HELP =
  `Waits up to ${MOST_WAIT_SECONDS} s for other programs to be quiet, and warns if they are not; ` +
  `with ${WAIT_VARIABLE}=0 in the environment it goes on at once and does not look.`;

export const benchCommand: CommandModule<object, BenchOptions> = {
  command: 'bench',
  describe: 'Train over a sweep of dataset sizes; time and accuracy of every run',
  builder: (yargs) =>
    benchOptions(yargs)
      .option('jobs', {
        default: 1,
        coerce: wholeNumber('jobs', 1),
        describe:
          'Trainings at a time, each on a thread: the same bits sooner, ' +
          'but times that say nothing of speed, and no cold runs; --resume may change it, but not to or from 1',
        requiresArg: true,
      })
      .option('threads', {
        default: 1,
        coerce: wholeNumber('threads', 1),
        describe:
          'Threads that share each training where measuring shows that they are quicker: ' +
          'large networks and minibatches; the same bits, however many',
        requiresArg: true,
      })
      .example('$0 bench --sizes 1000,5000 --runs 3', 'Two sizes, three runs each, into outputs/')
      .example('$0 bench --resume', 'Goes on with a sweep that was killed')
      .example('$0 bench --jobs 4', 'A sweep for accuracies only, on four cores')
      .example('$0 bench --engine reference', 'The same bits from plain TypeScript, some thirty times slower')
      .epilogue(WAIT_HELP),
  handler: bench,
};
