/** `fived memory`: memory at the ten checkpoints of the published page. */
import { join, resolve } from 'node:path';
import { splitRows } from '@fived/data';
import { adamDefaults } from '@fived/nn';
import {
  ensureWritableFolder,
  PUBLISHED_MEMORY_DATASET_SIZE,
  writeMemoryRecord,
  type MemoryRecord,
} from '@fived/records';
import { command } from '../command.js';
import { shownPath } from '../text.js';
import { chooseEngine, ENGINE_OPTION } from '../benchmark/engines.js';
import { captureOrigin } from '../benchmark/origin.js';
import { runsWide, WIDE_OPTION } from '../benchmark/wide.js';
import { interrupted, withInterrupt } from '../interrupt.js';
import { createMemoryProgress } from '../memory/memory-progress.js';
import { PUBLISHED_SETTINGS } from '../benchmark/training-settings.js';
import { planProfiles, takeProfiles } from '../memory/profiles.js';
import { checkRowsFit } from '../machine-memory.js';
import type { MemoryRequest } from '../memory/memory-settings.js';
import { memoryReport } from '../memory/memory-table.js';
import {
  datasetSizes,
  epochs as epochsOption,
  HIDDEN_OPTION,
  inGroup,
  jsonFlag,
  N_OPTION,
  outFolder,
  wholeNumber,
  type Values,
} from '../options.js';
import { printFile, progress as stream, tell } from '../terminal.js';

const MEMORY_OPTIONS = {
  n: { ...N_OPTION, default: PUBLISHED_MEMORY_DATASET_SIZE, describe: 'Dataset size' },
  ...inGroup('Data', {
    sizes: {
      read: datasetSizes(1),
      describe: 'Further dataset sizes, each with the simd and the reference engine: a list, or first:last:step',
      defaultDescription: 'none',
    },
    seed: { default: 42, read: wholeNumber(0), describe: 'Seed of data, split and model' },
  }),
  hidden: HIDDEN_OPTION,
  epochs: { default: 300, read: epochsOption, group: 'Training:', describe: 'Epochs of the training' },
  runs: {
    default: 3,
    read: wholeNumber(1, 1000),
    group: 'Running:',
    describe: 'Fresh processes, over which medians are taken',
  },
  engine: ENGINE_OPTION,
  wide: WIDE_OPTION,
  out: outFolder('Folder of the result; made when absent'),
  json: jsonFlag('Print the record in place of the table'),
} as const;
type MemoryOptions = Omit<Values<typeof MEMORY_OPTIONS>, 'json'> & Partial<Pick<Values<typeof MEMORY_OPTIONS>, 'json'>>;

/**
 * Takes the profiles, keeps `memory_profile.json` whole and valid after every process, and prints the table.
 * @throws Error before any process if an option, the engine or the folder is no good; ExitError after Ctrl-C
 */
export async function memory(given: MemoryOptions): Promise<void> {
  const { n, epochs, runs, sizes = [], hidden, seed } = given;
  checkRowsFit(Math.max(n, ...sizes));
  // The smallest size may be too small to split. It is better to say so now.
  splitRows(Math.min(n, ...sizes), seed);
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
    datasetSize: n,
    repeats: runs,
    sizes,
  };
  const origin = await captureOrigin();
  const plan = planProfiles(request);
  tell(`Measuring memory in ${plan.length} ${plan.length === 1 ? 'process' : 'processes'}, ${epochs} epochs each.`);
  const progress = createMemoryProgress(plan, runs, stream);
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

  if (seen.record === undefined) throw interrupted(' before the first process was done; nothing was written.');
  if (given.json === true) await printFile(resultFile);
  else console.log(`${memoryReport(seen.record)}\n\nResults: ${shownPath(join(given.out, 'memory_profile.json'))}`);
  if (seen.profiles < plan.length) throw interrupted(`; ${seen.profiles} of ${plan.length} processes are saved.`);
}

export const memoryCommand = command({
  command: 'memory',
  describe: 'Memory at the ten checkpoints of the published page: JavaScript and resident peaks, collections',
  options: MEMORY_OPTIONS,
  examples: [
    ['$0 memory --engine reference --runs 5', 'Another engine, more processes, into outputs/'],
    ['$0 memory --sizes 1000:10000:1000', 'Memory against dataset size as well, for both engines'],
  ],
  renamed: { size: 'n', repeat: 'runs' },
  handler: memory,
});
