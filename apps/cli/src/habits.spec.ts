// What a person expects of a command line, whatever the command.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedHere } from './testing/run-here.js';

const bin = fileURLToPath(new URL('../bin/fived.js', import.meta.url));
const home = process.cwd();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived habits '));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

const COMMANDS = [
  'train',
  'predict',
  'evaluate',
  'info',
  'export',
  'profile',
  'bench',
  'memory',
  'plot',
  'report',
  'verify',
  'compare',
  'gradcheck',
  'kernels',
  'data',
];

/** One short run. */
const BENCH = 'bench --sizes 50 --runs 1 --epochs 1 --hidden 3 --no-wide'.split(' ');

/** The options in a help text, by their long names. */
const optionsIn = (help: string): string[] =>
  [...help.matchAll(/^ {2,6}(?:-\w, )?--([a-z-]+)/gm)].map(([, name]) => name);

describe('help', () => {
  it.each([[[]], [['help']], [['--help']], [['-h']]])('of %j lists all commands in two groups', async (args) => {
    const { code, stdout, stderr } = await fivedHere(...args);
    expect([code, stderr]).toEqual([0, '']);
    const [own, benchmark] = stdout.split('The benchmark:');
    expect(own).toContain('Your own data:');
    const named = (text: string): string[] => [...text.matchAll(/^ {2}fived (\w+)/gm)].map(([, name]) => name);
    expect([...named(own), ...named(benchmark)]).toEqual(COMMANDS);
    expect(named(own)).toHaveLength(5);
    for (const exitCode of [0, 1, 2, 129, 130, 143]) expect(benchmark).toMatch(new RegExp(`\\b${exitCode}\\b`));
  });

  it.each(COMMANDS)('of %s has a usage line and at most 20 options, none without a heading', async (name) => {
    const { code, stdout } = await fivedHere('help', name);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^fived ${name}[^\\n]* \\[options\\]\\n`));
    expect(optionsIn(stdout).length).toBeLessThanOrEqual(20);
    const [, others] = stdout.split('\nOptions:\n');
    expect(optionsIn(others)).toEqual(['help']);
    expect(stdout).toContain('Examples:');
  });

  it('lists the rare options of train with --help all, in either order of words', async () => {
    const { stdout: short } = await fivedHere('train', '--help');
    const { stdout: whole } = await fivedHere('train', '--help', 'all');
    expect(await fivedHere('help', 'train', 'all')).toMatchObject({ stdout: whole });
    const more = optionsIn(whole).filter((name) => !optionsIn(short).includes(name));
    expect(more).toContain('patience');
    expect(short).toContain(`"fived train --help all" lists ${more.length} more options.`);
    expect(whole).not.toContain('more options');
  });
});

describe('version', () => {
  it.each(['--version', '-V', 'version'])('%s says program, arithmetic, code and Node', async (word) => {
    const { code, stdout } = await fivedHere(word);
    expect(code).toBe(0);
    expect(stdout).toBe(stdout.match(/^fived \d+\.\d+\.\d+, arithmetic 2, code [0-9a-f]{12}, Node v[\d.]+\n$/)?.[0]);
    expect(stdout).toContain(process.version);
  });
});

describe('completion', () => {
  it.each([
    ['/bin/bash', 'complete -o bashdefault'],
    ['/bin/zsh', '#compdef fived'],
  ])('is a script for %s', (shell, part) => {
    const environment = { ...process.env, SHELL: shell, ZSH_NAME: '' };
    expect(execFileSync(process.execPath, [bin, 'completion'], { env: environment, encoding: 'utf8' })).toContain(part);
  });

  it('completes commands and options', () => {
    const complete = (...words: string[]): string =>
      execFileSync(process.execPath, [bin, '--get-yargs-completions', 'fived', ...words], { encoding: 'utf8' });
    expect(complete('ben')).toContain('bench');
    expect(complete('bench', '--ep')).toContain('--epochs');
  });
});

describe('a mistake', () => {
  it.each([
    [['trian', 'x.csv'], 'unknown command "trian"; did you mean train? ("fived --help" lists the commands)'],
    [['frobnicate'], 'unknown command "frobnicate" ("fived --help" lists the commands)'],
    [
      ['bench', '--epoch', '3'],
      'unknown option --epoch; did you mean --epochs? ("fived bench --help" lists the options)',
    ],
    [['bench', '--zzzzzzzz', '3'], 'unknown option --zzzzzzzz ("fived bench --help" lists the options)'],
    [['train'], 'train needs <file>, which is missing: The rows'],
    [['predict', 'runs/x'], 'predict needs <file>, which is missing'],
    [['data'], 'data needs --out: The file: .csv or .npz'],
    [['bench', '--runs'], '--runs needs a value: Counted runs a size'],
    [['memory', '--repeat', '3'], '--repeat is called --runs'],
    [['memory', '--size', '3'], '--size is called --n'],
    [['export', 'x', '--format', 'js', '--output', 'y'], '--output is called --out'],
  ])('in %j is named, with what would be right', async (args, message) => {
    const { code, stdout, stderr } = await fivedHere(...args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^fived: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });
});

describe('--json', () => {
  const json = async (...args: string[]): Promise<unknown> => {
    const { code, stdout } = await fivedHere(...args, '--json', '--quiet');
    expect(code).toBe(0);
    return JSON.parse(stdout);
  };

  it('prints the record that bench writes', async () => {
    const record = await json(...BENCH, '--out', 'b');
    expect(record).toMatchObject({
      results: [{ dataset_size: 50 }],
    });
    expect(await json('verify', 'b/benchmark_results.json')).toMatchObject({
      verified: true,
      contradictions: [],
      runs: [{ dataset_size: 50, run: 1, seed: 42, equal: true, differences: [] }],
    });
  });

  it('prints what data wrote, the record of train, and predictions as JSON Lines', async () => {
    expect(await json('data', '-n', '40', '--out', 'd.csv')).toEqual({
      file: 'd.csv',
      n: 40,
      seed: 42,
      noise: 0.01,
      content: 'x1 to x5, y',
    });
    expect(await json('train', 'd.csv', '--no-charts', '--epochs', '2', '--out', 'r')).toMatchObject({
      schema: 'fived/metrics/2',
      target: { name: 'y' },
    });
    writeFileSync('rows.csv', 'x1,x2,x3,x4,x5\n0.5,0,0.5,0.5,0\n0.25,,0.5,0.5,0\n');
    const { stdout } = await fivedHere('predict', 'r', 'rows.csv', '--keep', '--json', '--quiet');
    const { stdout: csv } = await fivedHere('predict', 'r', 'rows.csv', '--quiet');
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, number | null>);
    expect(rows.map(({ x1, x2 }) => [x1, x2])).toEqual([
      [0.5, 0],
      [0.25, null],
    ]);
    expect(rows.map(({ y }) => y)).toEqual(csv.trimEnd().split('\n').slice(1).map(Number));
  });

  it('prints the gradient check, and which parts a planted mistake spoils', async () => {
    expect(await json('gradcheck', '--hidden', '4', '--activation', 'algebraic-silu')).toMatchObject({ passed: true });
    const { code, stdout } = await fivedHere('gradcheck', '--hidden', '4', '--break', 'mean-for-sum', '--json');
    expect(code).toBe(1);
    const { parts } = JSON.parse(stdout) as { parts: { layer: number; parameters: string; passed: boolean }[] };
    expect(parts.map(({ layer, parameters, passed }) => [layer, parameters, passed])).toEqual([
      [1, 'weights', true],
      [1, 'biases', false],
      [2, 'weights', true],
      [2, 'biases', false],
    ]);
  });
});

describe('gradcheck', () => {
  it('takes another h, which is too coarse for a ReLU to keep its side', async () => {
    const { code, stdout } = await fivedHere('gradcheck', '--hidden', '16', '--step', '0.5');
    expect(code).toBe(1);
    expect(stdout).not.toContain(', 0 skipped');
  });

  it('plants mistakes only where there are ReLUs', async () => {
    const { code, stderr } = await fivedHere('gradcheck', '--break', 'sign', '--activation', 'algebraic-silu');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^fived: --break plants mistakes in networks with ReLUs; [^\n]*\n$/);
  });
});

describe('--quiet', () => {
  it('leaves results on stdout and nothing on stderr', async () => {
    const bench = [...BENCH, '--out', 'q'];
    const { code, stdout, stderr } = await fivedHere(...bench, '--quiet');
    expect(code).toBe(0);
    expect(stdout).toContain('1 run in');
    expect(stderr.split('\n').filter((line) => line !== '' && !line.startsWith('Warning:'))).toEqual([]);
    // and the next command in the same process is not quiet
    expect((await fivedHere(...bench)).stderr).toContain('n = 50, run 1 of 1');
  });
});

describe('colour', () => {
  const check = ['gradcheck', '--hidden', '3', '--rows', '2'];
  it('is there with --color, and not for what is no terminal', async () => {
    expect((await fivedHere(...check, '--color')).stdout).toContain('\u001b[32mThe gradients are right.\u001b[39m');
    expect((await fivedHere(...check)).stdout).not.toContain('\u001b');
    expect((await fivedHere(...check, '--no-color')).stdout).not.toContain('\u001b');
  });
});
