/** Counts tests in vitest's JSON reports (in Jest's format), which the shared test configuration has written. */
import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Counted } from './tally.js';

export interface TestCounts extends Counted {
  /** Tests that were skipped or are still to be written. */
  readonly notRun: number;
}

/** What is read of a report. */
interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    /** The path of the test file. */
    readonly name: string;
    readonly status: string;
    /** `fullName` has the titles from the outermost block to the test. */
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** Whether it is an object whose members of these names are texts. */
const hasTexts = (value: unknown, ...names: readonly string[]): value is Readonly<Record<string, unknown>> =>
  names.every((name) => typeof (value as Readonly<Record<string, unknown>> | null)?.[name] === 'string');

const isReport = (value: unknown): value is Report => {
  const { success, testResults } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return (
    typeof success === 'boolean' &&
    Array.isArray(testResults) &&
    testResults.every(
      (file) =>
        hasTexts(file, 'name', 'status') &&
        Array.isArray(file['assertionResults']) &&
        file['assertionResults'].every((test) => hasTexts(test, 'status', 'fullName')),
    )
  );
};

/**
 * Counts the tests of one report, and names those that failed, with their files relative to `root`. A file that could
 * not be loaded counts as one failure, for its tests are unknown. So does a run without a failed test that failed
 * itself or tested nothing. Throws an Error if `text` is not a report.
 */
export const countTests = (text: string, root: string): TestCounts => {
  const report: unknown = JSON.parse(text);
  if (!isReport(report))
    throw new Error('not a test report: must have "success" and "testResults" with their "assertionResults"');
  const statuses = report.testResults.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
  const passed = statuses.filter((status) => status === 'passed').length;
  const failures = report.testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed').map(({ fullName }) => fullName);
    const isBroken = status === 'failed' && failed.length === 0;
    return (isBroken ? ['the file as a whole'] : failed).map((title) => `${relative(root, name)}: ${title}`);
  });
  const notRun = statuses.filter((status) => status !== 'passed' && status !== 'failed').length;
  if (failures.length === 0 && !report.success) failures.push('a run of tests failed, though none of its tests did');
  else if (failures.length === 0 && passed === 0) failures.push('a run of tests had none to run');
  return { passed, failed: failures.length, notRun, failures };
};

const reportPath = (root: string, project: string): string => join(root, project, 'test-output', 'results.json');

/** Removes a report, so that an earlier run's cannot be taken for the next one's. */
export const removeReport = (root: string, project: string): void => {
  rmSync(reportPath(root, project), { force: true });
};

/** The counts that a project's last run left. A missing or damaged report counts as one failure. */
export const readTestCounts = (root: string, project: string): TestCounts => {
  try {
    return countTests(readFileSync(reportPath(root, project), 'utf8'), root);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { passed: 0, failed: 1, notRun: 0, failures: [`tests of ${project}: no usable report: ${message}`] };
  }
};
