// `fived train --from`: a fit in two parts and a fit in one must leave equal files, byte by byte. Threads cost more
// than all else here. So `npm test` trains two networks at a time only where that matters, and `npm run test:long` in
// every case.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Interpolator, loadSavedFit } from '@fived/interpolator';
import { readHistory, readRunRecord } from '@fived/records';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fivedIn } from '../testing/command.js';
import { fivedHere, fivedWatched, pressCtrlC, type Ran } from '../testing/run-here.js';
import { NAMES, tableRows, toText } from '../testing/user-files.js';

const TRY_ALL = inject('campaign') !== 'short';

let folder: string;
const home = process.cwd();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived go on '));
  writeFileSync(join(folder, 'rows.csv'), toText(tableRows(120)));
  process.chdir(folder); // so that messages have short names
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

let runCount = 0;
/** Trains to the end into a new folder, and returns it. One network at a time, unless the arguments say how many. */
async function trained(file: string, ...args: readonly string[]): Promise<string> {
  const out = `run-${++runCount}`;
  const jobs = args.includes('--jobs') ? [] : ['--jobs', '1'];
  const { code, stderr } = await fivedHere('train', file, ...args, ...jobs, '--no-charts', '--out', out);
  expect(code, stderr).toBe(0);
  return out;
}

/** The hashes of all files, except what a killed process left for the next one to remove. */
function hashesOf(run: string): readonly string[] {
  const files = readdirSync(join(folder, run)).filter((file) => !file.startsWith('.'));
  return files.map(
    (file) =>
      `${file} ${createHash('sha256')
        .update(readFileSync(join(folder, run, file)))
        .digest('hex')}`,
  );
}
const recordOf = (run: string) => readRunRecord(join(folder, run, 'metrics.json'));
const savedIn = (run: string) => loadSavedFit(join(folder, run, 'model.safetensors'));

async function expectSame(resumed: string, once: string): Promise<void> {
  for (const file of ['model.safetensors', 'history.csv', 'predictions.csv']) {
    expect(
      Buffer.compare(readFileSync(join(folder, resumed, file)), readFileSync(join(folder, once, file))),
      file,
    ).toBe(0);
  }
  const [now, then] = [await recordOf(resumed), await recordOf(once)];
  for (const part of ['members', 'metrics', 'weights_sha256', 'stopped', 'split', 'network'] as const)
    expect(now[part]).toEqual(then[part]);
  const { engine, jobs, threads } = now.settings;
  expect(now.settings).toEqual({ ...then.settings, preset: 'resumed', engine, jobs, threads });
}

const second = ['--hidden', '5,4', '--ensemble', '3'];
const first = ['--optimizer', 'adam', '--schedule', 'constant', '--hidden', '6', '--ensemble', '3', '--patience', '0'];

