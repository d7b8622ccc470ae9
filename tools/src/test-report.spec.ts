import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { countTests, readTestCounts, removeReport } from './test-report.js';

/** The fields of vitest's report that are read, as vitest 4 writes them. */
const report = (
  success: boolean,
  ...files: readonly { readonly status: string; readonly tests: readonly string[] }[]
): string =>
  JSON.stringify({
    success,
    testResults: files.map(({ status, tests }) => ({
      status,
      assertionResults: tests.map((each) => ({ status: each, title: 'a' })),
    })),
  });

describe('countTests', () => {
  it('counts the tests of all files', () => {
    const text = report(
      true,
      { status: 'passed', tests: ['passed', 'passed', 'skipped'] },
      { status: 'passed', tests: ['passed', 'todo', 'pending'] },
    );
    expect(countTests(text)).toEqual({ passed: 3, failed: 0, notRun: 3 });
  });

  it('counts failed tests', () => {
    const text = report(
      false,
      { status: 'failed', tests: ['passed', 'failed', 'failed'] },
      { status: 'passed', tests: ['passed'] },
    );
    expect(countTests(text)).toEqual({ passed: 2, failed: 2, notRun: 0 });
  });

  it('counts a file that could not be loaded as one failure', () => {
    const text = report(
      false,
      { status: 'failed', tests: [] },
      { status: 'failed', tests: ['failed'] },
      { status: 'passed', tests: ['passed'] },
    );
    expect(countTests(text)).toEqual({ passed: 1, failed: 2, notRun: 0 });
  });

  it('counts a run that failed outside its tests as one failure', () => {
    expect(countTests(report(false, { status: 'passed', tests: ['passed'] }))).toEqual({
      passed: 1,
      failed: 1,
      notRun: 0,
    });
  });

  it('counts a run that tested nothing as one failure', () => {
    expect(countTests(report(true))).toEqual({ passed: 0, failed: 1, notRun: 0 });
    expect(countTests(report(true, { status: 'passed', tests: ['skipped'] }))).toEqual({
      passed: 0,
      failed: 1,
      notRun: 1,
    });
  });

  it.each([
    '',
    '{"success": true, "testResul',
    '[]',
    'null',
    '{"success":true}',
    '{"success":true,"testResults":[{}]}',
  ])('refuses %j, which is no report', (text) => {
    expect(() => countTests(text)).toThrow();
  });
});

describe('readTestCounts', () => {
  const root = mkdtempSync(join(tmpdir(), 'fived reports '));
  afterAll(() => {
    rmSync(root, { recursive: true });
  });
  const write = (text: string): void => {
    mkdirSync(join(root, 'libs/a/test-output'), { recursive: true });
    writeFileSync(join(root, 'libs/a/test-output/results.json'), text);
  };

  it('reads what the shared test configuration writes', () => {
    write(report(true, { status: 'passed', tests: ['passed', 'passed'] }));
    expect(readTestCounts(root, 'libs/a')).toEqual({ passed: 2, failed: 0, notRun: 0 });
  });

  it('counts a report that is missing, removed or damaged as one failure', () => {
    expect(readTestCounts(root, 'libs/b')).toMatchObject({
      passed: 0,
      failed: 1,
      problem: expect.stringContaining('ENOENT') as string,
    });
    write(report(true, { status: 'passed', tests: ['passed'] }).slice(0, -5));
    expect(readTestCounts(root, 'libs/a')).toMatchObject({ passed: 0, failed: 1 });
    removeReport(root, 'libs/a');
    removeReport(root, 'libs/a');
    expect(readTestCounts(root, 'libs/a')).toMatchObject({
      passed: 0,
      failed: 1,
      problem: expect.stringContaining('ENOENT') as string,
    });
  });
});
