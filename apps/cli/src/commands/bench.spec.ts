// Resuming, the lock, and files that are already in the folder. Tests that need a process of its own start the compiled
// command.
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCK_FILE, readBenchmarkRecord, type BaseBenchmarkRecord, type BenchmarkRecord } from '@fived/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedIn, withoutTimings } from '../testing/command.js';
import { fivedHere, fivedWatched } from '../testing/run-here.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'fived-bench-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

const newFolder = (): string => mkdtempSync(join(root, 'out-'));
const RESULT_FILE = 'benchmark_results.json';
const resultOf = (folder: string): Promise<BaseBenchmarkRecord> => readBenchmarkRecord(join(folder, RESULT_FILE));

const tiny = ['bench', '--sizes', '40,60', '--runs', '2', '--epochs', '2', '--hidden', '4'];

describe('fived bench --resume', () => {
  const sweep = ['bench', '--sizes', '40,60', '--runs', '3', '--epochs', '2', '--hidden', '4'];

  it('goes on after Ctrl-C and ends with the results of an uninterrupted sweep', async () => {
    const [whole, folder] = [newFolder(), newFolder()];
    await fivedHere(...sweep, '--out', whole);
    let stopped = false;
    const first = await fivedWatched([...sweep, '--out', folder], {
      onErr: (stderr, pressCtrlC) => {
        if (stopped || !stderr.includes('run 1 of 3:')) return;
        stopped = true;
        pressCtrlC();
      },
    });
    expect(first.code).toBe(130);
    expect(first.stderr).toMatch(/fived: interrupted; [1-5] of 6 runs are saved\. --resume goes on with them\.\n$/);
    expect(existsSync(join(folder, LOCK_FILE))).toBe(false);
    const before = await resultOf(folder);

    const second = await fivedHere(...sweep, '--out', folder, '--resume');
    expect(second.code).toBe(0);
    expect(second.stderr).toMatch(/^Resuming: [1-5] of 6 runs are there; training/);
    const after = await resultOf(folder);
    expect(withoutTimings(after)).toEqual(withoutTimings(await resultOf(whole)));
    expect(after.timestamp).toBe(before.timestamp);
    expect(after.total_benchmark_time_seconds).toBeGreaterThan(before.total_benchmark_time_seconds);

    const text = readFileSync(join(folder, RESULT_FILE), 'utf8');
    const third = await fivedHere(...sweep, '--out', folder, '--resume');
    expect(third.code).toBe(0);
    expect(third.stderr).toMatch(/^Resuming: 6 of 6 runs are there\.\n(Warning: .*\n)*$/);
    expect(third.stdout).toContain('6 runs in ');
    expect(readFileSync(join(folder, RESULT_FILE), 'utf8')).toBe(text);
  });

  it(
    'starts from the beginning where there is nothing yet, and refuses another sweep, ' + 'naming each difference',
    async () => {
      const folder = newFolder();
      const first = await fivedHere(...tiny, '--out', folder, '--resume');
      expect(first.code).toBe(0);
      expect(first.stderr).toMatch(/^There is nothing to resume yet; starting from the beginning\.\n/);
      // As sweeps were made before they all went round-robin.
      const sequential = { ...(await resultOf(folder)), order: 'sequential' };
      writeFileSync(join(folder, RESULT_FILE), JSON.stringify(sequential));
      const text = readFileSync(join(folder, RESULT_FILE), 'utf8');
      const other = ['bench', '--sizes', '40,60', '--runs', '2', '--epochs', '3', '--hidden', '4'];
      const { code, stderr } = await fivedHere(...other, '--out', folder, '--resume');
      expect(code).toBe(1);
      expect(stderr).toContain(
        'cannot be resumed: order: sequential in the file, round-robin now; ' +
          '--epochs: 2 in the file, 3 now. Without --resume',
      );
      expect(readFileSync(join(folder, RESULT_FILE), 'utf8')).toBe(text);
    },
  );
});

describe('a run that is reported', () => {
  it.each(['1', '2'])('is in the file by then: --jobs %s', async (jobs) => {
    const folder = newFolder();
    const seen: (readonly number[])[] = [];
    const { code } = await fivedWatched([...tiny, '--jobs', jobs, '--out', folder], {
      onErr: (stderr) => {
        const path = join(folder, RESULT_FILE);
        const { results } = existsSync(path)
          ? (JSON.parse(readFileSync(path, 'utf8')) as BenchmarkRecord)
          : { results: [] };
        const saved = results.reduce((sum, { n_runs }) => sum + n_runs, 0);
        seen.push([stderr.match(/run \d of 2: /g)?.length ?? 0, saved]);
      },
    });
    expect(code).toBe(0);
    expect(seen.at(-1)).toEqual([4, 4]);
    expect(seen.filter(([reported, saved]) => reported > saved)).toEqual([]);
  });
});

