// The command as a user meets it: exit codes, one-line errors, files. Tests that need a process of its own (for its
// exit code, Ctrl-C, flags of Node) start the compiled command.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isOwnRecord, readBenchmarkRecord, type Run } from '@fived/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedHere } from './testing/run-here.js';

const bin = fileURLToPath(new URL('../bin/fived.js', import.meta.url));
let folder: string;
const home = process.cwd();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived cli '));
  process.chdir(folder); // so that messages have short names
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a process of its own; `onErr` sees stderr as it comes, and may send a signal. */
function fived(
  args: readonly string[],
  onErr: (text: string, kill: (signal: NodeJS.Signals) => void) => void = () => undefined,
  nodeFlags: readonly string[] = [],
): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [...nodeFlags, bin, ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      onErr(stderr, (signal) => child.kill(signal));
    });
    child.on('close', (code) => {
      done({ code, stdout, stderr });
    });
  });
}

const quick = ['--sizes', '50', '--runs', '2', '--epochs', '2', '--hidden', '4'];

describe('fived', () => {
  it('explains itself', async () => {
    const { code, stdout } = await fived(['--help']);
    expect(code).toBe(0);
    for (const command of [
      'train',
      'predict',
      'evaluate',
      'info',
      'bench',
      'plot',
      'profile',
      'gradcheck',
      'kernels',
      'data',
    ])
      expect(stdout).toContain(`fived ${command}`);
  });

  it.each([
    [['bench', '--runs', '0'], '--runs must be a whole number of at least 1; got "0".'],
    [['bench', '--sizes', '2'], '2'],
    [['bench', '--engine', 'abacus'], '--engine must be one of "auto", "simd", "reference"; got "abacus".'],
    [
      ['bench', '--wide', '--engine', 'reference'],
      '--wide works with --engine simd on one thread only; got "reference".',
    ],
    [['bench', '--frobnicate'], 'frobnicate'],
    [['data', '--out', 'rows.pkl'], '--out must be a .csv or .npz file; got "rows.pkl".'],
    [['data', '--out', 'rows.csv', '--split'], '--split writes several arrays, which need an .npz file'],
    [['nonsense'], 'nonsense'],
  ])('answers %j with one line on stderr and exit code 1', async (args, message) => {
    const { code, stdout, stderr } = await fivedHere(...args);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^fived: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });
});

describe('fived bench', () => {
  it('writes the record, a CSV and a Markdown table, and prints the summary to stdout', async () => {
    const { code, stdout, stderr } = await fivedHere('bench', ...quick, '--out', 'a/b');
    expect(code).toBe(0);
    expect(stdout).toContain('2 runs in ');
    expect(stderr).toContain('n = 50, run 2 of 2');
    expect(stderr).not.toContain('\r');
    const record = await readBenchmarkRecord(join(folder, 'a/b/benchmark_results.json'));
    expect(record.results[0].n_runs).toBe(2);
    // It did not wait for a quiet machine, or this would say how quiet it was: vitest.shared.ts tells child processes
    // not to.
    expect(isOwnRecord(record) && 'busy_cores' in record.environment).toBe(false);
    expect(stderr).not.toContain('Waiting');
    expect(readdirSync(join(folder, 'a/b')).sort()).toEqual([
      'benchmark_results.csv',
      'benchmark_results.json',
      'benchmark_results.md',
    ]);
  });

  it('refuses a folder that cannot be one before it trains', async () => {
    writeFileSync(join(folder, 'occupied'), 'a file');
    const { code, stderr } = await fivedHere('bench', ...quick, '--out', 'occupied');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^fived: [^\n]*occupied[^\n]*\n$/);
    expect(readFileSync(join(folder, 'occupied'), 'utf8')).toBe('a file');
  });

  it('says at which epoch and learning rate a training diverged', async () => {
    const diverging = ['bench', '--sizes', '200', '--runs', '1', '--epochs', '50', '--learning-rate', '1e30'];
    const { code, stderr } = await fivedHere(...diverging, '--out', 'diverged');
    expect(code).toBe(1);
    expect(stderr).toMatch(/fived: Training diverged: .* after epoch \d+ at learning rate 1e\+30\./);
    expect(existsSync(join(folder, 'diverged/benchmark_results.json'))).toBe(false);
  });

  it('saves the finished runs when Ctrl-C ends it', async () => {
    const args = ['bench', '--sizes', '300', '--runs', '50', '--epochs', '400', '--out', 'interrupted'];
    const { code, stdout, stderr } = await fived(args, (text, kill) => {
      if (text.includes('run 1 of 50:') && !text.includes('Stopping')) kill('SIGINT');
    });
    expect(code).toBe(130);
    expect(stderr).toContain('of 50 runs are saved.');
    const record = await readBenchmarkRecord(join(folder, 'interrupted/benchmark_results.json'));
    const runs = record.results[0].n_runs;
    expect(runs).toBeGreaterThanOrEqual(1);
    expect(runs).toBeLessThan(50);
    expect(stdout).toMatch(new RegExp(`^${runs} runs? in `, 'm'));
  });
});

