/** Counts tests in vitest's JSON reports (in Jest's format), which the shared test configuration has written. */
import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Counted } from './tally.js';

export interface TestCounts extends Counted {
  /** Tests that were skipped or are still to be written. */
  readonly notRun: number;
}

interface TestResult {
  readonly status: string;
  /** The titles from the outermost block to the test. */
  readonly fullName: string;
}

interface TestFile {
  /** The path of the test file. */
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly TestResult[];
}

interface Report {
  readonly success: boolean;
  readonly testResults: readonly TestFile[];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isTestResult = (value: unknown): value is TestResult =>
  isObject(value) && typeof value['status'] === 'string' && typeof value['fullName'] === 'string';

const isTestFile = (value: unknown): value is TestFile =>
  isObject(value) &&
  typeof value['name'] === 'string' &&
  typeof value['status'] === 'string' &&
  Array.isArray(value['assertionResults']) &&
  value['assertionResults'].every(isTestResult);

const isReport = (value: unknown): value is Report =>
  isObject(value) &&
  typeof value['success'] === 'boolean' &&
  Array.isArray(value['testResults']) &&
  value['testResults'].every(isTestFile);

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
