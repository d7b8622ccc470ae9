/**
 * The `fived-check` command behind `npm test`: all that CI checks, in one go. Its last line is the true count of what
 * passed and failed: each test of each project, each stage, and each check of a short real run.
 */
import { runNx } from './nx.js';
import { runShortRun } from './short-run.js';
import { runStages } from './stages.js';
import { createTally } from './tally.js';
import { ROOT, testedProjects } from './workspace.js';

const HELP = `fived-check

Builds, lints, type-checks and tests all projects, then checks a short real run.
Its last line is "N passed, N failed"; the exit code is 0 only if nothing failed. It takes no options.`;

/** Runs the command with the arguments that follow its name. Returns the exit code: 0 only if nothing failed. */
export const run = async (args: readonly string[]): Promise<number> => {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(HELP);
    return 0;
  }
  if (args.length > 0) {
    console.error(`fived-check: found ${args.join(' ')}, must be given no options`);
    return 1;
  }
  const print = (text: string): void => {
    console.log(text);
  };
  const tally = createTally(print);
  const nx = (nxArgs: readonly string[]): ReturnType<typeof runNx> =>
    runNx(ROOT, nxArgs, (task) => {
      print(`          ${task}`);
    });
  const isBuilt = await runStages({ root: ROOT, projects: testedProjects(ROOT), nx, tally, print });
  if (isBuilt) {
    print('A short real run ...');
    await runShortRun(ROOT, tally, print);
  } else {
    tally.add('the short real run', { passed: 0, failed: 1 }, 'not tried: the build failed');
  }
  const { passed, failed } = tally.counts();
  print(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
};
