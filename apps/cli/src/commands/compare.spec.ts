// The command as a user meets it.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateComparisonRecord, type BaseBenchmarkRecord } from '@fived/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedIn } from '../benchmark/command.fixture.js';
import { asPublished, madeUpSweep } from '../compare/compare.fixture.js';
import { fivedHere, type Ran } from '../run-here.fixture.js';

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
  write('sequential.json', { ...base, order: 'sequential' } as BaseBenchmarkRecord);
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
    // The medians were worked out by hand.
    expect(stdout).toMatch(/^1000 +no change +5 +2\.010 s +2\.010 s +1\.000 /m);
    expect(stdout).toMatch(/^2000 +no change +5 +4\.020 s +4\.020 s +1\.000 /m);
    expect(stdout).toMatch(
      /^Overall: no change\. .*geometric mean over 2 sizes\. Independent observations: 5 \(rounds\)\.$/m,
    );
  });

  it('lists the sizes that only one file has', async () => {
    const { stdout } = await compare('base.json', 'slower.json');
    expect(stdout).toContain('Only in BASE, and not compared: n = 2000.');
    expect(stdout).toContain('Only in NEW, and not compared: n = 3000.');
    expect(stdout).toMatch(/^1000 +slower +5 /m);
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

  it('passes if NEW is slower by less than the limit, or not slower at all', async () => {
    expect((await compare('base.json', 'slower.json', '--fail-on-regression', '40%')).code).toBe(0);
    expect((await compare('base.json', 'again.json', '--fail-on-regression', '0.05')).code).toBe(0);
    expect((await compare('slower.json', 'base.json', '--fail-on-regression', '5%')).code).toBe(0);
  });

  it('ends with exit code 2 where a gate has not enough runs to decide, and says how many would be', async () => {
    // In a process of its own, since a pipeline goes by its exit code.
    const gate = ['compare', 'base.json', 'few.json', '--fail-on-regression', '5%', '--out', 'few-c.json'];
    const { code, stdout, stderr } = await fivedIn(folder, gate);
    expect(code).toBe(2);
    expect(stderr).toBe('fived: there are not enough runs for --fail-on-regression to decide.\n');
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
    expect(stdout).toContain('A verdict beside a large p: ');
  });

  it('prints the record itself with --json, and notices apart from it', async () => {
    const { code, stdout, stderr } = await compare('base.json', 'sequential.json', '--json');
    expect(code).toBe(0);
    expect(stderr).toBe('Different order: round-robin in BASE, sequential in NEW.\n');
    const record = validateComparisonRecord(JSON.parse(stdout), 'stdout');
    expect(record).toMatchObject({
      observed_by: 'sizes',
      is_gate: false,
      notices: ['Different order: round-robin in BASE, sequential in NEW.'],
    });
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
    expect(allowed.stdout).toContain('Overall: ');
  });

  it.each([
    [['base.json', 'other.json'], 'CPU model: Made-up CPU in BASE, Other CPU in NEW'],
    [['base.json', 'torn.json'], 'torn.json: not valid JSON (cut short or damaged?)'],
    [['nowhere.json', 'base.json'], 'nowhere.json: there is no such file'],
    [['base.json', 'sequential.json', '--paired'], 'only round-robin sweeps can be paired'],
    [['base.json', 'again.json', '--out', 'base.json/c.json'], 'base.json'],
  ])('answers %j with one line on stderr and exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await compare(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^fived: [^\n]+\n$/);
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
