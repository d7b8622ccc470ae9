// A disk that is full or read-only, and a folder that vanishes: there is one clear line, and what was there before is
// still there.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBenchmarkRecord } from '@fived/records';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { fivedIn } from '../testing/command.js';
import { fivedHereIn, pressCtrlC } from '../testing/run-here.js';
import { tableRows, toText } from '../testing/user-files.js';
import { canMount, fivedOnDisk, fivedOnDisks, onDisk } from './testing/disk.js';
import {
  BRIEFLY,
  expectOneLine,
  filesBelow,
  HOOK_TIMEOUT_MS,
  QUICK_PROFILE,
  QUICK_SWEEP,
  QUICK_TRAINING,
  someOf,
  TRY_ALL,
  userFolder,
} from './testing/user.js';

let folder: string;
const ALL_BUT_CHARTS = ['history.csv', 'metrics.json', 'model.safetensors', 'predictions.csv'];
const RECORDS = 'benchmark_results.json memory_profile.json';

beforeAll(async () => {
  folder = await userFolder('disk');
  writeFileSync(join(folder, 'many.csv'), toText(tableRows(4000)));
  mkdirSync(join(folder, 'results'));
  for (const name of RECORDS.split(' ')) {
    writeFileSync(
      join(folder, 'results', name),
      readFileSync(new URL(`../../../../docs/performance/${name}`, import.meta.url)),
    );
  }
}, HOOK_TIMEOUT_MS);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

// The disk holds an earlier result, and fills up while the new one is written. The sizes are such that the check at the
// beginning, which writes 4 kB, still finds room.
const WRITING = [
  ['data', ['data', '--n', '2000', '--out', 'disk/rows.csv'], 40, 'cp rows.csv disk'],
  ['predict', ['predict', 'run', 'many.csv', '--keep', '--out', 'disk/p.csv'], 40, 'cp rows.csv disk/p.csv'],
  ['export', ['export', 'run', '--format', 'js', '--out', 'disk/model.mjs'], 8, 'echo earlier > disk/model.mjs'],
  ['train', ['train', 'many.csv', ...QUICK_TRAINING, '--out', 'disk', '--force'], 120, 'cp run/* disk'],
  [
    'memory',
    ['memory', ...QUICK_PROFILE, '--out', 'disk'],
    12,
    'head -c 4096 results/memory_profile.json > disk/other',
  ],
  ['plot', ['plot', '--in', 'results', '--out', 'disk'], 40, 'echo earlier > disk/scaling_analysis.png'],
  ['report', ['report', '--in', 'results', '--out', 'disk'], 40, 'echo earlier > disk/performance.md'],
] as const;
const SOME_WRITING = someOf(WRITING, ['predict', 'train']);
const SWEEP = ['bench', '--sizes', '40,60', '--runs', '4', '--epochs', '2', '--hidden', '4', '--out', 'disk'];

const WRITERS = [
  ['data', ['data', '--n', '10', '--out', 'disk/rows.csv']],
  ['predict', ['predict', 'run', 'rows.csv', '--out', 'disk/p.csv']],
  ['export', ['export', 'run', '--format', 'onnx', '--out', 'disk/model.onnx']],
  ['train', ['train', 'rows.csv', ...QUICK_TRAINING, '--out', 'disk/run']],
  ['bench', ['bench', ...QUICK_SWEEP, '--out', 'disk']],
  ['memory', ['memory', ...QUICK_PROFILE, '--out', 'disk']],
  ['plot', ['plot', '--in', 'results', '--out', 'disk']],
  ['report', ['report', '--in', 'results', '--out', 'disk']],
] as const;
const SOME_WRITERS = someOf(WRITERS, ['predict', 'bench']);

