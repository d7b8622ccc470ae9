/**
 * Counts in vitest's JSON reports (the form of Jest's), which the shared test configuration makes every project write.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Counts } from './tally.js';

export interface TestCounts extends Counts {
  /** Skipped or still to be written. */
  readonly notRun: number;
}

interface TestFile {
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string }[];
}

interface Report {
  readonly success: boolean;
  readonly testResults: readonly TestFile[];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isTestFile = (value: unknown): value is TestFile =>
  isObject(value) &&
  typeof value['status'] === 'string' &&
  Array.isArray(value['assertionResults']) &&
  value['assertionResults'].every((result) => isObject(result) && typeof result['status'] === 'string');

const isReport = (value: unknown): value is Report =>
  isObject(value) &&
  typeof value['success'] === 'boolean' &&
  Array.isArray(value['testResults']) &&
  value['testResults'].every(isTestFile);

/**
 * Counts the tests of one report. A file that could not be loaded counts as one failure, for its tests are unknown; so
 * does a run that failed, or tested nothing, though no test of it failed. Throws an Error if `text` is no report.
 */
export const countTests = (text: string): TestCounts => {
  const report: unknown = JSON.parse(text);
  if (!isReport(report))
    throw new Error('not a test report: must have "success" and "testResults" with their "assertionResults"');
  const statuses = report.testResults.flatMap((file) => {
    const own = file.assertionResults.map(({ status }) => status);
    return file.status === 'failed' && !own.includes('failed') ? [...own, 'failed'] : own;
  });
  const passed = statuses.filter((status) => status === 'passed').length;
  const failed = statuses.filter((status) => status === 'failed').length;
  const failedOtherwise = failed === 0 && (!report.success || passed === 0);
  return { passed, failed: failedOtherwise ? 1 : failed, notRun: statuses.length - passed - failed };
};

const reportPath = (root: string, project: string): string => join(root, project, 'test-output', 'results.json');

/** So that no report of an earlier run can be taken for one of the next. */
export const removeReport = (root: string, project: string): void => {
  rmSync(reportPath(root, project), { force: true });
};

/** What a project's last run left; a report that is missing or damaged is one failure, and `problem` says so. */
export const readTestCounts = (root: string, project: string): TestCounts & { readonly problem?: string } => {
  const path = reportPath(root, project);
  try {
    return countTests(readFileSync(path, 'utf8'));
  } catch (error) {
    return {
      passed: 0,
      failed: 1,
      notRun: 0,
      problem: `no usable report: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
};