describe('a second Ctrl-C', () => {
  it('leaves at once, whatever is still under way, and takes the lock along', async () => {
    const folder = newFolder();
    // The command's own handling, around work that never ends by itself.
    const program = `
      import { lockFolder } from '@fived/records';
      import { withInterrupt } from './dist/interrupt.js';
      await withInterrupt(async () => {
        await lockFolder(process.argv[1]);
        console.error('working');
        await new Promise((done) => setTimeout(done, 2 ** 30));
      });
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, folder], {
      cwd: new URL('../../', import.meta.url),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.on('data', () => child.kill('SIGINT')); // at "working", and at "Stopping; ..."
    expect(await new Promise((done) => child.on('exit', done))).toBe(130);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('two sweeps in one folder', () => {
  it('do not meet: the second is refused, and told which process is at work and since when', async () => {
    const folder = newFolder();
    const long = ['bench', '--sizes', '300', '--runs', '1000', '--epochs', '400', '--out', '.'];
    let second: ReturnType<typeof fivedHere> | undefined;
    const first = await fivedIn(folder, long, {
      onErr: (stderr, kill) => {
        if (second !== undefined || !stderr.includes('run 1 of 1000:')) return;
        second = fivedHere(...long.slice(0, -1), folder).finally(() => {
          kill('SIGINT');
        });
      },
    });
    const refused = await second;
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    const since =
      /^fived: .* is in use: process \d+ has been writing into it since (\S+); wait until it ends, or choose another folder\n$/.exec(
        refused?.stderr ?? '',
      )?.[1] ?? '';
    expect(refused?.stderr).toContain(`process ${first.pid} `);
    expect(Math.abs(Date.parse(since) - Date.now())).toBeLessThan(60_000);
    // The first one goes on, undisturbed.
    expect(first.code).toBe(130);
    expect((await resultOf(folder)).results[0].n_runs).toBeGreaterThan(0);
    expect(existsSync(join(folder, LOCK_FILE))).toBe(false);
  });
});

describe('what is already in the folder', () => {
  const committed = readFileSync(
    new URL('../../../../docs/performance/benchmark_results.json', import.meta.url),
    'utf8',
  );
  const base = (): string => {
    const { schema, ...others } = JSON.parse(committed) as { schema: string };
    expect(schema).toMatch(/^fived/);
    return JSON.stringify(others);
  };

  it.each([
    [
      'of another schema',
      () => '{"schema":"fived/memory_profile/1"}',
      'schema: found "fived/memory_profile/1", must be',
    ],
    ['that was cut short', () => committed.slice(0, 3000), 'not valid JSON (cut short or damaged?)'],
    ['that is empty', () => '', 'the file is empty'],
    ["of the published project's form", base, "the published project's own file, or one like it"],
  ])('is left as it is if it is a result file %s, with and without --resume', async (_, makeText, message) => {
    const text = makeText();
    const attempt = async (...args: readonly string[]): Promise<void> => {
      const folder = newFolder();
      writeFileSync(join(folder, RESULT_FILE), text);
      const { code, stdout, stderr } = await fivedHere(...tiny, '--out', folder, ...args);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(
        /^fived: [^\n]*benchmark_results\.json: [^\n]*; it is left as it is: move it away, or choose another --out\n$/,
      );
      expect(stderr).toContain(message);
      expect(readFileSync(join(folder, RESULT_FILE), 'utf8')).toBe(text);
      expect(readdirSync(folder)).toEqual([RESULT_FILE]);
    };
    await attempt();
    await attempt('--resume');
  });

  it('is replaced if it is a result of ours, and only once there is a new run', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, RESULT_FILE), committed);
    const diverging = ['bench', '--sizes', '200', '--runs', '1', '--learning-rate', '1e30'];
    const failed = await fivedHere(...diverging, '--out', folder);
    expect(failed.code).toBe(1);
    expect(readFileSync(join(folder, RESULT_FILE), 'utf8')).toBe(committed);
    expect((await fivedHere(...tiny, '--out', folder)).code).toBe(0);
    expect((await resultOf(folder)).results.map(({ dataset_size }) => dataset_size)).toEqual([40, 60]);
  });

  it('is mentioned if it is an unfinished sweep', async () => {
    const folder = newFolder();
    const record = JSON.parse(committed) as object;
    writeFileSync(join(folder, RESULT_FILE), JSON.stringify({ ...record, n_runs_per_size: 7 }));
    const { stderr } = await fivedHere(...tiny, '--out', folder);
    expect(stderr).toContain(
      'holds 50 of the 70 runs of an earlier sweep, which the first new run replaces; --resume would go on with it.',
    );
  });
});

describe.runIf(process.platform !== 'win32')('a folder that takes no files', () => {
  it('is refused before any training', async () => {
    // Root may write anywhere, except in /proc.
    const isRoot = process.getuid?.() === 0;
    const folder = newFolder();
    const closed = isRoot ? '/proc/self' : join(folder, 'closed');
    if (!isRoot) {
      mkdirSync(closed);
      chmodSync(closed, 0o555);
    }
    const { code, stdout, stderr } = await fivedHere(...tiny, '--out', closed);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(new RegExp(`^fived: cannot write into the folder ${closed}: [^\\n]+\\n$`));
  });
});

describe.runIf(process.platform !== 'win32')('where a file cannot grow any more', () => {
  it('the sweep ends with one clear line, the finished runs stay, and can be resumed', async () => {
    const folder = newFolder();
    const sweep = ['bench', '--sizes', '40,60', '--runs', '4', '--epochs', '2', '--hidden', '4', '--out'];
    // In blocks of 512 bytes: enough for the record of some runs.
    const { code, stdout, stderr } = await fivedIn(folder, [...sweep, '.'], { shell: 'ulimit -f 24' });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /\nfived: cannot write [^\n]*benchmark_results\.json: it would be larger than files may be here[^\n]*\n$/,
    );
    expect(readdirSync(folder)).toEqual([RESULT_FILE]);
    const saved = (await resultOf(folder)).results.reduce((sum, { n_runs }) => sum + n_runs, 0);
    expect(saved).toBeGreaterThan(0);
    expect((await fivedIn(folder, [...sweep, '.', '--resume'])).stderr).toMatch(
      new RegExp(`^Resuming: ${saved} of 8 runs are there; training`),
    );
    const whole = newFolder();
    await fivedHere(...sweep, whole);
    const resumed = (await resultOf(folder)) as BenchmarkRecord;
    const { code_version } = resumed; // here the sources run, which have another version
    expect(withoutTimings(resumed)).toEqual(withoutTimings({ ...(await resultOf(whole)), code_version }));
  });
});