let onDisks: Awaited<ReturnType<typeof fivedOnDisks>>;
beforeAll(async () => {
  if (!canMount) return;
  onDisks = await fivedOnDisks(folder, {
    ...Object.fromEntries(
      SOME_WRITING.map(([name, args, kilobytes, before]) => [
        `full: ${name}`,
        { args, kilobytes, before: `${before} && cp -R disk/. earlier` },
      ]),
    ),
    'full: sweep': { args: SWEEP, kilobytes: 20 },
    ...(TRY_ALL && {
      'full: charts': { args: ['train', 'rows.csv', ...BRIEFLY, '--out', 'disk/run'], kilobytes: 80 },
    }),
    ...Object.fromEntries(
      SOME_WRITERS.map(([name, args]) => [
        `read-only: ${name}`,
        { args, kilobytes: 200, before: 'cp results/* disk', readOnly: true },
      ]),
    ),
  });
}, HOOK_TIMEOUT_MS);

describe.skipIf(!canMount)(onDisk('a disk that fills up'), () => {
  const FULL = /no space is left on the disk; free some, or choose a folder on another disk \(ENOSPC\)$/;

  it.each(SOME_WRITING)('leaves what was there as it was: %s', (name) => {
    const ended = onDisks(`full: ${name}`);
    expectOneLine(ended, FULL);
    expect(filesBelow(ended.left)).toEqual(filesBelow(join(ended.place, 'earlier')));
  });

  it('keeps the runs of a sweep that were finished', async () => {
    const ended = onDisks('full: sweep');
    expectOneLine(ended, FULL);
    expect(Object.keys(filesBelow(ended.left))).toEqual(['benchmark_results.json']);
    const { results } = await readBenchmarkRecord(join(ended.left, 'benchmark_results.json'));
    expect(results[0].n_runs).toBeGreaterThan(0);
  });

  it.runIf(TRY_ALL)('costs the charts of a training, not its model', () => {
    const ended = onDisks('full: charts');
    expectOneLine(
      ended,
      /^fived: the model is in disk\/run, but its charts could not be drawn; --no-charts leaves them out\.$/,
    );
    expect(ended.stderr).toMatch(
      /^fived-plots: cannot write [^\n]*loss_curve\.png: no space is left on the disk[^\n]*$/m,
    );
    expect(Object.keys(filesBelow(join(ended.left, 'run')))).toEqual(ALL_BUT_CHARTS);
  });

  // Node writes to a file once, and does not check how much of it was written.
  const PRINTING = [
    ['predictions', ['predict', 'run', 'rows.csv']],
    ['metrics', ['evaluate', 'run', 'rows.csv', '--json']],
    ['a description', ['info', 'run', '--json']],
  ] as const;
  it.each(someOf(PRINTING, ['metrics']))('is not taken for one that took the output: %s', async (_, args) => {
    const whole = await fivedHereIn(folder, args);
    const room = whole.stdout.length >> 1;
    // The disk has a part of a page left, which half of the output fills.
    const before = `head -c ${8192 - room} /dev/zero > disk/out`;
    const ended = await fivedOnDisk(folder, args, { kilobytes: 8, before, run: '"$@" >> disk/out' });
    expectOneLine(ended, /^fived: cannot write to standard output: .*ENOSPC/);
    expect(readFileSync(join(ended.left, 'out'), 'utf8').slice(8192 - room)).toBe(whole.stdout.slice(0, room));
  });
});

describe.skipIf(!canMount)(onDisk('a disk that is read-only'), () => {
  it.each(SOME_WRITERS)('is refused before any work: %s', (name) => {
    const ended = onDisks(`read-only: ${name}`);
    expectOneLine(ended, /the file system is read-only; choose a folder on another one \(EROFS\)$/);
    expect(ended.stderr).not.toMatch(/^Training/m);
    expect(filesBelow(ended.left)).toEqual(filesBelow(join(folder, 'results')));
  });
});

describe('a file in place of a folder', () => {
  it.each(someOf(WRITERS, ['data']))('is refused, and left alone: %s', async (name, args) => {
    const place = join(folder, `occupied-${name}`);
    writeFileSync(place, 'mine');
    // This process does not hear what fived-plots says.
    const run = name === 'plot' || name === 'report' ? fivedIn : fivedHereIn;
    const ended = await run(
      folder,
      args.map((word) => word.replace(/^disk/, `occupied-${name}`)),
    );
    expectOneLine(ended, /there is a file where the folder should be|a part of its path is a file/);
    expect(readFileSync(place, 'utf8')).toBe('mine');
  });
});

