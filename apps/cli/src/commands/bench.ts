/** `fived bench`: the sweep over dataset sizes. */
import { join, resolve } from 'node:path';
import { captureEnvironment } from '@fived/bench';
import { splitRows } from '@fived/data';
import { adamDefaults } from '@fived/nn';
import { ensureWritableFolder, toCsv, toMarkdown, toText, writeBenchmarkRecord, writeFileWhole, type BenchmarkRecord } from '@fived/records';
import type { Argv, CommandModule } from 'yargs';
import { checkEngine, engineNames, ENGINES_HELP, type EngineName } from '../benchmark/engines.js';
import { codeVersion, packageVersions } from '../benchmark/hashes.js';
import { createProgress } from '../benchmark/progress.js';
import type { SweepSettings } from '../benchmark/settings.js';
import { planRuns, runSweep } from '../benchmark/sweep.js';
import { turnOnWide } from '../benchmark/wide.js';
import { ExitError, INTERRUPTED } from '../exit-error.js';
import { withInterrupt } from '../interrupt.js';
import { datasetSizes, hiddenSizes, path, positiveNumber, wholeNumber } from '../options.js';

/** The published dataset's noise. */
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
  readonly out: string;
}

/** The options of a sweep, for `bench` and for `profile`. */
export const benchOptions = (yargs: Argv): Argv<BenchOptions> =>
  yargs
    .option('sizes', {
      default: '1000:10000:1000',
      coerce: datasetSizes('sizes', 1),
      describe: 'Dataset sizes: a list, or first:last:step',
      requiresArg: true,
    })
    .option('runs', { default: 5, coerce: wholeNumber('runs', 1), describe: 'Counted runs a size; run k has seed + k - 1', requiresArg: true })
    .option('epochs', { default: 300, coerce: wholeNumber('epochs', 1), describe: 'Epochs of each training', requiresArg: true })
    .option('hidden', { default: '64,32,16', coerce: hiddenSizes('hidden'), describe: 'Widths of the hidden layers, or none', requiresArg: true })
    .option('learning-rate', { default: 0.001, coerce: positiveNumber('learning-rate'), describe: "Adam's learning rate", requiresArg: true })
    .option('batch-size', { default: 32, coerce: wholeNumber('batch-size', 1), describe: 'Rows of a minibatch', requiresArg: true })
    .option('seed', { default: 42, coerce: wholeNumber('seed', 0), describe: 'Seed of data, split and the first run', requiresArg: true })
    .option('engine', { default: 'simd' as const, choices: engineNames, describe: ENGINES_HELP, requiresArg: true })
    .option('wide', {
      type: 'boolean',
      default: false,
      describe: 'Let V8 use 256-bit vectors (experimental; Node 24 or later, x64 with AVX2): the same bits, which a self-test checks first',
    })
    .option('out', { default: 'outputs', coerce: path('out'), describe: 'Folder of the results; made when absent', requiresArg: true });

/** Features of the published dataset. */
const NETWORK_INPUTS = 5;

/** Turns the wide mode on. Returns whether it is on; if not, a line on stderr has said why. */
async function goWide({ hidden, 'batch-size': batchSize }: BenchOptions): Promise<boolean> {
  const reason = await turnOnWide({ sizes: [NETWORK_INPUTS, ...hidden, 1], batchSize, adam: adamDefaults });
  if (reason !== undefined) process.stderr.write(`Going on without --wide: ${reason}.\n`);
  return reason === undefined;
}

/**
 * Runs the sweep, keeps `benchmark_results.json` whole and valid after every run, and prints the summary.
 * @throws Error before any training if an option, the engine or the folder is no good; ExitError after Ctrl-C
 */
export async function bench(options: BenchOptions): Promise<void> {
  // The smallest size is the one that may be too small to split; better to hear it now.
  splitRows(options.sizes[0], options.seed);
  if (options.wide && options.engine !== 'simd') throw new Error(`--wide works with --engine simd only; got "${options.engine}".`);
  checkEngine(options.engine);
  const folder = resolve(options.out);
  await ensureWritableFolder(folder);
  const resultFile = join(folder, 'benchmark_results.json');
  const settings: SweepSettings = {
    sizes: options.sizes,
    runs: options.runs,
    epochs: options.epochs,
    hiddenSizes: options.hidden,
    learningRate: options['learning-rate'],
    batchSize: options['batch-size'],
    adam: adamDefaults,
    seed: options.seed,
    noise: NOISE,
    engine: options.engine,
    wide: options.wide && (await goWide(options)),
  };

  const context = {
    settings,
    startedAt: new Date(),
    environment: await captureEnvironment({ packages: packageVersions() }),
    codeVersion: codeVersion(),
  };
  const plan = planRuns(settings.sizes, settings.runs);
  process.stderr.write(
    `Training ${plan.length} times (${settings.sizes.length} sizes, ${settings.runs} runs and a cold one each, ` +
      `${settings.epochs} epochs) with the ${settings.engine} engine${settings.wide ? ', wide' : ''}.\n`,
  );
  const progress = createProgress(plan, settings, process.stderr);
  let latest: BenchmarkRecord | undefined;
  const onRecord = async (record: BenchmarkRecord): Promise<void> => {
    latest = record;
    await writeBenchmarkRecord(resultFile, record);
  };
  await withInterrupt(async (signal) => {
    try {
      await onRecord(await runSweep(context, { ...progress, onRecord, signal }));
    } catch (error) {
      progress.clear();
      if (!signal.aborted) throw error;
    }
  });

  const counted = plan.filter(({ cold }) => !cold).length;
  const done = latest?.results.reduce((sum, { n_runs }) => sum + n_runs, 0) ?? 0;
  if (latest === undefined) throw new ExitError(INTERRUPTED, 'fived: interrupted before the first run was finished; nothing was written.');
  await writeFileWhole(join(folder, 'benchmark_results.csv'), toCsv(latest.results));
  await writeFileWhole(join(folder, 'benchmark_results.md'), toMarkdown(latest.results));
  console.log(toText(latest.results));
  console.log(`${done} ${done === 1 ? 'run' : 'runs'} in ${latest.total_benchmark_time_seconds.toFixed(1)} s; results: ${join(options.out, 'benchmark_results.json')} (and .csv, .md)`);
  if (done < counted) throw new ExitError(INTERRUPTED, `fived: interrupted; ${done} of ${counted} runs are saved.`);
}

export const benchCommand: CommandModule<object, BenchOptions> = {
  command: 'bench',
  describe: 'Train over a sweep of dataset sizes; time and accuracy of every run',
  builder: (yargs) =>
    benchOptions(yargs)
      .example('$0 bench --sizes 1000,5000 --runs 3', 'Two sizes, three runs each, into outputs/')
      .example('$0 bench --engine reference', 'The same bits from plain TypeScript, more than ten times slower'),
  handler: bench,
};
