// A disk that is full or read-only, and a folder that goes away: one clear line, and what was there before is there
// still.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBenchmarkRecord } from '@fived/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedIn } from '../benchmark/command.fixture.js';
import { tableRows, toText } from '../train/user-files.fixture.js';
import { canMount, fivedOnDisk, onDisk } from './disk.fixture.js';
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
} from './user.fixture.js';

let folder: string;
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

// The disk holds an earlier result, and fills up while the new one is written: the sizes are such that the check at the
// beginning, which writes 4 kB, still finds room.
describe(onDisk('a disk that fills up'), { skip: !canMount, concurrent: true }, () => {
  const FULL = /no space is left on the disk; free some, or choose a folder on another disk \(ENOSPC\)$/;

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
  it.each(someOf(WRITING, ['predict', 'train']))(
    'leaves what was there as it was: %s',
    async (_, args, kilobytes, before) => {
      const ended = await fivedOnDisk(folder, args, {
        kilobytes,
        before: `${before} && cp -R disk/. earlier-${args[0]}`,
      });
      expectOneLine(ended, FULL);
      expect(filesBelow(ended.left)).toEqual(filesBelow(join(folder, `earlier-${args[0]}`)));
    },
  );

  it('keeps the runs of a sweep that were finished', async () => {
    const sweep = ['bench', '--sizes', '40,60', '--runs', '4', '--epochs', '2', '--hidden', '4', '--out', 'disk'];
    const ended = await fivedOnDisk(folder, sweep, { kilobytes: 20 });
    expectOneLine(ended, FULL);
    expect(Object.keys(filesBelow(ended.left))).toEqual(['benchmark_results.json']);
    const { results } = await readBenchmarkRecord(join(ended.left, 'benchmark_results.json'));
    expect(results[0].n_runs).toBeGreaterThan(0);
  });

  it('costs the charts of a training, not its model', async () => {
    const ended = await fivedOnDisk(folder, ['train', 'rows.csv', ...BRIEFLY, '--out', 'disk/run'], { kilobytes: 80 });
    expectOneLine(
      ended,
      /^fived: the model is in disk\/run, but its charts could not be drawn; --no-charts leaves them out\.$/,
    );
    expect(ended.stderr).toMatch(
      /^fived-plots: cannot write [^\n]*loss_curve\.png: no space is left on the disk[^\n]*$/m,
    );
    expect(Object.keys(filesBelow(join(ended.left, 'run')))).toEqual([
      'history.csv',
      'metrics.json',
      'model.safetensors',
      'predictions.csv',
    ]);
  });

  // Node writes to a file once and does not look how much of it was taken.
  const PRINTING = [
    ['predictions', ['predict', 'run', 'rows.csv']],
    ['metrics', ['evaluate', 'run', 'rows.csv', '--json']],
    ['a description', ['info', 'run', '--json']],
  ] as const;
  it.each(someOf(PRINTING, ['metrics']))('is not taken for one that took the output: %s', async (_, args) => {
    const whole = await fivedIn(folder, args);
    const room = whole.stdout.length >> 1;
    // What is left on the disk is a part of a page, into which half of the output goes.
    const before = `head -c ${8192 - room} /dev/zero > disk/out`;
    const ended = await fivedOnDisk(folder, args, { kilobytes: 8, before, run: '"$@" >> disk/out' });
    expectOneLine(ended, /^fived: cannot write to standard output: .*ENOSPC/);
    expect(readFileSync(join(ended.left, 'out'), 'utf8').slice(8192 - room)).toBe(whole.stdout.slice(0, room));
  });
});

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

describe(onDisk('a disk that is read-only'), { skip: !canMount, concurrent: true }, () => {
  it.each(someOf(WRITERS, ['predict', 'bench']))('is refused before any work: %s', async (_, args) => {
    const ended = await fivedOnDisk(folder, args, { kilobytes: 200, before: 'cp results/* disk', readOnly: true });
    expectOneLine(ended, /the file system is read-only; choose a folder on another one \(EROFS\)$/);
    expect(ended.stderr).not.toMatch(/^Training/m);
    expect(filesBelow(ended.left)).toEqual(filesBelow(join(folder, 'results')));
  });
});

describe('a file in place of a folder', { concurrent: true }, () => {
  it.each(someOf(WRITERS, ['data']))('is refused, and left alone: %s', async (name, args) => {
    const place = join(folder, `occupied-${name}`);
    writeFileSync(place, 'mine');
    const ended = await fivedIn(
      folder,
      args.map((word) => word.replace(/^disk/, `occupied-${name}`)),
    );
    expectOneLine(ended, /there is a file where the folder should be|a part of its path is a file/);
    expect(readFileSync(place, 'utf8')).toBe('mine');
  });
});

/** Takes the folder away once stderr holds what is to be waited for. */
const vanishing = (name: string, when: string) => {
  let gone = false;
  return (stderr: string): void => {
    if (gone || !stderr.includes(when)) return;
    gone = true;
    rmSync(join(folder, name), { recursive: true });
  };
};

describe('a folder that goes away during the work', { skip: process.platform === 'win32', concurrent: true }, () => {
  const GONE =
    /its folder does not exist \(any more\), or takes no new files; create it, or choose another \(ENOENT\)$/;

  it('ends a sweep with one line, at its next run', async () => {
    const args = ['bench', '--sizes', '300', '--runs', '500', '--epochs', '100', '--out', 'gone-bench'];
    expectOneLine(await fivedIn(folder, args, { onErr: vanishing('gone-bench', 'run 1 of 500:') }), GONE);
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
    let saved = false;
    const remove = vanishing('gone-train', '\nTraining ');
    const ended = await fivedIn(folder, args, {
      onErr: (stderr, kill) => {
        if (!existsSync(join(folder, 'gone-train'))) return;
        remove(stderr);
        if (saved || existsSync(join(folder, 'gone-train'))) return;
        saved = true;
        kill('SIGINT'); // which would save what there is
      },
    });
    expectOneLine(ended, GONE);
    expect(existsSync(join(folder, 'gone-train'))).toBe(false);
  });

  it('ends predictions with one line', async () => {
    // Rows without an end: the file is waited for as long as it takes, and then the pipe is closed.
    const shell =
      'mkfifo slow; { cat rows.csv; while [ ! -e gone-predict ]; do :; done; ' +
      'rm -r gone-predict; tail -n 1 rows.csv; } > slow & exec "$@" && true';
    expectOneLine(await fivedIn(folder, ['predict', 'run', 'slow', '--out', 'gone-predict/p.csv'], { shell }), GONE);
  });

  it('is said of the current one too', async () => {
    const { code, stderr } = await fivedIn(folder, ['data', '--n', '10', '--out', 'rows.csv'], {
      shell: 'mkdir here && cd here && rmdir ../here',
    });
    expect([code, stderr]).toEqual([1, 'fived: the current folder does not exist any more; change into another\n']);
  });
});
