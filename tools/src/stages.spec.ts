import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Finished } from './child.js';
import { runCampaigns, runStages, type StageContext } from './stages.js';
import { createTally, type Counts } from './tally.js';

const PROJECTS = ['libs/a', 'libs/b'];
const TARGETS = ['sync:check', 'build', 'lint', 'typecheck', 'test', 'test-long'];

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
  const file = {
    name: join(root, project, 'src/x.spec.ts'),
    status: failed > 0 ? 'failed' : 'passed',
    assertionResults: statuses.map((status, i) => ({ status, fullName: `test ${i}` })),
  };
  writeFileSync(join(folder, 'results.json'), JSON.stringify({ success: failed === 0, testResults: [file] }));
};

interface Outcome extends Counts {
  readonly calls: readonly string[];
  readonly printed: string;
  readonly failures: readonly string[];
}

/** What a stand-in for nx does. */
interface Nx {
  /** Tasks that fail, such as "a:lint", and "sync:check". */
  readonly failing?: readonly string[];
  /** Tasks that do not run because what they need failed. */
  readonly left?: readonly string[];
  /** nx's own exit code, if it differs from what its tasks say. */
  readonly exitCode?: number;
  /** What the targets with tests do. */
  readonly tests: () => void;
}

/** What nx 23 prints with --output-style=static. */
const staticOutput = (ended: readonly string[], failed: readonly string[]): string =>
  [
    ...ended.flatMap((task) => [`> nx run ${task}`, '', `what ${task} said`, '']),
    ' NX   Running targets',
    '',
    ...(failed.length === 0 ? [] : ['Failed tasks:', '', ...failed.map((task) => `- ${task}`), '']),
    '  Cache:             0/8 hit (0%)',
  ].join('\n');

const withNx = async (stage: (context: StageContext) => Promise<unknown>, does: Nx): Promise<Outcome> => {
  const { failing = [], left = [], exitCode, tests } = does;
  const calls: string[] = [];
  const printed: string[] = [];
  const print = (text: string): void => {
    printed.push(text);
  };
  const nx = (args: readonly string[]): Promise<Finished> => {
    const targets = args.filter((arg) => TARGETS.includes(arg));
    calls.push(targets.join(' '));
    if (args[0] === 'sync:check') {
      const output = 'what sync:check said\n';
      return Promise.resolve({ exitCode: failing.includes('sync:check') ? 1 : 0, stdout: output, stderr: '', output });
    }
    if (targets.some((target) => target.startsWith('test'))) tests();
    const ended = targets.flatMap((target) => ['a', 'b'].map((name) => `${name}:${target}`));
    const run = ended.filter((task) => !left.includes(task));
    const failed = run.filter((task) => failing.includes(task));
    const output = staticOutput(run, failed);
    return Promise.resolve({ exitCode: exitCode ?? (failed.length === 0 ? 0 : 1), stdout: output, stderr: '', output });
  };
  const tally = createTally(print);
  await stage({ root, projects: PROJECTS, nx, tally, print });
  return { calls, printed: printed.join('\n'), failures: tally.failures(), ...tally.counts() };
};

const outcome = async (does: Nx): Promise<Outcome & { readonly isBuilt: boolean }> => {
  let isBuilt = false;
  const stages = async (context: StageContext): Promise<void> => {
    isBuilt = await runStages(context);
  };
  const outcomes = await withNx(stages, does);
  return { ...outcomes, isBuilt };
};

const sevenAndFive = (): void => {
  writeReport('libs/a', 7);
  writeReport('libs/b', 5);
};

