import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Finished } from './child.js';
import { runStages } from './stages.js';
import { createTally, type Counts } from './tally.js';

const PROJECTS = ['libs/a', 'libs/b'];

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fived stages '));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const writeReport = (project: string, passed: number, failed = 0): void => {
  const folder = join(root, project, 'test-output');
  mkdirSync(folder, { recursive: true });
  const statuses = [...Array<string>(passed).fill('passed'), ...Array<string>(failed).fill('failed')];
  const file = { status: failed > 0 ? 'failed' : 'passed', assertionResults: statuses.map((status) => ({ status })) };
  writeFileSync(join(folder, 'results.json'), JSON.stringify({ success: failed === 0, testResults: [file] }));
};

interface Outcome extends Counts {
  readonly isBuilt: boolean;
  readonly calls: readonly string[];
  readonly printed: string;
}

/**
 * Runs the stages with a stand-in for nx in which the given targets fail; `tests` is what its test target does, `said`
 * what that prints if all goes well.
 */
const outcome = async (failing: readonly string[], tests: () => void, said = ''): Promise<Outcome> => {
  const calls: string[] = [];
  const printed: string[] = [];
  const print = (text: string): void => {
    printed.push(text);
  };
  const nx = (args: readonly string[]): Promise<Finished> => {
    const targets = args.filter((arg) => ['sync:check', 'build', 'lint', 'typecheck', 'test'].includes(arg));
    calls.push(targets.join(' '));
    if (targets.includes('test')) tests();
    const failed = targets.filter((target) => failing.includes(target));
    const output = failed.length === 0 ? said : failed.map((target) => `what ${target} said\n`).join('');
    return Promise.resolve({ exitCode: failed.length === 0 ? 0 : 1, stdout: output, stderr: '', output });
  };
  const tally = createTally(print);
  const isBuilt = await runStages({ root, projects: PROJECTS, nx, tally, print });
  return { isBuilt, calls, printed: printed.join('\n'), ...tally.counts() };
};

describe('runStages', () => {
  it('counts four stages and all tests, from one call for all targets', async () => {
    const { isBuilt, calls, passed, failed } = await outcome([], () => {
      writeReport('libs/a', 7);
      writeReport('libs/b', 5);
    });
    expect({ isBuilt, passed, failed }).toEqual({ isBuilt: true, passed: 4 + 7 + 5, failed: 0 });
    expect(calls).toEqual(['sync:check', 'build lint typecheck test']);
  });

  it('says what the tests could not check, and nothing else of theirs', async () => {
    const said = 'fine\n\u001b[22mNOT CHECKED in a browser: none\u001b[39m\nnot NOT CHECKED\n';
    const { printed } = await outcome([], () => undefined, said);
    expect(printed.split('\n').filter((line) => line.includes('CHECKED'))).toEqual([
      '          NOT CHECKED in a browser: none',
    ]);
    expect(printed).not.toContain('fine');
  });

  it('says which target failed and shows its output, while the others count as passed', async () => {
    const { passed, failed, printed, isBuilt } = await outcome(['lint'], () => {
      writeReport('libs/a', 7);
      writeReport('libs/b', 5);
    });
    expect({ isBuilt, passed, failed }).toEqual({ isBuilt: true, passed: 3 + 7 + 5, failed: 1 });
    expect(printed).toContain('what lint said');
    expect(printed).toMatch(/FAILED {2}lint of all projects: nx ended with exit code 1/);
  });

  it('counts failing tests once, and shows their output', async () => {
    const { passed, failed, printed } = await outcome(['test'], () => {
      writeReport('libs/a', 6, 1);
      writeReport('libs/b', 5);
    });
    expect({ passed, failed }).toEqual({ passed: 4 + 6 + 5, failed: 1 });
    expect(printed).toContain('what test said');
  });

  it('counts a project whose tests crashed as failed, even if an earlier run has left a good report', async () => {
    writeReport('libs/b', 99);
    const { passed, failed } = await outcome(['test'], () => {
      writeReport('libs/a', 7);
    });
    expect({ passed, failed }).toEqual({ passed: 4 + 7, failed: 1 });
  });

  it('counts a project that left no report as failed, even if nx says that all is well', async () => {
    const { passed, failed } = await outcome([], () => {
      writeReport('libs/a', 7);
    });
    expect({ passed, failed }).toEqual({ passed: 4 + 7, failed: 1 });
  });

  it('counts a run of tests that failed though every report is good', async () => {
    const { passed, failed } = await outcome(['test'], () => {
      writeReport('libs/a', 7);
      writeReport('libs/b', 5);
    });
    expect({ passed, failed }).toEqual({ passed: 4 + 7 + 5, failed: 1 });
  });

  it('says that nothing can be run when the build failed', async () => {
    const { isBuilt, passed, failed } = await outcome(['build', 'test'], () => undefined);
    expect({ isBuilt, passed, failed }).toEqual({ isBuilt: false, passed: 3, failed: 1 + 2 });
  });

  it('counts project references that are out of step as a failure of their own', async () => {
    const { passed, failed, printed } = await outcome(['sync:check'], () => {
      writeReport('libs/a', 7);
      writeReport('libs/b', 5);
    });
    expect({ passed, failed }).toEqual({ passed: 3 + 7 + 5, failed: 1 });
    expect(printed).toContain('what sync:check said');
  });
});
