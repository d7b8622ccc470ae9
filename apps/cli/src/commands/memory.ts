/** `fived memory`: memory at the ten checkpoints of the published page. */
import { join, resolve } from 'node:path';
import { splitRows } from '@fived/data';
import { adamDefaults } from '@fived/nn';
import {
  ensureWritableFolder,
  ExitError,
  PUBLISHED_MEMORY_DATASET_SIZE,
  writeMemoryRecord,
  type MemoryRecord,
} from '@fived/records';
import { shownPath } from '../text.js';
import type { Argv, CommandModule } from 'yargs';
import { chooseEngine, ENGINE_OPTION } from '../benchmark/engines.js';
import { captureOrigin } from '../benchmark/origin.js';
import { runsWide, WIDE_OPTION } from '../benchmark/wide.js';
import { INTERRUPTED, withInterrupt } from '../interrupt.js';
import { createMemoryProgress } from '../memory/memory-progress.js';
import { PUBLISHED_SETTINGS } from '../benchmark/training-settings.js';
import { planProfiles, takeProfiles } from '../memory/profiles.js';
import type { MemoryRequest } from '../memory/memory-settings.js';
import { memoryReport } from '../memory/memory-table.js';
import { datasetSizes, HIDDEN_OPTION, path, wholeNumber, withOptions, type OptionsOf } from '../options.js';

const memoryOptions = (yargs: Argv) =>
  withOptions(yargs, {
    size: { default: PUBLISHED_MEMORY_DATASET_SIZE, read: wholeNumber(1), describe: 'Dataset size' },
    engine: ENGINE_OPTION,
    wide: WIDE_OPTION,
    epochs: { default: 300, read: wholeNumber(1), describe: 'Epochs of the training' },
    repeat: { default: 3, read: wholeNumber(1), describe: 'Fresh processes, over which medians are taken' },
    sizes: {
      read: datasetSizes(1),
      describe:
        'Further dataset sizes, each with the simd and the reference engine: ' +
        'a list, or first:last:step (default: none)',
    },
    hidden: HIDDEN_OPTION,
    seed: { default: 42, read: wholeNumber(0), describe: 'Seed of data, split and model' },
    out: { default: 'outputs', read: path, describe: 'Folder of the result; made when absent' },
  });
type MemoryOptions = OptionsOf<typeof memoryOptions>;

/**
 * Takes the profiles, keeps `memory_profile.json` whole and valid after every process, and prints the table.
 * @throws Error before any process if an option, the engine or the folder is no good; ExitError after Ctrl-C
 */
export async function memory(given: MemoryOptions): Promise<void> {
  const { size, epochs, repeat, sizes = [], hidden, seed } = given;
  // The smallest size may be too small to split. It is better to say so now.
  splitRows(Math.min(size, ...sizes), seed);
  const engine = chooseEngine(given.engine);
  if (sizes.length > 0) chooseEngine('simd');
  const folder = resolve(given.out);
  await ensureWritableFolder(folder);
  const resultFile = join(folder, 'memory_profile.json');

  const request: MemoryRequest = {
    hiddenSizes: hidden,
    epochs,
    ...PUBLISHED_SETTINGS,
    adam: adamDefaults,
    seed,
    engine,
    wide: await runsWide(given.wide, { engine }, { hidden, batchSize: PUBLISHED_SETTINGS.batchSize }),
    datasetSize: size,
    repeats: repeat,
    sizes,
  };
  const origin = await captureOrigin();
  const plan = planProfiles(request);
  process.stderr.write(
    `Measuring memory in ${plan.length} ${plan.length === 1 ? 'process' : 'processes'}, ${epochs} epochs each.\n`,
  );
  const progress = createMemoryProgress(plan, repeat, process.stderr);
  const seen: { record?: MemoryRecord; profiles: number } = { profiles: 0 };
  await withInterrupt(async (signal) => {
    try {
      await takeProfiles(request, origin, {
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
  console.log(`${memoryReport(seen.record)}\n\nResults: ${shownPath(join(given.out, 'memory_profile.json'))}`);
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
