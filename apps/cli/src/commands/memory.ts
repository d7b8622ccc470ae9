/** `fived memory`: memory at the ten checkpoints of the published page. */
import { join, resolve } from 'node:path';
import { captureEnvironment } from '@fived/bench';
import { splitRows } from '@fived/data';
import { adamDefaults } from '@fived/nn';
import {
  ensureWritableFolder,
  PUBLISHED_MEMORY_DATASET_SIZE,
  writeMemoryRecord,
  type MemoryRecord,
} from '@fived/records';
import type { Argv, CommandModule } from 'yargs';
import { checkEngine, engineNames, ENGINES_HELP, type EngineName } from '../benchmark/engines.js';
import { codeVersion, packageVersions } from '../benchmark/code-version.js';
import { ExitError, INTERRUPTED } from '../exit-error.js';
import { withInterrupt } from '../interrupt.js';
import { createMemoryProgress } from '../memory/memory-progress.js';
import { planProfiles, takeProfiles } from '../memory/profiles.js';
import type { MemoryRequest } from '../memory/memory-settings.js';
import { memoryReport } from '../memory/memory-table.js';
import { datasetSizes, hiddenSizes, path, wholeNumber } from '../options.js';

/** The noise of the published dataset, and the learning rate and batch size of the published network. */
const NOISE = 0.01;
const LEARNING_RATE = 0.001;
const BATCH_SIZE = 32;

export interface MemoryOptions {
  readonly size: number;
  readonly engine: EngineName;
  readonly epochs: number;
  readonly repeat: number;
  readonly sizes?: readonly number[];
  readonly hidden: readonly number[];
  readonly seed: number;
  readonly out: string;
}

export function memoryOptions(yargs: Argv): Argv<MemoryOptions> {
  return yargs
    .option('size', {
      default: PUBLISHED_MEMORY_DATASET_SIZE,
      coerce: wholeNumber('size', 1),
      describe: 'Dataset size',
      requiresArg: true,
    })
    .option('engine', { default: 'simd' as const, choices: engineNames, describe: ENGINES_HELP, requiresArg: true })
    .option('epochs', {
      default: 300,
      coerce: wholeNumber('epochs', 1),
      describe: 'Epochs of the training',
      requiresArg: true,
    })
    .option('repeat', {
      default: 3,
      coerce: wholeNumber('repeat', 1),
      describe: 'Fresh processes, over which medians are taken',
      requiresArg: true,
    })
    .option('sizes', {
      coerce: (given: unknown) => (given === undefined ? undefined : datasetSizes('sizes', 1)(given)),
      describe:
        'Further dataset sizes, each with the simd and the reference engine: ' +
        'a list, or first:last:step (default: none)',
      requiresArg: true,
    })
    .option('hidden', {
      default: '64,32,16',
      coerce: hiddenSizes('hidden'),
      describe: 'Widths of the hidden layers, or none',
      requiresArg: true,
    })
    .option('seed', {
      default: 42,
      coerce: wholeNumber('seed', 0),
      describe: 'Seed of data, split and model',
      requiresArg: true,
    })
    .option('out', {
      default: 'outputs',
      coerce: path('out'),
      describe: 'Folder of the result; made when absent',
      requiresArg: true,
    });
}

/**
 * Takes the profiles, keeps `memory_profile.json` whole and valid after every process, and prints the table.
 * @throws Error before any process if an option, the engine or the folder is no good; ExitError after Ctrl-C
 */
export async function memory(options: MemoryOptions): Promise<void> {
  const { size, engine, epochs, repeat, sizes = [], hidden, seed } = options;
  // The smallest size may be too small to split. It is better to say so now.
  splitRows(Math.min(size, ...sizes), seed);
  checkEngine(engine);
  if (sizes.length > 0) checkEngine('simd');
  const folder = resolve(options.out);
  await ensureWritableFolder(folder);
  const resultFile = join(folder, 'memory_profile.json');

  const request: MemoryRequest = {
    training: {
      hiddenSizes: hidden,
      epochs,
      learningRate: LEARNING_RATE,
      batchSize: BATCH_SIZE,
      adam: adamDefaults,
      seed,
      noise: NOISE,
      engine,
      wide: false,
    },
    datasetSize: size,
    repeats: repeat,
    sizes,
  };
  const context = {
    startedAt: new Date(),
    environment: await captureEnvironment({ packages: packageVersions() }),
    codeVersion: codeVersion(),
  };
  const plan = planProfiles(request);
  process.stderr.write(
    `Measuring memory in ${plan.length} ${plan.length === 1 ? 'process' : 'processes'}, ${epochs} epochs each.\n`,
  );
  const progress = createMemoryProgress(plan, repeat, process.stderr);
  const seen: { record?: MemoryRecord; profiles: number } = { profiles: 0 };
  await withInterrupt(async (signal) => {
    try {
      await takeProfiles(request, context, {
        ...progress,
        signal,
        onRecord: async (record) => {
          await writeMemoryRecord(resultFile, record);
          seen.record = record;
          seen.profiles++;
        },
      });
    } catch (error) {
      progress.clear();
      if (!signal.aborted) throw error;
    }
  });

  if (seen.record === undefined)
    throw new ExitError(INTERRUPTED, 'fived: interrupted before the first process was done; nothing was written.');
  console.log(`${memoryReport(seen.record)}\n\nResults: ${join(options.out, 'memory_profile.json')}`);
  if (seen.profiles < plan.length)
    throw new ExitError(INTERRUPTED, `fived: interrupted; ${seen.profiles} of ${plan.length} processes are saved.`);
}

export const memoryCommand: CommandModule<object, MemoryOptions> = {
  command: 'memory',
  describe: 'Memory at the ten checkpoints of the published page: JavaScript and resident peaks, collections',
  builder: (yargs) =>
    memoryOptions(yargs)
      .example('$0 memory --engine reference --repeat 5', 'Another engine, more processes, into outputs/')
      .example('$0 memory --sizes 1000:10000:1000', 'Memory against dataset size as well, for both engines'),
  handler: memory,
};