describe('fived train --from', () => {
  // The second case trains two networks at a time further down, where Ctrl-C ends it.
  it.each([
    ['levenberg-marquardt', '2', second],
    ['adam', TRY_ALL ? '2' : '1', first],
    ['the published training', TRY_ALL ? '2' : '1', ['--preset', 'published', '--hidden', '6', '--ensemble', '2']],
  ])(
    'gives after 15 and 15 epochs the files of 30, with both engines and however many networks at a time: %s',
    async (_, several, options) => {
      const once = await trained('rows.csv', ...options, '--epochs', '30');
      for (const [engine, thenEngine, jobs] of [
        ...(TRY_ALL
          ? [
              ['simd', 'simd', '2'],
              ['reference', 'reference', '1'],
            ]
          : []),
        ['simd', 'reference', several],
        ['reference', 'simd', '1'],
      ]) {
        const half = await trained('rows.csv', ...options, '--epochs', '15', '--engine', engine, '--jobs', '1');
        // from the run folder or from its file
        const from = engine === 'simd' ? half : join(half, 'model.safetensors');
        await expectSame(
          await trained('rows.csv', '--from', from, '--epochs', '30', '--engine', thenEngine, '--jobs', jobs),
          once,
        );
      }
    },
  );

  it('says where it goes on, and how many epochs it ran', async () => {
    const half = await trained('rows.csv', ...second, '--epochs', '5');
    const { stdout, stderr } = await fivedHere(
      'train',
      'rows.csv',
      '--from',
      half,
      '--epochs',
      '12',
      '--jobs',
      '1',
      '--no-charts',
      '--out',
      'said',
    );
    expect(stderr).toContain(
      '\nTraining 3 networks 5-5-4-1 from different seeds, at most 12 epochs each.\n' +
        `Going on from ${half}/model.safetensors: 3 networks stand at 5 epochs.\nOptimizer: `,
    );
    expect(stdout).toMatch(/\nTrained in \d+\.\d\d s: 21 more epochs\.\n/);
    for (const line of `${stdout}${stderr}`.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it(
    'ends by patience where one longer training does, and leaves networks as they ' + 'are that had ended before',
    async () => {
      const impatient = [
        '--optimizer',
        'adam',
        '--schedule',
        'constant',
        '--hidden',
        '6',
        '--ensemble',
        '4',
        '--patience',
        '8',
        '--learning-rate',
        '0.02',
      ];
      const once = await trained('rows.csv', ...impatient, '--epochs', '300');
      const { members } = await recordOf(once);
      expect(members.map(({ stopped }) => stopped)).toEqual(Array.from(members, () => 'patience'));
      const counts = members.map(({ epochs_run }) => epochs_run).sort((a, b) => a - b);
      expect(counts[0]).toBeLessThan(counts[3]);
      const part = await trained('rows.csv', ...impatient, '--epochs', String(counts[3] - 1));
      for (const jobs of TRY_ALL ? ['1', '2'] : ['1'])
        await expectSame(await trained('rows.csv', '--from', part, '--epochs', '300', '--jobs', jobs), once);
    },
  );

  it('can have more networks and more patience, as if it had had them from the start', async () => {
    const one = await trained('rows.csv', '--hidden', '5,4', '--ensemble', '1', '--epochs', '8');
    const half = await trained('rows.csv', '--from', one, '--ensemble', '3', '--patience', '60');
    await expectSame(half, await trained('rows.csv', ...second, '--epochs', '8', '--patience', '60'));
    // one record of what was asked for, and one file that can go on another time
    await expectSame(
      await trained('rows.csv', '--from', half, '--epochs', '12', '--patience', '0'),
      await trained('rows.csv', ...second, '--epochs', '12', '--patience', '0'),
    );
  });

  it('takes the columns of the earlier training by their names, in any order and among others', async () => {
    const columns = ['--target', 'x5', '--features', 'x2,y', '--ensemble', '1'];
    const once = await trained('rows.csv', ...columns, '--epochs', '6');
    const half = await trained('rows.csv', ...columns, '--epochs', '3');
    const reordered = tableRows(120).map(([x1, x2, x3, x4, x5, y]) => [y, 7, x5, x4, x3, x2, x1]);
    writeFileSync(join(folder, 'reordered.csv'), toText(reordered, ['y', 'extra', 'x5', 'x4', 'x3', 'x2', 'x1']));
    await expectSame(await trained('reordered.csv', '--from', half, '--epochs', '6'), once);
    await expectSame(
      await trained(
        'rows.csv',
        '--from',
        half,
        '--epochs',
        '6',
        '--target',
        '5',
        '--features',
        '2,6',
        '--dimensions',
        '2',
      ),
      once,
    );
  });

  it('takes options that say what is so anyway', async () => {
    const half = await trained('rows.csv', ...first, '--epochs', '4');
    const same = [
      '--seed',
      '42',
      '--learning-rate',
      '0.005',
      '--batch-size',
      '32',
      '--activation',
      'algebraic-silu',
      '--target',
      'y',
    ];
    await expectSame(
      await trained('rows.csv', '--from', half, ...first, ...same, '--epochs', '6'),
      await trained('rows.csv', ...first, '--epochs', '6'),
    );
  });
});

describe('a training that Ctrl-C ended', () => {
  /** What a terminal gets instead of a new line when one line or two are rewritten. */
  const ERASING = ['\r\u001b[K', '\r\u001b[1A\u001b[J'];
  const EVER = ['--epochs', '10000000'];

  /** Ends the training by Ctrl-C once as many networks as train at a time have told their progress. */
  async function interrupted(jobs: string, args: readonly string[]): Promise<Ran> {
    const said = Array.from({ length: Number(jobs) }, (_, index) => `network ${index + 1}/3, epoch `);
    let isPressed = false;
    const onErr = (stderr: string): void => {
      if (isPressed || !said.every((words) => stderr.includes(words))) return;
      isPressed = true;
      pressCtrlC();
    };
    const { isTTY } = process.stderr;
    process.stderr.isTTY = true; // otherwise they tell it every five seconds
    try {
      const ended = await fivedWatched(['train', 'rows.csv', ...args, '--jobs', jobs, '--no-charts'], { onErr });
      return { ...ended, stderr: ERASING.reduce((text, sequence) => text.replaceAll(sequence, '\n'), ended.stderr) };
    } finally {
      process.stderr.isTTY = isTTY;
    }
  }

  it.each([...(TRY_ALL ? [['1', '2']] : []), ['2', '1']])(
    'goes on, ends by Ctrl-C once more, and ends as if it had never been interrupted: --jobs %s, then %s',
    async (jobs, thenJobs) => {
      const fit = [
        '--optimizer',
        'adam',
        '--schedule',
        'constant',
        '--hidden',
        '16,8',
        '--ensemble',
        '3',
        '--patience',
        '0',
      ];
      const run = `interrupted-${jobs}`;
      const again = `${run}-again`;
      const begun = await interrupted(jobs, [...fit, ...EVER, '--out', run]);
      expect(begun.stderr).toMatch(
        new RegExp(`\nfived: interrupted; the best weights so far are in ${run}; --from ${run} goes on\\.\n$`),
      );
      const goneOn = await interrupted(thenJobs, ['--from', run, '--out', again]);
      expect([begun.code, goneOn.code], goneOn.stderr).toEqual([130, 130]);

      // The networks never end. So only as many were begun as train at a time, and of two the second one had no turn
      // again.
      const [before, after] = [await savedIn(run), await savedIn(again)];
      expect([before.state.members.length, after.state.members.length]).toEqual([Number(jobs), 2]);
      expect(after.state.members[0].epochsRun).toBeGreaterThan(before.state.members[0].epochsRun);
      if (jobs === '2') expect(after.state.members[1]).toEqual(before.state.members[1]);
      // everything that the networks learned, not only what was added
      const counts = after.state.members.map(({ epochsRun }) => epochsRun);
      expect(await readHistory(join(folder, again, 'history.csv'))).toHaveLength(counts[0] + counts[1]);

      const epochs = ['--epochs', String(Math.max(...counts) + 5)];
      await expectSame(
        await trained('rows.csv', '--from', again, ...epochs),
        await trained('rows.csv', ...fit, ...epochs),
      );
    },
  );
});

describe('the run that goes on', () => {
  it('is replaced by its own rest only with --force, and not before that is there', async () => {
    const run = await trained('rows.csv', ...first, '--epochs', '5');
    const before = hashesOf(run);
    const refused = await fivedHere('train', 'rows.csv', '--from', run, '--epochs', '9', '--out', run);
    expect(refused).toMatchObject({
      code: 1,
      stdout: '',
      stderr:
        `fived: ${run} holds a run already (model.safetensors); ` +
        'choose another --out, or give --force to replace it\n',
    });
    expect(hashesOf(run)).toEqual(before);

    let isKilled = false;
    const onErr = (stderr: string, kill: (signal: NodeJS.Signals) => void): void => {
      if (isKilled || !stderr.includes('\nTraining ')) return;
      isKilled = true;
      kill('SIGKILL');
    };
    const killed = await fivedIn(
      folder,
      ['train', 'rows.csv', '--from', run, '--epochs', '10000000', '--jobs', '1', '--out', run, '--force'],
      { onErr },
    );
    expect(killed.code).toBeNull();
    expect(hashesOf(run)).toEqual(before);

    expect(
      (
        await fivedHere(
          ...['train', 'rows.csv', '--from', run, '--epochs', '9', '--jobs', '1'],
          ...['--out', run, '--force', '--no-charts'],
        )
      ).code,
    ).toBe(0);
    await expectSame(run, await trained('rows.csv', ...first, '--epochs', '9'));
  });
});

describe('going on is refused', () => {
  beforeAll(async () => {
    for (const [name, options] of [
      ['adam', first],
      ['cosine', first.with(3, 'cosine')],
      ['second', second],
    ] as const) {
      expect(
        (await fivedHere('train', 'rows.csv', ...options, '--epochs', '4', '--jobs', '1', '--no-charts', '--out', name))
          .code,
      ).toBe(0);
    }
    const rows = tableRows(120);
    writeFileSync(join(folder, 'fewer.csv'), toText(rows.slice(1)));
    writeFileSync(join(folder, 'turned.csv'), toText(rows.toReversed()));
    writeFileSync(
      join(folder, 'changed.csv'),
      toText(
        rows.with(
          9,
          rows[9].map((value) => value + 1e-6),
        ),
      ),
    );
    writeFileSync(join(folder, 'renamed.csv'), toText(rows, [...NAMES.slice(0, 5), 'z']));
    await (await Interpolator.load('adam/model.safetensors')).save('stateless.safetensors');
    const damaged = readFileSync('adam/model.safetensors');
    damaged[damaged.length - 1] ^= 1;
    writeFileSync('damaged.safetensors', damaged);
  }, 120_000);

  const more = ['--epochs', '8'];
  const contradicts = (option: string, saved: string, given: string): string =>
    `${option} is ${saved} in the training that goes on; got ${given}. Leave ${option} out, or train anew.`;
  const otherRows = 'A training goes on with the rows that it began with, in the same order';
  const noModel = '; --from must be a run folder of "fived train", or its model.safetensors';

  it.each([
    [
      'rows.csv',
      'adam',
      [...more, '--optimizer', 'levenberg-marquardt'],
      contradicts('--optimizer', 'adam', 'levenberg-marquardt'),
    ],
    ['rows.csv', 'adam', [...more, '--hidden', '6,6'], contradicts('--hidden', '6', '6,6')],
    ['rows.csv', 'adam', [...more, '--activation', 'relu'], contradicts('--activation', 'algebraic-silu', 'relu')],
    ['rows.csv', 'adam', [...more, '--batch-size', '8'], contradicts('--batch-size', '32', '8')],
    ['rows.csv', 'second', [...more, '--batch-size', '8'], contradicts('--batch-size', 'none', '8')],
    ['rows.csv', 'adam', [...more, '--learning-rate', '0.01'], contradicts('--learning-rate', '0.005', '0.01')],
    ['rows.csv', 'adam', [...more, '--schedule', 'linear'], contradicts('--schedule', 'constant', 'linear')],
    ['rows.csv', 'adam', [...more, '--seed', '1'], contradicts('--seed', '42', '1')],
    ['rows.csv', 'adam', [...more, '--target', 'x5'], contradicts('--target', 'y', 'x5')],
    ['rows.csv', 'adam', [...more, '--features', '1,2,3'], contradicts('--features', 'x1,x2,x3,x4,x5', 'x1,x2,x3')],
    [
      'rows.csv',
      'adam',
      [...more, '--dimensions', '3'],
      'rows.csv has 5 features besides the target "y", expected 3: ' +
        'give --dimensions 5, or choose among x1, x2, x3, x4, x5',
    ],
    [
      'rows.csv',
      'adam',
      [...more, '--preset', 'default'],
      '--preset is for a new training, and --from goes on with the settings of an earlier one; ' +
        'leave one of the two out.',
    ],
    ['rows.csv', 'adam', ['--epochs', '3'], '--epochs is the total, and 4 of them have been run; got 3.'],
    [
      'rows.csv',
      'adam',
      [...more, '--ensemble', '2'],
      '--ensemble can be raised but not lowered from 3, since those that were trained would be left out; got 2.',
    ],
    [
      'rows.csv',
      'second',
      [...more, '--patience', '9'],
      '--patience can be raised but not lowered from 50, since with less the training might have ended before; got 9.',
    ],
    [
      'rows.csv',
      'cosine',
      more,
      '--epochs must stay 4: with the schedule cosine the learning rate of every epoch depends on their total, ' +
        'so that 8 epochs are another training from the first one on. ' +
        'Train anew, or with the schedule constant, which can go on.',
    ],
    [
      'rows.csv',
      'adam',
      [],
      'Nothing is left to train: of 3 networks 3 ran all 4 epochs, 0 ran out of patience (0), ' +
        '0 found no better step. Give more epochs (the total), more patience or more members.',
    ],
    ['fewer.csv', 'adam', more, `${otherRows}: they were 120, these are 119.`],
    ['turned.csv', 'adam', more, `${otherRows}: these are as many, 120, but not the same.`],
    ['changed.csv', 'adam', more, `${otherRows}: these are as many, 120, but not the same.`],
    [
      'renamed.csv',
      'adam',
      more,
      'renamed.csv has no column "y" (did you mean "z"?); its columns are x1, x2, x3, x4, x5, z',
    ],
    [
      'rows.csv',
      'stateless.safetensors',
      more,
      'stateless.safetensors: this model predicts, but its training cannot go on: ' +
        'the file does not hold its state (it was written by an earlier version, or from a loaded model); train anew',
    ],
    ['rows.csv', 'missing.safetensors', more, 'cannot read missing.safetensors: there is no such file'],
    ['rows.csv', 'missing', more, `cannot read missing: there is no such file${noModel}`],
    ['rows.csv', '.', more, `cannot read model.safetensors: there is no such file${noModel}`],
    [
      'rows.csv',
      'rows.csv',
      more,
      /^fived: rows\.csv: header: [^\n]+; --from must be a run folder of "fived train", or its model\.safetensors$/,
    ],
    ['rows.csv', 'damaged.safetensors', more, /^fived: damaged\.safetensors: [^\n]+$/],
    ['rows.csv', '', more, '--from must be a path; got "".'],
  ] satisfies readonly (readonly [string, string, readonly string[], string | RegExp])[])(
    '%s --from %s %j ends before any training with one line and exit code 1, and leaves the run whole',
    async (file, from, args, message) => {
      const runs = ['adam', 'cosine', 'second'];
      const before = runs.map(hashesOf);
      const { code, stdout, stderr } = await fivedHere('train', file, '--from', from, ...args, '--out', 'never');
      const line = stderr.trimEnd().split('\n').at(-1) ?? '';
      if (typeof message === 'string') expect(line).toBe(`fived: ${message}`);
      else expect(line).toMatch(message);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).not.toContain('\nTraining ');
      expect(existsSync(join(folder, 'never'))).toBe(false);
      expect(runs.map(hashesOf)).toEqual(before);
    },
  );
});
