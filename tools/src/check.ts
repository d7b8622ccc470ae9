/**
 * The `fived-check` command behind `npm test` and `npm run test:long`: all that CI checks, in one go. Its last line is
 * the true count of what passed and failed: each test of each project, each stage, and each check of a short real run.
 */
import { createTally } from './tally.js';
import { runNx } from './nx.js';
import { runShortRun } from './short-run.js';
import { runCampaigns, runStages, type StageContext } from './stages.js';
import { projectsWithCampaigns, ROOT, testedProjects } from './workspace.js';

const HELP = `fived-check [--long [--full]]

Builds, lints, type-checks and tests all projects, then checks a short real run.
Its last line is "N passed, N failed"; the exit code is 0 only if nothing failed.

  --long   runs campaigns alone, tests over many seeded cases, of medium size
  --full   as large as they ever were asked for; takes hours`;

const MODES = ['', '--long', '--long --full'];

/** "12 s", or "3 min 05 s". */
const durationText = (seconds: number): string =>
  seconds < 60
    ? `${Math.round(seconds)} s`
    : `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;

/**
 * Runs the command with the arguments after its name. At the end it names once more what failed, says how long all of
 * it took, and gives the counts as the last line. Returns the exit code: 0 only if nothing failed.
 */
export const run = async (args: readonly string[]): Promise<number> => {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(HELP);
    return 0;
  }
  if (!MODES.includes(args.join(' '))) {
    console.error(`fived-check: found ${args.join(' ')}, must be given no options, --long, or --long --full`);
    return 1;
  }
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const print = (text: string): void => {
    console.log(`${durationText(seconds()).padStart(12)}  ${text}`);
  };
  const tally = createTally((text) => {
    console.log(`${' '.repeat(12)}${text}`);
  });
  const nx: StageContext['nx'] = (nxArgs) =>
    runNx(ROOT, nxArgs, (task, isCached) => {
      print(`  ${task}${isCached ? ' (from the cache)' : ''}`);
    });
  const isLong = args.includes('--long');
  const projects = isLong ? projectsWithCampaigns(ROOT) : testedProjects(ROOT);
  const context: StageContext = { root: ROOT, projects, nx, tally, print };
  if (isLong) await runCampaigns(context, args.includes('--full'));
  else if (await runStages(context)) {
    print('a short real run');
    await runShortRun(ROOT, tally, print);
  } else {
    const failures = ['the short real run: not tried, since the build failed'];
    tally.add('the short real run', { passed: 0, failed: 1, failures, remark: 'not tried: the build failed' });
  }

  const { passed, failed } = tally.counts();
  if (failed > 0) console.log(['', 'What failed:', ...tally.failures().map((line) => `  ${line}`), ''].join('\n'));
  console.log(`It took ${durationText(seconds())}.`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
};
