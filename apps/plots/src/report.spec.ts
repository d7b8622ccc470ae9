import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from './main.js';
import { madeUpMemoryRecord } from './testing/memory-record.js';
import { madeUpBaseRecord, madeUpRecord } from './testing/record.js';

let folder: string;
const printed = { out: [] as string[], err: [] as string[] };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived-report-'));
  printed.out = [];
  printed.err = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => printed.out.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => printed.err.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const write = (name: string, content: object | string): void => {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
};

describe('fived-plots report', () => {
  it('writes the page in both forms with every chart that its Markdown shows, and lists them', async () => {
    write('benchmark_results.json', madeUpRecord());
    write('memory_profile.json', madeUpMemoryRecord({ sizes: [1000, 5000] }));
    const out = join(folder, 'new', 'report');
    expect(await run(['report', '--in', folder, '--out', out])).toBe(0);
    expect(printed.err).toEqual([]);
    expect(printed.out.slice(-2)).toEqual([join(out, 'performance.md'), join(out, 'performance.html')]);
    expect(readdirSync(out).sort()).toEqual(printed.out.map((path) => path.slice(out.length + 1)).sort());
    const charts = [...readFileSync(join(out, 'performance.md'), 'utf8').matchAll(/^!\[[^\]]*\]\((.*)\)$/gm)].map(
      ([, file]) => file,
    );
    expect(charts).toHaveLength(5);
    for (const chart of charts) expect(readdirSync(out)).toContain(chart);
    expect(readFileSync(join(out, 'performance.html'), 'utf8')).toMatch(
      /^<!DOCTYPE html>\n<html lang="en">[^]*<\/html>\n$/,
    );
  });

  it("takes the published project's own file, without a memory profile", async () => {
    write('benchmark_results.json', madeUpBaseRecord({ runs: 1, secondsAt10000: 30 }));
    expect(await run(['report', '--in', folder, '--out', folder])).toBe(0);
    expect(readFileSync(join(folder, 'performance.md'), 'utf8')).toContain('There is no memory profile');
  });

  it.each([
    ['no benchmark', undefined, undefined, 'benchmark_results.json: there is no such file; "fived bench" writes it'],
    ['a benchmark that is cut short', '{"schema"', undefined, 'benchmark_results.json: '],
    ['a benchmark without a finished run', { ...madeUpRecord(), results: [] }, undefined, 'results: found []'],
    [
      'times that say nothing of speed',
      { ...madeUpRecord(), jobs: 4 },
      undefined,
      'benchmark_results.json was made with --jobs 4: ',
    ],
    [
      'a mean that is not that of the runs',
      {
        ...madeUpRecord(),
        results: madeUpRecord().results.map((result) => ({ ...result, training_time_seconds_mean: 1e-3 })),
      },
      undefined,
      'benchmark_results.json contradicts itself: n = 1,000: training_time_seconds_mean: 0.001 in the file, should be ',
    ],
    [
      "a mean of the published project's form that is not that of the runs",
      {
        ...madeUpBaseRecord(),
        results: madeUpBaseRecord().results.map((result) => ({ ...result, test_r2_mean: 1 })),
      },
      undefined,
      'benchmark_results.json contradicts itself: n = 1,000: test_r2_mean: 1 in the file, should be ',
    ],
    [
      'a damaged memory profile',
      madeUpRecord(),
      { ...madeUpMemoryRecord(), phases: 'none' },
      'memory_profile.json: phases: found "none"',
    ],
  ])('ends with one line and exit code 1 for %s, and writes nothing', async (_, benchmark, memory, message) => {
    if (benchmark !== undefined) write('benchmark_results.json', benchmark);
    if (memory !== undefined) write('memory_profile.json', memory);
    const before = readdirSync(folder);
    expect(await run(['report', '--in', folder, '--out', join(folder, 'report')])).toBe(1);
    expect(printed).toEqual({ out: [], err: [expect.stringMatching(/^fived-plots: [^\n]*$/)] });
    expect(printed.err[0]).toContain(message);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('says its defaults and an example in its help', async () => {
    expect(await run(['report', '--help'])).toBe(0);
    const help = printed.out.join('\n');
    expect(help.match(/\[default: "outputs"\]/g)).toHaveLength(2);
    expect(help).toContain('fived-plots report --in outputs --out report');
  });
});
