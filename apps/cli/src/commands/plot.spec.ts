// What reaches fived-plots; the charts themselves are tested there.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedHere } from '../testing/run-here.js';

const COMMITTED = join(import.meta.dirname, '../../../../docs/performance/benchmark_results.json');
const CHARTS = ['accuracy_vs_dataset_size', 'scaling_analysis', 'training_time_vs_dataset_size'];

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived plot '));
  copyFileSync(COMMITTED, join(folder, 'benchmark_results.json'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const drawn = async (out: string, ...options: readonly string[]): Promise<readonly string[]> => {
  const path = join(folder, out);
  expect((await fivedHere('plot', '--in', folder, '--out', path, ...options)).code).toBe(0);
  return readdirSync(path).sort();
};

describe('fived plot', () => {
  it('writes PNG files, or SVG files in their place', async () => {
    expect(await drawn('pictures')).toEqual(CHARTS.map((name) => `${name}.png`));
    expect(await drawn('drawings', '--format', 'svg')).toEqual(CHARTS.map((name) => `${name}.svg`));
  });

  it('leaves titles out where it is asked to', async () => {
    const title = />Accuracy on the test set against dataset size<\/text>/;
    const svg = async (out: string, ...options: readonly string[]): Promise<string> => {
      await drawn(out, '--format', 'svg', ...options);
      return readFileSync(join(folder, out, 'accuracy_vs_dataset_size.svg'), 'utf8');
    };
    expect(await svg('titled')).toMatch(title);
    expect(await svg('bare', '--no-title')).not.toMatch(title);
  });

  it('refuses other formats, and says its defaults in its help', async () => {
    const { code, stderr } = await fivedHere('plot', '--in', folder, '--out', folder, '--format', 'gif');
    expect([code, stderr]).toEqual([1, 'fived: --format must be one of "png", "svg"; got "gif".\n']);
    const { stdout } = await fivedHere('plot', '--help');
    expect(stdout).toMatch(/--format .*\[default: "png"\]/);
    expect(stdout).toContain('--no-title');
  });
});

it('fived-plots does not overtake what its caller wrote before, however slowly that is read', async () => {
  // More than a pipe holds.
  const program = `
    import { runPlots } from './dist/fived-plots.js';
    for (let line = 1; line <= 4000; line++) process.stderr.write(line + 'x'.repeat(60) + '\\n');
    await runPlots('draw', { in: 'missing', out: 'missing' }).catch(() => console.error('the end'));
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: new URL('../../', import.meta.url),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await setTimeout(1000);
  let text = '';
  for await (const chunk of child.stderr) text += String(chunk);
  const lines = text.trimEnd().split('\n');
  expect(lines.slice(0, 4000).map((line) => Number.parseInt(line))).toEqual(
    Array.from({ length: 4000 }, (_, index) => index + 1),
  );
  expect(lines.slice(4000)).toEqual([expect.stringMatching(/^fived-plots: /), 'the end']);
});
