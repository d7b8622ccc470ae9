/**
 * The stages that nx runs: first whether the project references are in step, then build, lint, type check and tests of
 * every project. Each stage runs once, and its first result counts.
 */
import { basename } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Finished } from './child.js';
import { readNxOutput, type NxOutcome } from './nx.js';
import type { Tally } from './tally.js';
import { readTestCounts, removeReport } from './test-report.js';

export interface StageContext {
  readonly root: string;
  /** Folders, relative to the root. nx knows each by its last name. */
  readonly projects: readonly string[];
  readonly nx: (args: readonly string[]) => Promise<Finished>;
  readonly tally: Tally;
  readonly print: (text: string) => void;
}

const exitText = ({ exitCode }: Finished): string =>
  exitCode === null ? 'nx was killed' : `nx ended with exit code ${exitCode}`;

/** Throws an Error that names the projects whose target failed, or did not run because what it needs failed. */
const checkTarget = (target: string, { ended, failed }: NxOutcome, projects: readonly string[]): void => {
  const tasks = projects.map((project) => `${basename(project)}:${target}`);
  const broken = tasks.filter((task) => failed.includes(task));
  const notRun = tasks.filter((task) => !ended.has(task));
  const told = [
    broken.length > 0 ? `${broken.join(', ')} failed` : '',
    notRun.length > 0 ? `${notRun.join(', ')} did not run` : '',
  ];
  if (told.join('') !== '') throw new Error(told.filter(Boolean).join('; '));
};

/**
 * Runs targets of all projects with one start of nx, and shows what failing tasks said. A stage of its own checks
 * whether references are in step; otherwise nx would ask that again, and on CI not at all.
 */
const runTargets = async (
  { nx, print }: StageContext,
  targets: readonly string[],
  more: readonly string[] = [],
): Promise<readonly [Finished, NxOutcome]> => {
  const args = ['run-many', '-t', ...targets, '--skip-sync', '--output-style=static', ...more];
  const finished = await nx(args);
  const outcome = readNxOutput(finished.output);
  // The lines in which tests say what they could not check. A successful run shows nothing else.
  for (const [line] of stripVTControlCharacters(finished.output).matchAll(/^NOT CHECKED .*/gm))
    print(`         ${line}`);
  if (outcome.cache !== undefined) print(`         ${outcome.cache.hits} of ${outcome.cache.tasks} from the cache`);
  for (const task of outcome.failed) print(outcome.ended.get(task) ?? `${task} said nothing`);
  return [finished, outcome];
};

/** Adds the tests of each project from the report that it has left. Returns whether none failed. */
const countReports = ({ root, tally }: StageContext, projects: readonly string[]): boolean => {
  const before = tally.counts().failed;
  for (const project of projects) {
    const counts = readTestCounts(root, project);
    const remark = counts.notRun === 0 ? undefined : `${counts.notRun} not run`;
    tally.add(`tests of ${project}`, { ...counts, remark });
  }
  return tally.counts().failed === before;
};

/**
 * A run that failed although each of its parts seems good: nx itself failed, or a crash came after a report was
 * written.
 */
const countTheRest = ({ tally, print }: StageContext, finished: Finished, isAllGood: boolean): void => {
  if (finished.exitCode === 0 || !isAllGood) return;
  print(finished.output);
  tally.add('the run of all targets', { passed: 0, failed: 1, failures: [`nx: ${exitText(finished)}`] });
};

/** Runs all stages. Resolves to whether there is compiled code to run. */
export const runStages = async (context: StageContext): Promise<boolean> => {
  const { root, projects, nx, print, tally } = context;
  print('project references');
  await tally.check('project references are in step ("nx sync" writes them)', async () => {
    const finished = await nx(['sync:check']);
    if (finished.exitCode === 0) return;
    print(finished.output);
    throw new Error(`${exitText(finished)}; its output stands above`);
  });

  print('build, lint, type check and tests of all projects');
  for (const project of projects) removeReport(root, project);
  const [finished, outcome] = await runTargets(context, ['build', 'lint', 'typecheck', 'test']);
  const checks: boolean[] = [];
  for (const target of ['build', 'lint', 'typecheck']) {
    checks.push(
      await tally.check(`${target} of all projects`, () => {
        checkTarget(target, outcome, projects);
      }),
    );
  }
  const areTestsGood = countReports(context, projects);
  countTheRest(context, finished, areTestsGood && checks.every(Boolean));
  return checks[0];
};

/** Runs the projects' campaigns, one after the other: medium ones, or with `isFull` the largest that were asked for. */
export const runCampaigns = async (context: StageContext, isFull: boolean): Promise<void> => {
  const { root, projects, print } = context;
  print(
    `campaigns, ${isFull ? 'in full' : 'of medium size'}: ${projects.map((project) => basename(project)).join(', ')}`,
  );
  for (const project of projects) removeReport(root, project);
  const [finished] = await runTargets(context, ['test-long'], isFull ? ['--configuration=full'] : []);
  countTheRest(context, finished, countReports(context, projects));
};
