import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from './main.js';
import { madeUpMemoryRecord } from './testing/memory-record.js';
import { madeUpRecord } from './testing/record.js';

let folder: string;
const printed = { out: [] as string[], err: [] as string[] };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived-plots-'));
  printed.out = [];
  printed.err = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => printed.out.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => printed.err.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const record = (content: string): void => {
  writeFileSync(join(folder, 'benchmark_results.json'), content);
};
const memoryRecord = (content: object): void => {
  writeFileSync(join(folder, 'memory_profile.json'), JSON.stringify(content));
};
const BENCHMARK_CHARTS = ['training_time_vs_dataset_size.png', 'scaling_analysis.png', 'accuracy_vs_dataset_size.png'];

/** Width and height, from the header that every PNG begins with. */
const pngSize = (path: string): readonly number[] => {
  const bytes = readFileSync(path);
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
};

describe('fived-plots draw', () => {
  it("writes all charts of the published charts' sizes, twice as sharp, and lists them", async () => {
    record(JSON.stringify(madeUpRecord()));
    memoryRecord(madeUpMemoryRecord({ sizes: [1000, 5000, 10000] }));
    const charts = join(folder, 'new', 'charts');
    expect(await run(['draw', '--in', folder, '--out', charts])).toBe(0);
    const names = [...BENCHMARK_CHARTS, 'memory_usage_by_phase.png', 'memory_vs_dataset_size.png'];
    expect(printed).toEqual({ out: names.map((name) => join(charts, name)), err: [] });
    expect(readdirSync(charts).sort()).toEqual([...names].sort());
    expect(names.map((name) => pngSize(join(charts, name)))).toEqual([
      [2968, 1764],
      [2968, 1764],
      [4168, 1466],
      [3568, 1766],
      [4168, 1466],
    ]);
  });

  it('writes SVG files in place of PNG files where it is asked to, with words for screen readers', async () => {
    record(JSON.stringify(madeUpRecord()));
    const charts = join(folder, 'charts');
    expect(await run(['draw', '--in', folder, '--out', charts, '--format', 'svg', '--no-title'])).toBe(0);
    expect(readdirSync(charts).sort()).toEqual(BENCHMARK_CHARTS.map((name) => name.replace('.png', '.svg')).sort());
    const svg = readFileSync(join(charts, 'scaling_analysis.svg'), 'utf8');
    expect(svg).toMatch(/^<svg [^>]*aria-labelledby="scaling_analysis-title scaling_analysis-description"/);
    expect(svg).toMatch(/<title [^>]*>[^<]+<\/title>\n<desc [^>]*>[^<]*Made-up CPU/);
    expect(svg.match(/Made-up CPU/g)).toHaveLength(1);
  });

  it('leaves title and subtitle out with --no-title: charts are less high and as wide', async () => {
    record(JSON.stringify(madeUpRecord()));
    expect(await run(['draw', '--in', folder, '--out', folder, '--no-title'])).toBe(0);
    for (const name of BENCHMARK_CHARTS) {
      const [width, height] = pngSize(join(folder, name));
      expect([2968, 4168]).toContain(width);
      expect(height).toBeLessThan(width === 2968 ? 1764 : 1466);
    }
  });

  it('draws the accuracies alone of trainings that ran side by side, and says why', async () => {
    record(JSON.stringify({ ...madeUpRecord(), jobs: 4 }));
    const charts = join(folder, 'charts');
    expect(await run(['draw', '--in', folder, '--out', charts])).toBe(0);
    expect(readdirSync(charts)).toEqual(['accuracy_vs_dataset_size.png']);
    expect(printed.err).toEqual([
      `No charts of time: ${join(folder, 'benchmark_results.json')} was made with --jobs 4: ` +
        'its trainings ran side by side, so that its times say nothing of speed; make it again with --jobs 1.',
    ]);
  });

  it('draws what it can where one of the two files is missing, and memory by size only of several sizes', async () => {
    const charts = join(folder, 'charts');
    memoryRecord(madeUpMemoryRecord());
    expect(await run(['draw', '--in', folder, '--out', charts])).toBe(0);
    expect(printed).toEqual({ out: [join(charts, 'memory_usage_by_phase.png')], err: [] });
    rmSync(join(folder, 'memory_profile.json'));
    record(JSON.stringify(madeUpRecord()));
    expect(await run(['draw', '--in', folder, '--out', charts])).toBe(0);
    expect(printed.out.slice(1)).toEqual(BENCHMARK_CHARTS.map((name) => join(charts, name)));
  });

  it('writes nothing at all where one of two files is damaged', async () => {
    record(JSON.stringify(madeUpRecord()));
    memoryRecord({ ...madeUpMemoryRecord(), phases: 'none' });
    expect(await run(['draw', '--in', folder, '--out', join(folder, 'charts')])).toBe(1);
    expect(printed.out).toEqual([]);
    expect(printed.err).toEqual([expect.stringContaining('memory_profile.json: phases: found "none"')]);
    expect(readdirSync(folder).sort()).toEqual(['benchmark_results.json', 'memory_profile.json']);
  });

  const besideOf = (content: object): string => {
    const beside = join(folder, 'beside');
    mkdirSync(beside);
    writeFileSync(join(beside, 'benchmark_results.json'), JSON.stringify(content));
    return beside;
  };

  it("draws another engine's results beside", async () => {
    record(JSON.stringify(madeUpRecord()));
    const beside = besideOf(madeUpRecord({ engine: 'reference', secondsAt10000: 20 }));
    expect(await run(['draw', '--in', folder, '--out', join(folder, 'charts'), '--beside', beside])).toBe(0);
    expect(printed.out).toHaveLength(3);
  });

  it('refuses to draw other results beside if their settings or machine differ', async () => {
    const ours = madeUpRecord();
    record(JSON.stringify(ours));
    const beside = besideOf({ ...ours, hyperparameters: { ...ours.hyperparameters, learning_rate: 0.7 } });
    const args = ['draw', '--in', folder, '--out', join(folder, 'charts'), '--beside', beside];
    expect(await run(args)).toBe(1);
    const elsewhere = { ...ours.environment, cpu: { ...ours.environment.cpu, model: 'another processor' } };
    writeFileSync(join(beside, 'benchmark_results.json'), JSON.stringify({ ...ours, environment: elsewhere }));
    expect(await run(args)).toBe(1);
    expect(printed.err[0]).toContain('its hyperparameters differ');
    expect(printed.err[1]).toContain('it is of another machine (another processor)');
  });

  it('lets no text of a record reach the terminal as a sequence or as a line of its own', async () => {
    const ours = madeUpRecord();
    record(JSON.stringify(ours));
    const environment = { ...ours.environment, cpu: { ...ours.environment.cpu, model: '\u001B[2Ja\nb' } };
    const beside = besideOf({ ...ours, environment });
    expect(await run(['draw', '--in', folder, '--out', join(folder, 'charts'), '--beside', beside])).toBe(1);
    expect(printed.err).toEqual([expect.stringContaining('it is of another machine (\uFFFD[2Ja b)')]);
  });

  it('says that nothing stands beside a memory profile alone', async () => {
    memoryRecord(madeUpMemoryRecord());
    expect(
      await run(['draw', '--in', folder, '--out', join(folder, 'charts'), '--beside', besideOf(madeUpRecord())]),
    ).toBe(1);
    expect(printed.err).toEqual([
      expect.stringMatching(
        /^fived-plots: .*benchmark_results\.json: there is no such file, beside which .* could stand/,
      ),
    ]);
  });

  it.each([
    [
      'a folder without result files',
      undefined,
      'there is neither benchmark_results.json ("fived bench" writes it) nor memory_profile.json',
    ],
    ['a result file that is cut short', '{"schema": "fived/bench', 'not valid JSON'],
    ['a file of another kind', '{"name": "x"}', 'timestamp: found nothing, must be present'],
  ])('ends with one line and exit code 1 for %s, and writes nothing', async (_, content, message) => {
    if (content !== undefined) record(content);
    expect(await run(['draw', '--in', folder, '--out', join(folder, 'charts')])).toBe(1);
    expect(printed.out).toEqual([]);
    expect(printed.err).toHaveLength(1);
    expect(printed.err[0]).toMatch(/^fived-plots: [^\n]*$/);
    expect(printed.err[0]).toContain(message);
    expect(readdirSync(folder)).toEqual(content === undefined ? [] : ['benchmark_results.json']);
  });

  it.each([
    [['draw', '--inn', 'x'], 'Unknown argument: inn'],
    [['paint'], 'Unknown argument: paint'],
    [[], 'no command given, must be: draw, report, peers or run'],
    [['draw', '--in'], 'Not enough arguments following: in'],
    [['draw', '--format', 'gif'], 'Invalid values: Argument: format, Given: "gif", Choices: "png", "svg"'],
  ])('refuses %j with one line', async (args, message) => {
    expect(await run(args)).toBe(1);
    expect(printed.err).toEqual([`fived-plots: ${message}`]);
  });

  it('says its defaults and an example in its help', async () => {
    expect(await run(['draw', '--help'])).toBe(0);
    const help = printed.out.join('\n');
    expect(help.match(/\[default: "outputs"\]/g)).toHaveLength(2);
    expect(help).toContain('fived-plots draw --in outputs --out charts');
    expect(help).toMatch(/--format .*\[default: "png"\]/s);
    expect(help).toContain('--no-title');
    for (const file of ['benchmark_results.json', 'memory_profile.json']) expect(help).toContain(file);
  });
});

describe('bin/fived-plots.js', () => {
  it('runs the compiled command and passes its exit code on', () => {
    const bin = join(import.meta.dirname, '../bin/fived-plots.js');
    const child = spawnSync(process.execPath, [bin, 'draw', '--in', folder], { encoding: 'utf8' });
    expect(child).toMatchObject({ status: 1, stdout: '' });
    expect(child.stderr).toMatch(/^fived-plots: .*there is neither .*\n$/);
  });
});