describe('runStages', () => {
  it('counts four stages and all tests, from one call for all targets', async () => {
    const { isBuilt, calls, passed, failed, printed } = await outcome({ tests: sevenAndFive });
    expect({ isBuilt, passed, failed }).toEqual({ isBuilt: true, passed: 4 + 7 + 5, failed: 0 });
    expect(calls).toEqual(['sync:check', 'build lint typecheck test']);
    expect(printed).toContain('0 of 8 from the cache');
    expect(printed).not.toContain('what a:build said');
  });

  it('says which target failed and shows its output, while the others count as passed', async () => {
    const { passed, failed, printed, isBuilt, calls } = await outcome({ failing: ['b:lint'], tests: sevenAndFive });
    expect({ isBuilt, passed, failed }).toEqual({ isBuilt: true, passed: 3 + 7 + 5, failed: 1 });
    expect(printed).toContain('what b:lint said');
    expect(printed).not.toContain('what a:lint said');
    expect(printed).toMatch(/FAILED {2}lint of all projects: b:lint failed/);
    expect(calls).toHaveLength(2);
  });

  it('counts failing tests once, shows their output, runs nothing again, and names them at the end', async () => {
    const { passed, failed, printed, failures, calls } = await outcome({
      failing: ['a:test'],
      tests: () => {
        writeReport('libs/a', 6, 1);
        writeReport('libs/b', 5);
      },
    });
    expect({ passed, failed }).toEqual({ passed: 4 + 6 + 5, failed: 1 });
    expect(printed).toContain('what a:test said');
    expect(failures).toEqual([join('libs/a/src/x.spec.ts') + ': test 6']);
    expect(calls).toEqual(['sync:check', 'build lint typecheck test']);
  });

  it('counts a project whose tests crashed as failed, even if an earlier run has left a good report', async () => {
    writeReport('libs/b', 99);
    const { passed, failed } = await outcome({
      failing: ['b:test'],
      tests: () => {
        writeReport('libs/a', 7);
      },
    });
    expect({ passed, failed }).toEqual({ passed: 4 + 7, failed: 1 });
  });

  it('counts a project that left no report as failed, even if nx says that all is well', async () => {
    const { passed, failed } = await outcome({
      tests: () => {
        writeReport('libs/a', 7);
      },
    });
    expect({ passed, failed }).toEqual({ passed: 4 + 7, failed: 1 });
  });

  it('counts a run of tests that failed though every report is good', async () => {
    const { passed, failed, failures } = await outcome({ failing: ['a:test'], tests: sevenAndFive });
    expect({ passed, failed }).toEqual({ passed: 4 + 7 + 5, failed: 1 });
    expect(failures).toEqual(['nx: nx ended with exit code 1']);
  });

  it('says that nothing can be run when the build failed', async () => {
    const { isBuilt, passed, failed, failures } = await outcome({
      failing: ['a:build'],
      left: ['b:build', 'a:typecheck', 'b:typecheck', 'a:test', 'b:test'],
      tests: () => undefined,
    });
    expect({ isBuilt, passed, failed }).toEqual({ isBuilt: false, passed: 2, failed: 2 + 2 });
    expect(failures.slice(0, 2)).toEqual([
      'build of all projects: a:build failed; b:build did not run',
      'typecheck of all projects: a:typecheck, b:typecheck did not run',
    ]);
  });

  it('counts project references that are out of step as a failure of their own', async () => {
    const { passed, failed, printed } = await outcome({ failing: ['sync:check'], tests: sevenAndFive });
    expect({ passed, failed }).toEqual({ passed: 3 + 7 + 5, failed: 1 });
    expect(printed).toContain('what sync:check said');
  });
});

describe('runCampaigns', () => {
  it('counts the tests of one call', async () => {
    const { passed, failed, calls } = await withNx((context) => runCampaigns(context, false), { tests: sevenAndFive });
    expect({ passed, failed }).toEqual({ passed: 7 + 5, failed: 0 });
    expect(calls).toEqual(['test-long']);
  });

  it('counts a run that failed though every report is good', async () => {
    const { failed } = await withNx((context) => runCampaigns(context, true), { exitCode: 1, tests: sevenAndFive });
    expect(failed).toBe(1);
  });
});