describe('a program for charts that does not start', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('costs the charts of a training, not its model', async () => {
    vi.stubEnv('NODE_OPTIONS', '--no-such-option');
    const ended = await fivedHereIn(folder, ['train', 'rows.csv', ...BRIEFLY, '--out', 'no-charts']);
    expectOneLine(ended, /^fived: the model is in no-charts, but its charts could not be drawn; /);
    expect(Object.keys(filesBelow(join(folder, 'no-charts')))).toEqual(ALL_BUT_CHARTS);
  });
});

/** Removes the folder once stderr contains `when`. */
const vanishing = (name: string, when: string) => {
  let gone = false;
  return (stderr: string): void => {
    if (gone || !stderr.includes(when)) return;
    gone = true;
    rmSync(join(folder, name), { recursive: true });
  };
};

describe.skipIf(process.platform === 'win32')('a folder that goes away during the work', () => {
  const GONE =
    /its folder does not exist \(any more\), or takes no new files; create it, or choose another \(ENOENT\)$/;

  it('ends a sweep with one line, at its next run', async () => {
    const args = ['bench', '--sizes', '300', '--runs', '500', '--epochs', '100', '--out', 'gone-bench'];
    expectOneLine(await fivedHereIn(folder, args, { onErr: vanishing('gone-bench', 'run 1 of 500:') }), GONE);
    expect(existsSync(join(folder, 'gone-bench'))).toBe(false);
  });

  it.runIf(TRY_ALL)('ends a memory profile with one line, at its next process', async () => {
    const args = ['memory', ...QUICK_PROFILE.with(3, '3'), '--out', 'gone-memory'];
    expectOneLine(await fivedIn(folder, args, { onErr: vanishing('gone-memory', 'process 1 of 3:') }), GONE);
  });

  it('ends a training with one line, when the run is to be written', async () => {
    const args = [
      'train',
      'rows.csv',
      '--epochs',
      '20000',
      '--patience',
      '0',
      '--optimizer',
      'adam',
      '--hidden',
      '8',
      '--ensemble',
      '1',
      '--jobs',
      '1',
      '--out',
      'gone-train',
    ];
    const remove = vanishing('gone-train', '\nTraining ');
    const ended = await fivedHereIn(folder, args, {
      onErr: (stderr) => {
        if (!existsSync(join(folder, 'gone-train'))) return;
        remove(stderr);
        if (!existsSync(join(folder, 'gone-train'))) pressCtrlC(); // which would save what there is
      },
    });
    expectOneLine(ended, GONE);
    expect(existsSync(join(folder, 'gone-train'))).toBe(false);
  });

  it('ends predictions with one line', async () => {
    // Rows without an end: they wait until the output file exists, and then the pipe closes.
    const waiting = 'while [ ! -e gone-predict ]; do sleep 0.01; done';
    const rows = `cat rows.csv; ${waiting}; rm -r gone-predict; tail -n 1 rows.csv`;
    execFileSync('mkfifo', [join(folder, 'slow')]);
    const writerEnds = once(spawn('sh', ['-c', `{ ${rows}; } > slow`], { cwd: folder, stdio: 'ignore' }), 'close');
    const ended = await fivedHereIn(folder, ['predict', 'run', 'slow', '--out', 'gone-predict/p.csv']);
    expectOneLine(ended, GONE);
    expect(await writerEnds).toEqual([0, null]);
  });

  it('is said of the current one too', async () => {
    const { code, stderr } = await fivedIn(folder, ['data', '--n', '10', '--out', 'rows.csv'], {
      shell: 'mkdir here && cd here && rmdir ../here',
    });
    expect([code, stderr]).toEqual([1, 'fived: the current folder does not exist any more; change into another\n']);
  });
});