describe('the engine', () => {
  const nodeMajor = Number(process.versions.node.split('.')[0]);
  const brief = ['bench', '--sizes', '50', '--runs', '1', '--epochs', '2', '--out'];
  const runWith = (name: string, ...args: readonly string[]) => fivedHere(...brief, name, ...args);
  const recordIn = (name: string) => readBenchmarkRecord(join(folder, name, 'benchmark_results.json'));
  const hashIn = async (name: string): Promise<string> =>
    ((await recordIn(name)).results[0].individual_runs[0] as Run).final_weights_sha256;

  it('is simd unless another is asked for, and the record names it', async () => {
    expect((await runWith('default', '--no-wide')).stderr).toContain('with the simd engine.');
    expect(await recordIn('default')).toMatchObject({ engine: 'simd', wide: false });
    await runWith('plain', '--engine', 'reference');
    expect(await recordIn('plain')).toMatchObject({ engine: 'reference', wide: false });
  });

  it.runIf(process.arch === 'x64')(
    'is the reference engine, with one line, where the processor has no fused multiply-add; simd by name is refused',
    async () => {
      const noFma = ['--no-enable-fma3'];
      const { code, stderr } = await fived([...brief, 'unfused'], undefined, noFma);
      expect(code).toBe(0);
      expect(stderr.split('\n')[0]).toMatch(
        /^Using the reference engine, slower and with the same bits: this machine /,
      );
      expect(await recordIn('unfused')).toMatchObject({ engine: 'reference', wide: false, arithmetic: 2 });
      expect(await hashIn('unfused')).toBe(await hashIn('plain'));

      const refused = await fived([...brief, 'refused', '--engine', 'simd'], undefined, noFma);
      expect([refused.code, refused.stdout]).toEqual([1, '']);
      expect(refused.stderr).toMatch(
        /^fived: the simd engine cannot be used: this machine rounds twice [^\n]*; --engine reference gives the same bits\.\n$/,
      );
      expect(existsSync(join(folder, 'refused'))).toBe(false);
    },
  );

  it('runs wide, or says why not and goes on; the record tells which, and the bits are the same', async () => {
    // Where it is possible, a process of its own does it: V8 would stay wide in this one.
    const { code, stderr } = await (nodeMajor < 24 ? runWith('wide', '--wide') : fived([...brief, 'wide', '--wide']));
    expect(code).toBe(0);
    const fellBack = /^Going on with 128-bit vectors: [^\n]+\.\n/.test(stderr);
    if (nodeMajor < 24) expect(stderr).toContain(`256-bit ones take Node 24 or later, and this is ${process.version}.`);
    expect(await recordIn('wide')).toMatchObject({ engine: 'simd', wide: !fellBack });
    expect(await hashIn('wide')).toBe(await hashIn('plain'));
  });
});

describe('fived gradcheck', () => {
  it('prints every layer and says that the gradients are right', async () => {
    const { code, stdout } = await fivedHere('gradcheck', '--hidden', '8,4', '--rows', '6');
    expect(code).toBe(0);
    expect(stdout).toMatch(/1: 5 -> 8 +weights +40 /);
    expect(stdout).toMatch(/3: 4 -> 1 +biases +1 /);
    expect(stdout).toContain('The gradients are right.');
  });
});

describe('fived data', () => {
  it('writes rows that start with the published first row', async () => {
    const { code } = await fivedHere('data', '--n', '100', '--out', 'rows.csv');
    expect(code).toBe(0);
    const [header, first, ...rest] = readFileSync(join(folder, 'rows.csv'), 'utf8').trimEnd().split('\n');
    expect(header).toBe('x1,x2,x3,x4,x5,y');
    const expected = [0.77395605, 0.43887844, 0.85859792, 0.69736803, 0.09417735];
    first
      .split(',')
      .slice(0, 5)
      .forEach((cell, i) => {
        expect(Math.fround(Number(cell))).toBe(Math.fround(expected[i]));
      });
    expect(rest).toHaveLength(99);
  });

  it('adds the split to an .npz file', async () => {
    const { code, stdout } = await fivedHere('data', '--n', '100', '--split', '--out', 'rows.npz');
    expect(code).toBe(0);
    expect(stdout).toContain('X_train');
    expect(readFileSync(join(folder, 'rows.npz')).subarray(0, 2).toString()).toBe('PK');
  });
});
