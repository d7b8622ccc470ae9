/**
 * A short run of the main job from compiled code, as a user would start it. Checks what it wrote, and how it refuses.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMemoryRecord } from '@fived/records';
import { runNode, type Finished } from './child.js';
import { decodePng, inkShare } from './png.js';
import {
  checkAccuracies,
  checkCsv,
  checkHashes,
  checkMarkdown,
  checkMemory,
  checkReport,
  checkSameWeights,
  checkSettings,
  checkTimes,
  readOwnRecord,
  type Expected,
} from './record-checks.js';
import type { Tally } from './tally.js';

const EXPECTED: Expected = { sizes: [1000, 2000], runs: 2, epochs: 3, seed: 42 };
const SETTINGS = [
  '--sizes',
  EXPECTED.sizes.join(','),
  '--runs',
  String(EXPECTED.runs),
  '--epochs',
  String(EXPECTED.epochs),
];

/** Pixels: the sizes of the published charts, at twice the density. */
const CHARTS = {
  'training_time_vs_dataset_size.png': { width: 2968, height: 1764 },
  'scaling_analysis.png': { width: 2968, height: 1764 },
  'accuracy_vs_dataset_size.png': { width: 4168, height: 1466 },
  'memory_usage_by_phase.png': { width: 3568, height: 1766 },
};

const FILES = [
  'benchmark_results.csv',
  'benchmark_results.json',
  'benchmark_results.md',
  'memory_profile.json',
  'performance.html',
  'performance.md',
  ...Object.keys(CHARTS),
].sort();

/** The three charts had 0.047 to 0.049 when measured. */
const LEAST_INK_SHARE = 0.02;

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

const checkChart = (path: string, right: { readonly width: number; readonly height: number }): void => {
  const image = decodePng(readFileSync(path));
  if (image.width !== right.width || image.height !== right.height) {
    throw new Error(`${image.width} x ${image.height} pixels, must be ${right.width} x ${right.height}`);
  }
  const share = inkShare(image);
  if (share < LEAST_INK_SHARE) throw new Error(`only ${(share * 100).toFixed(3)}% of its pixels are drawn on`);
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

const checkFiles = async (folder: string, tally: Tally): Promise<void> => {
  const inFolder = (name: string): string => join(folder, name);
  const text = (name: string): string => readFileSync(inFolder(name), 'utf8');
  const record = (): ReturnType<typeof readOwnRecord> => readOwnRecord(inFolder('benchmark_results.json'));
  await tally.check('benchmark_results.json is valid by its schema', record);
  await tally.check('benchmark_results.json has the sizes, runs, seeds and epochs that were asked for', async () => {
    checkSettings(await record(), EXPECTED);
  });
  await tally.check('every run has its own SHA-256 of weights', async () => {
    checkHashes(await record());
  });
  await tally.check('every R2 and MSE is finite and plausible for three epochs', async () => {
    checkAccuracies(await record(), EXPECTED);
  });
  await tally.check('every training time is above zero, and the total holds them all', async () => {
    checkTimes(await record());
  });
  await tally.check('benchmark_results.csv has one row a size', () => {
    checkCsv(text('benchmark_results.csv'), EXPECTED);
  });
  await tally.check('benchmark_results.md has one row a size', () => {
    checkMarkdown(text('benchmark_results.md'), EXPECTED);
  });
  await tally.check(
    'memory_profile.json is valid by its schema, and has the ten checkpoints with peaks that never fall',
    async () => {
      checkMemory(await readMemoryRecord(inFolder('memory_profile.json')));
    },
  );
  await tally.check(
    'performance.html and performance.md have the sizes that were run, and ask for nothing from outside',
    () => {
      checkReport(text('performance.html'), text('performance.md'), EXPECTED);
    },
  );
  for (const [name, size] of Object.entries(CHARTS)) {
    await tally.check(`${name} decodes, has ${size.width} x ${size.height} pixels and is not blank`, () => {
      checkChart(inFolder(name), size);
    });
  }
  await tally.check('no other file is left in the output folder', () => {
    const found = readdirSync(folder).sort();
    if (found.join() !== FILES.join()) throw new Error(`found ${found.join(', ')}; must be ${FILES.join(', ')}`);
  });
};

const linkedCommand = (root: string): string =>
  join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'fived.cmd' : 'fived');

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
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  const failedBefore = tally.counts().failed;

  const hasRun = await tally.check(`"fived profile ${SETTINGS.join(' ')}" works`, async () => {
    expectSuccess(await fived('profile', ...SETTINGS, '--out', first));
  });
  if (hasRun) await checkFiles(first, tally);
  await tally.check('a second run with the same seed gives the same weights', async () => {
    expectSuccess(await fived('bench', ...SETTINGS, '--out', second));
    const record = (path: string): ReturnType<typeof readOwnRecord> =>
      readOwnRecord(join(path, 'benchmark_results.json'));
    checkSameWeights(await record(first), await record(second));
  });
  await tally.check('a folder that cannot be written is refused with one line', async () => {
    expectRefusal(await fived('profile', ...SETTINGS, '--out', unwritableFolder(folder)));
  });
  await tally.check('an unknown option is refused with one line', async () => {
    expectRefusal(await fived('profile', '--no-such-option', '1', '--out', join(folder, 'refused')));
  });
  await tally.check('a refused run leaves no folder behind', () => {
    if (existsSync(join(folder, 'refused')))
      throw new Error('the output folder of a run with an unknown option was created');
  });
  await tally.check('"fived --help" names the commands', async () => {
    const help = await fived('--help');
    expectSuccess(help);
    const missing = ['bench', 'memory', 'verify', 'profile', 'data'].filter(
      (command) => !help.stdout.includes(`fived ${command}`),
    );
    if (missing.length > 0) throw new Error(`it does not name: ${missing.join(', ')}`);
  });
  await tally.check('npm has linked the fived command, so that "npx fived" works', () => {
    const path = linkedCommand(root);
    if (!existsSync(path)) throw new Error(`${path} is missing`);
  });

  if (tally.counts().failed > failedBefore) print(`What the short run wrote is left in ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
};
