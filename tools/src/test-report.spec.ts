import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { countTests, readTestCounts, removeReport } from './test-report.js';

const HOME = join(tmpdir(), 'home');

/** The fields of vitest's report that are read, as vitest 4 writes them. */
const report = (
  success: boolean,
  ...files: readonly { readonly status: string; readonly tests: readonly string[] }[]
): string =>
  JSON.stringify({
    success,
    testResults: files.map(({ status, tests }, i) => ({
      name: join(HOME, `${i}.spec.ts`),
      status,
      assertionResults: tests.map((each, test) => ({ status: each, fullName: `test ${test}`, title: 'a' })),
    })),
  });

describe('countTests', () => {
  it('counts the tests of all files', () => {
    const text = report(
      true,
      { status: 'passed', tests: ['passed', 'passed', 'skipped'] },
      { status: 'passed', tests: ['passed', 'todo', 'pending'] },
    );
    expect(countTests(text, HOME)).toEqual({ passed: 3, failed: 0, notRun: 3, failures: [] });
  });

  it('counts failed tests, and names them', () => {
    const text = report(
      false,
      { status: 'failed', tests: ['passed', 'failed', 'failed'] },
      { status: 'passed', tests: ['passed'] },
    );
    expect(countTests(text, HOME)).toEqual({
      passed: 2,
      failed: 2,
      notRun: 0,
      failures: ['0.spec.ts: test 1', '0.spec.ts: test 2'],
    });
  });

  it('counts a file that could not be loaded as one failure', () => {
    const text = report(
      false,
      { status: 'failed', tests: [] },
      { status: 'failed', tests: ['failed'] },
      { status: 'passed', tests: ['passed'] },
    );
    expect(countTests(text, HOME)).toEqual({
      passed: 1,
      failed: 2,
      notRun: 0,
      failures: ['0.spec.ts: the file as a whole', '1.spec.ts: test 0'],
    });
  });

  it('counts a run that failed outside its tests as one failure', () => {
    expect(countTests(report(false, { status: 'passed', tests: ['passed'] }), HOME)).toEqual({
      passed: 1,
      failed: 1,
      notRun: 0,
      failures: ['a run of tests failed, though none of its tests did'],
    });
  });

  it('counts a run that tested nothing as one failure', () => {
    const failures = ['a run of tests had none to run'];
    expect(countTests(report(true), HOME)).toEqual({ passed: 0, failed: 1, notRun: 0, failures });
    expect(countTests(report(true, { status: 'passed', tests: ['skipped'] }), HOME)).toEqual({
      passed: 0,
      failed: 1,
      notRun: 1,
      failures,
    });
  });

  it.each([
    '',
    '{"success": true, "testResul',
    '[]',
    'null',
    '{"success":true}',
    '{"success":true,"testResults":[{}]}',
    '{"success":true,"testResults":[{"name":"a","status":"passed","assertionResults":[{"status":"passed"}]}]}',
  ])('refuses %j, which is no report', (text) => {
    expect(() => countTests(text, HOME)).toThrow();
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
    expect(readTestCounts(root, 'libs/a')).toEqual({ passed: 2, failed: 0, notRun: 0, failures: [] });
  });

  it('counts a report that is missing, removed or damaged as one failure', () => {
    expect(readTestCounts(root, 'libs/b')).toMatchObject({
      passed: 0,
      failed: 1,
      failures: [expect.stringContaining('ENOENT') as string],
    });
    write(report(true, { status: 'passed', tests: ['passed'] }).slice(0, -5));
    expect(readTestCounts(root, 'libs/a')).toMatchObject({ passed: 0, failed: 1 });
    removeReport(root, 'libs/a');
    removeReport(root, 'libs/a');
    expect(readTestCounts(root, 'libs/a')).toMatchObject({
      passed: 0,
      failed: 1,
      failures: [expect.stringContaining('ENOENT') as string],
    });
  });
});
