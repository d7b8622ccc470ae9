/**
 * A short run of the main job from compiled code, as a user would start it. Each part has its own tests; this finds
 * what only the whole shows: what the run leaves, whether it trains and repeats itself, and how it refuses.
 */
import { deepEqual } from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOwnRecord, readBenchmarkRecord, readMemoryRecord, type BenchmarkRecord } from '@fived/records';
import { runNode, type Finished } from './child.js';
import type { Tally } from './tally.js';

const SETTINGS = ['--sizes', '1000,2000', '--runs', '2', '--epochs', '3'];

const FILES = [
  'accuracy_vs_dataset_size.png',
  'benchmark_results.csv',
  'benchmark_results.json',
  'benchmark_results.md',
  'memory_profile.json',
  'memory_usage_by_phase.png',
  'performance.html',
  'performance.md',
  'scaling_analysis.png',
  'training_time_vs_dataset_size.png',
];

const expectSuccess = ({ exitCode, output }: Finished): void => {
  if (exitCode !== 0) throw new Error(`exit code ${String(exitCode)}; it said:\n${output}`);
};

/** A refusal must be one line on stderr, nothing on stdout, and an exit code that is not 0. */
const expectRefusal = ({ exitCode, stdout, stderr }: Finished): void => {
  if (exitCode === 0) throw new Error('exit code 0, must be another');
  if (stdout !== '' || !/^\S[^\n]*\n$/.test(stderr)) {
    throw new Error(`must say one line on stderr and nothing on stdout; it said:\n${stderr}${stdout}`);
  }
};

/** Reads a record and checks it against its schema. Refuses the published project's own form. */
const readOwnRecord = async (folder: string): Promise<BenchmarkRecord> => {
  const path = join(folder, 'benchmark_results.json');
  const record = await readBenchmarkRecord(path);
  if (!isOwnRecord(record)) throw new Error(`${path}: has no "schema" field, which our records have`);
  return record;
};

/**
 * After three epochs of the published network on 1,000 and 2,000 rows, the R2 of the three sets was 0.03 to 0.60 over
 * 20 seeds. An R2 below zero means that the network does not learn. A much higher one means that it was not three
 * epochs, or not these rows.
 */
const checkRecord = ({ results }: BenchmarkRecord): void => {
  const runs = results.flatMap(({ dataset_size, epochs_used, individual_runs }) =>
    individual_runs.map((run) => ({ place: [dataset_size, epochs_used, run.run, run.seed], ...run })),
  );
  deepEqual(
    runs.map(({ place }) => place),
    [1000, 2000].flatMap((size) => [1, 2].map((run) => [size, 3, run, 41 + run])),
    'sizes, epochs, runs and seeds are others than were asked for',
  );
  for (const { place, train_r2, val_r2, test_r2 } of runs) {
    if (![train_r2, val_r2, test_r2].every((value) => value > 0 && value < 0.9))
      throw new Error(`size ${place[0]}, run ${place[2]}: the R2 ${train_r2}, ${val_r2}, ${test_r2}, must be 0 to 0.9`);
  }
  if (new Set(runs.map((run) => run.weights_sha256)).size < runs.length)
    throw new Error('two runs of different seeds or sizes have the same weights');
};

/**
 * A path below which nothing can be written. Permissions stop neither root nor, set on a folder, Windows: there the
 * path leads through a regular file.
 */
const unwritableFolder = (folder: string): string => {
  const path = join(folder, 'unwritable');
  const isRoot = process.getuid === undefined || process.getuid() === 0;
  if (isRoot) {
    writeFileSync(path, '');
    return join(path, 'outputs');
  }
  mkdirSync(path);
  chmodSync(path, 0o555);
  return path;
};

/**
 * Runs the job and adds its checks. Removes what the job wrote, unless a check failed: then it says where that lies.
 */
export const runShortRun = async (root: string, tally: Tally, print: (text: string) => void): Promise<void> => {
  // A blank in the path, as in many home folders.
  const folder = mkdtempSync(join(tmpdir(), 'fived check '));
  const fived = (...args: readonly string[]): Promise<Finished> =>
    runNode([join(root, 'apps', 'cli', 'bin', 'fived.js'), ...args], {
      cwd: folder,
      // How long the trainings take is not judged here.
      env: { FIVED_WAIT_FOR_QUIET: '0' },
    });
  const [first, second, refused] = ['first', 'second', 'refused'].map((name) => join(folder, name));
  const failedBefore = tally.counts().failed;

  await tally.check(`"fived profile ${SETTINGS.join(' ')}" works`, async () => {
    expectSuccess(await fived('profile', ...SETTINGS, '--out', first));
  });
  await tally.check('it leaves all its files and no other, none of them empty', () => {
    deepEqual(readdirSync(first).sort(), FILES);
    const empty = FILES.find((name) => statSync(join(first, name)).size === 0);
    if (empty !== undefined) throw new Error(`${empty} is empty`);
  });
  await tally.check('the record is valid, has what was asked for, and every R2 is plausible for 3 epochs', async () => {
    checkRecord(await readOwnRecord(first));
  });
  await tally.check('the memory profile is valid', () => readMemoryRecord(join(first, 'memory_profile.json')));
  await tally.check('a second run with the same seed gives the same weights', async () => {
    expectSuccess(await fived('bench', ...SETTINGS, '--out', second));
    const hashes = async (path: string): Promise<readonly string[]> =>
      (await readOwnRecord(path)).results.flatMap(({ individual_runs }) =>
        individual_runs.flatMap((run) => [run.weights_sha256, run.final_weights_sha256]),
      );
    deepEqual(await hashes(second), await hashes(first));
  });
  await tally.check('a folder that cannot be written is refused with one line', async () => {
    expectRefusal(await fived('profile', ...SETTINGS, '--out', unwritableFolder(folder)));
  });
  await tally.check('an unknown option is refused with one line, and leaves no folder behind', async () => {
    expectRefusal(await fived('profile', '--no-such-option', '1', '--out', refused));
    if (existsSync(refused)) throw new Error('the output folder of a run with an unknown option was created');
  });
  await tally.check('npm has linked the fived command, so that "npx fived" works', () => {
    const path = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'fived.cmd' : 'fived');
    if (!existsSync(path)) throw new Error(`${path} is missing`);
  });

  if (tally.counts().failed > failedBefore) print(`What the short run wrote is left in ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
};
