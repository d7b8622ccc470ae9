/**
 * The stages that nx runs: are the project references in step, then build, lint, typecheck and test of every project.
 *
 * One call does all four targets, because each start of nx costs some seconds. Only when that call fails, each target
 * is called by itself, so that its exit code says whether it was this one; what had passed comes from the cache then.
 */
import { stripVTControlCharacters } from 'node:util';
import type { Finished } from './child.js';
import type { Tally } from './tally.js';
import { readTestCounts, removeReport } from './test-report.js';

export interface StageContext {
  readonly root: string;
  readonly projects: readonly string[];
  readonly nx: (args: readonly string[]) => Promise<Finished>;
  readonly tally: Tally;
  readonly print: (text: string) => void;
}

// Whether references are in step is a stage of its own; nx would otherwise ask it again each time, and on CI not at
// all.
const runMany = (targets: readonly string[]): readonly string[] => [
  'run-many',
  '-t',
  ...targets,
  '--skip-sync',
  '--output-style=static',
];

const exitText = ({ exitCode }: Finished): string =>
  exitCode === null ? 'nx was killed' : `nx ended with exit code ${exitCode}`;

/** A check that nx has ended well; prints all that it said if it has not. */
const checkRun = async (
  { tally, print }: StageContext,
  name: string,
  run: () => Finished | Promise<Finished>,
): Promise<boolean> =>
  tally.check(name, async () => {
    const finished = await run();
    if (finished.exitCode === 0) return;
    print(finished.output);
    throw new Error(`${exitText(finished)}; its output stands above`);
  });

/** What tests say that they could not check. Of a run that goes well nothing else is shown. */
const notChecked = ({ output }: Finished): readonly string[] =>
  stripVTControlCharacters(output).match(/^NOT CHECKED .*/gm) ?? [];

const removeReports = ({ root, projects }: StageContext): void => {
  for (const project of projects) removeReport(root, project);
};

/** Adds every project's tests. Returns whether none failed. */
const countReports = ({ root, projects, tally }: StageContext): boolean => {
  const counts = projects.map((project) => ({ project, ...readTestCounts(root, project) }));
  for (const { project, passed, failed, notRun, problem } of counts) {
    tally.add(`tests of ${project}`, { passed, failed }, problem ?? (notRun === 0 ? undefined : `${notRun} not run`));
  }
  return counts.every(({ failed }) => failed === 0);
};

/** Runs all stages. Resolves to whether the compiled code is there to be run. */
export const runStages = async (context: StageContext): Promise<boolean> => {
  const { nx, print, tally } = context;
  print('Project references ...');
  await checkRun(context, 'project references are in step ("nx sync" writes them)', () => nx(['sync:check']));

  print('Build, lint, type check and tests of all projects (about two minutes if nothing is cached) ...');
  removeReports(context);
  const all = await nx(runMany(['build', 'lint', 'typecheck', 'test']));
  for (const line of notChecked(all)) print(`          ${line}`);
  const checkTarget = (target: string): Promise<boolean> =>
    checkRun(context, `${target} of all projects`, () => (all.exitCode === 0 ? all : nx(runMany([target]))));
  const isBuilt = await checkTarget('build');
  await checkTarget('lint');
  await checkTarget('typecheck');
  if (all.exitCode === 0) {
    countReports(context);
  } else {
    removeReports(context);
    const tests = await nx(runMany(['test']));
    if (tests.exitCode !== 0) print(tests.output);
    // A run that failed though each report is good (nx itself, a crash after the report) is a failure all the same.
    const areReportsGood = countReports(context);
    if (tests.exitCode !== 0 && areReportsGood)
      tally.add('the run of all tests', { passed: 0, failed: 1 }, exitText(tests));
  }
  return isBuilt;
};
