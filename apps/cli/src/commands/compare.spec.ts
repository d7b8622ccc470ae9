// The command as a user meets it.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateComparisonRecord, type BaseBenchmarkRecord } from '@fived/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedIn } from '../testing/command.js';
import { asPublished, madeUpSweep } from '../testing/made-up-sweep.js';
import { fivedHere, type Ran } from '../testing/run-here.js';

let folder: string;
const home = process.cwd();

const base = madeUpSweep({ 1000: [2, 2.02, 2.01, 2.03, 1.99], 2000: [4, 4.04, 4.02, 4.06, 3.98] });
const slower = madeUpSweep({ 1000: [2.6, 2.63, 2.61, 2.64, 2.59], 3000: [6, 6, 6, 6, 6] });

const write = (name: string, record: BaseBenchmarkRecord): void => {
  writeFileSync(join(folder, name), JSON.stringify(record));
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived compare '));
  process.chdir(folder); // so that messages have short names
  write('base.json', base);
  write('again.json', madeUpSweep({ 1000: [2.01, 2, 2.02, 2.01, 2], 2000: [4, 4.02, 4.03, 4.01, 4.02] }));
  write('slower.json', slower);
  write('few.json', madeUpSweep({ 1000: [2, 2, 2], 2000: [4, 4, 4] }));
  const twentyfold = madeUpSweep({ 1000: [40, 40.4, 40.2, 40.6, 39.8], 2000: [80, 80.8, 80.4, 81.2, 79.6] });
  write('sequential.json', { ...twentyfold, order: 'sequential' } as BaseBenchmarkRecord);
  write('jobs.json', { ...twentyfold, jobs: 4 } as BaseBenchmarkRecord);
  write('other.json', {
    ...base,
    environment: { ...base.environment, cpu: { ...base.environment.cpu, model: 'Other CPU' } },
  } as BaseBenchmarkRecord);
  write('published.json', asPublished(base));
  writeFileSync(join(folder, 'torn.json'), JSON.stringify(base).slice(0, 500));
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

const compare = (...args: readonly string[]): Promise<Ran> => fivedHere('compare', ...args);

const readComparison = (name: string) =>
  validateComparisonRecord(JSON.parse(readFileSync(join(folder, name), 'utf8')), name);

describe('fived compare', () => {
  it('prints a line a size and the overall verdict, and ends well', async () => {
    const { code, stdout, stderr } = await compare('base.json', 'again.json');
    expect(code).toBe(0);
    expect(stderr).toBe('');
    // Geometric means of the fastest two by hand: of 1.99 and 2, of 2 and 2, of 3.98 and 4, of 4 and 4.01.
    expect(stdout).toMatch(/^1000 +1\.995 s +2\.000 s +1\.003$/m);
    expect(stdout).toMatch(/^2000 +3\.990 s +4\.005 s +1\.004$/m);
    expect(stdout).toMatch(/^Overall: no change\. NEW \/ BASE = 1\.003 \(95% interval .*, p = \d\.\d{4}\): /m);
    expect(stdout).toMatch(/geometric mean over 2 sizes\. Rounds: 5 and 5\.$/m);
  });

  it('lists the sizes that only one file has', async () => {
    const { stdout } = await compare('base.json', 'slower.json');
    expect(stdout).toContain('Only in BASE, and not compared: n = 2000.');
    expect(stdout).toContain('Only in NEW, and not compared: n = 3000.');
    expect(stdout).toMatch(/^1000 +1\.995 s +2\.595 s +1\.301$/m);
  });

  it('writes its JSON before it ends with exit code 1 for a regression', async () => {
    const { code, stdout, stderr } = await compare(
      'base.json',
      'slower.json',
      '--fail-on-regression',
      '5%',
      '--out',
      'made/c.json',
    );
    expect(code).toBe(1);
    expect(stderr).toBe('fived: NEW is slower than BASE by 5% or more.\n');
    expect(stdout).toContain('Overall: slower.');
    expect(stdout).toMatch(/^NEW is (29|30)\.\d% slower than BASE\.$/m);
    const record = readComparison('made/c.json');
    expect(record).toMatchObject({
      is_gate: true,
      is_regression: true,
      regression_threshold: 0.05,
      overall: { verdict: 'slower' },
    });
    expect(record.overall.ratio).toBeCloseTo(1.3, 2);
    expect(record.base.file).toBe('base.json');
  });

  it('lets pass what is slower by less than the limit, or not slower at all', async () => {
    expect((await compare('base.json', 'slower.json', '--fail-on-regression', '40%')).code).toBe(0);
    expect((await compare('base.json', 'again.json', '--fail-on-regression', '0.05')).code).toBe(0);
    expect((await compare('slower.json', 'base.json', '--fail-on-regression', '5%')).code).toBe(0);
  });

  it('ends with exit code 2 where a gate has not enough runs to decide, and says how many would be', async () => {
    // As a process of its own: its exit code is what a pipeline goes by.
    const gate = ['compare', 'base.json', 'few.json', '--fail-on-regression', '5%', '--out', 'few-c.json'];
    const { code, stdout, stderr } = await fivedIn(folder, gate);
    expect(code).toBe(2);
    expect(stderr).toBe('fived: --fail-on-regression cannot be decided: not enough runs.\n');
    expect(stdout).toContain('measure both with --runs 4 or more.');
    expect(readComparison('few-c.json').overall.verdict).toBe('not enough runs');
    expect((await compare('base.json', 'few.json')).code).toBe(0);
  });

  it('fails a twentyfold slow-down of a few short runs, and says why without a small p', async () => {
    write('short.json', madeUpSweep({ 1000: [0.1, 0.1, 0.1] }));
    write('slow.json', madeUpSweep({ 1000: [2, 2, 2] }));
    const { code, stdout } = await compare('short.json', 'slow.json', '--fail-on-regression', '5%');
    expect(code).toBe(1);
    expect(stdout).toContain('NEW takes 20.0 times as long as BASE.');
    expect(stdout).toContain('Every run of the one took over twice as long as every run of the other');
  });

  it('fails where a single size takes over twice as long, and names it', async () => {
    write('one-slow.json', madeUpSweep({ 1000: [2, 2, 2, 2, 2], 2000: [9, 9, 9, 9, 9] }));
    const { code, stdout } = await compare('base.json', 'one-slow.json', '--fail-on-regression', '5%');
    expect(code).toBe(1);
    expect(stdout).toContain('n = 2000: every run of NEW took over twice as long as every run of BASE.');
  });

  it.each([
    [
      'sequential.json',
      'Warning: NEW was made size after size, so that a slow phase of the machine looks like a change of some sizes; ' +
        'make it again: fived bench goes round-robin.\n',
    ],
    [
      'jobs.json',
      'Warning: NEW was made with --jobs 4: its trainings ran side by side, so that its times say nothing of speed; ' +
        'make it again with --jobs 1.\n',
    ],
  ])('answers %s with what to measure, and a gate with exit code 2', async (name, why) => {
    const { code, stdout, stderr } = await compare('base.json', name);
    expect({ code, stderr }).toEqual({ code: 0, stderr: why });
    expect(stdout).toMatch(/^Overall: measure round-robin\. NEW \/ BASE = 20\.000: /m);
    expect(stdout).toContain('measure with fived bench --runs 4 or more, one training at a time.');
    const gate = await compare('base.json', name, '--fail-on-regression', '5%');
    expect(gate.code).toBe(2);
    expect(gate.stderr).toBe(`${why}fived: --fail-on-regression cannot be decided: measure round-robin.\n`);
  });

  it('prints the record itself with --json, and notices apart from it', async () => {
    const { code, stdout, stderr } = await compare('base.json', 'sequential.json', '--json');
    expect(code).toBe(0);
    const record = validateComparisonRecord(JSON.parse(stdout), 'stdout');
    expect(record).toMatchObject({ overall: { verdict: 'measure round-robin', p: null }, is_gate: false });
    expect(stderr).toBe(record.notices.map((notice) => `Warning: ${notice}\n`).join(''));
  });

  it("reads the published project's own file, as another machine's", async () => {
    const refused = await compare('published.json', 'base.json');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /^fived: these are not from the same machine: BASE does not say on which machine\. With --allow-different-machines [^\n]+\n$/,
    );
    const allowed = await compare('published.json', 'base.json', '--allow-different-machines');
    expect(allowed.code).toBe(0);
    expect(allowed.stderr).toContain('Different machines: BASE does not say on which machine.');
    expect(allowed.stdout).toContain('Overall: measure round-robin. ');
  });

  it.each([
    [['base.json', 'other.json'], 'CPU model: Made-up CPU in BASE, Other CPU in NEW'],
    [['base.json', 'torn.json'], 'torn.json: not valid JSON (cut short or damaged?)'],
    [['nowhere.json', 'base.json'], 'nowhere.json: there is no such file'],
    [['base.json', 'again.json', '--out', 'base.json/c.json'], 'base.json'],
  ])('answers %j with one line on stderr and exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await compare(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^fived: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });

  const [result] = base.results;
  it.each([
    [
      'a mean',
      { ...result, training_time_seconds_mean: 9 },
      'training_time_seconds_mean: 9 in the file, should be 2.01',
    ],
    [
      'an interval',
      { ...result, test_r2_ci95: [0.4, 0.5] },
      'test_r2_ci95: [0.4,0.5] in the file, should be [0.5,0.5]',
    ],
    ['a number of runs', { ...result, n_runs: 6 }, 'n_runs: 6 in the file, should be 5'],
    ['outliers', { ...result, training_time_seconds_outlier_runs: [1] }, 'outlier_runs: [1] in the file, should be []'],
  ])('refuses a file of which %s contradicts the runs', async (_, changed, message) => {
    write('wrong.json', { ...base, results: [changed, ...base.results.slice(1)] });
    const { code, stdout, stderr } = await compare('base.json', 'wrong.json');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^fived: wrong\.json contradicts itself: n = 1,000: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });

  it('leaves an earlier comparison whole when the new one cannot be made', async () => {
    mkdirSync(join(folder, 'kept'));
    await compare('base.json', 'again.json', '--out', 'kept/c.json');
    const before = readFileSync(join(folder, 'kept/c.json'), 'utf8');
    await compare('base.json', 'torn.json', '--out', 'kept/c.json');
    expect(readFileSync(join(folder, 'kept/c.json'), 'utf8')).toBe(before);
    await compare('base.json', 'torn.json', '--out', 'never/c.json');
    expect(existsSync(join(folder, 'never'))).toBe(false);
  });

  it('refuses a limit that may mean two things', async () => {
    const { code, stderr } = await compare('base.json', 'again.json', '--fail-on-regression', '5');
    expect(code).toBe(1);
    expect(stderr).toBe('fived: --fail-on-regression must be a percentage such as 5% or 0.05; got "5".\n');
  });
});
