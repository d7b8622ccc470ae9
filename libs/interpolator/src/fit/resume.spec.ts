/**
 * A fit in two parts, through the bytes of a file, against the same fit in one go. The files must be equal byte by
 * byte.
 */
import { createHash } from 'node:crypto';
import { createReferenceEngine, createSimdEngine, type EngineFactory } from '@fived/nn';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  assemble,
  contradictionOf,
  decodeSavedFit,
  Interpolator,
  loadSavedFit,
  memberJobs,
  prepareFit,
  prepareResume,
  trainMember,
  wasInterrupted,
  type FitOptions,
  type ResumeFitOptions,
  type SavedFit,
} from '../index.js';
import { pythonModelBytes } from '../testing/golden.js';
import { quickAdam, smoothRows, type TestRows } from '../testing/rows.js';

const rows = smoothRows(90);
const small = { optimizer: 'levenberg-marquardt', hiddenSizes: [5, 4], epochs: 12, members: 3 } satisfies FitOptions;
const smallAdam = {
  ...quickAdam,
  epochs: 12,
  members: 3,
  learningRate: 0.05,
  batchSize: 16,
  schedule: 'constant',
  patience: 0,
} satisfies FitOptions;

const savedOf = (fit: Interpolator): SavedFit => decodeSavedFit(fit.toBytes(), 'a.safetensors');

const expectSame = (resumed: Interpolator, once: Interpolator): void => {
  expect(resumed.model).toEqual(once.model);
  expect(Buffer.compare(resumed.toBytes(), once.toBytes())).toBe(0);
};

/** Stops a fit at an epoch of a member. */
const stopAt = (member: number, epoch: number): Pick<FitOptions, 'onEpoch'> => ({
  onEpoch: (progress) => (progress.member === member && progress.epoch === epoch ? 'stop' : undefined),
});

/** Trains with the first options, saves, and resumes with the second. */
function inTwoParts(first: FitOptions, second: ResumeFitOptions, of: TestRows = rows): Interpolator {
  return Interpolator.resume(of, savedOf(Interpolator.fit(of, first)), second);
}

describe('A fit that goes on', () => {
  const engines: readonly [EngineFactory, EngineFactory][] = [
    [createReferenceEngine, createReferenceEngine],
    [createSimdEngine, createSimdEngine],
    [createReferenceEngine, createSimdEngine],
    [createSimdEngine, createReferenceEngine],
  ];

  it.each([small, smallAdam])(
    'gives the file of one longer fit, on either engine and from one to the other, with $optimizer',
    (threeMembers) => {
      const options = { ...threeMembers, members: 2 };
      const once = Interpolator.fit(rows, { ...options, epochs: 25 });
      for (const [first, second] of engines) {
        const resumed = inTwoParts({ ...options, createEngine: first }, { epochs: 25, createEngine: second });
        expectSame(resumed, once);
        expect(resumed.predict(rows.x)).toEqual(once.predict(rows.x));
      }
    },
  );

  it('gives the file of 300 epochs after 150 of the published training', () => {
    const few = smoothRows(60, 5);
    const resumed = inTwoParts(
      { preset: 'published', epochs: 150, createEngine: createReferenceEngine },
      { epochs: 300 },
      few,
    );
    expect(resumed.settings.epochs).toBe(300);
    expect(resumed.members[0].history.trainLoss).toHaveLength(300);
    expectSame(resumed, Interpolator.fit(few, { preset: 'published' }));
  });

  it('has also trained on the members that the model left out', () => {
    const uneven = { ...smallAdam, hiddenSizes: [8, 4] };
    const first = Interpolator.fit(rows, uneven);
    expect(first.model.training.dropped.length).toBeGreaterThan(0);
    const seen = new Set<number>();
    const resumed = Interpolator.resume(rows, savedOf(first), {
      epochs: 25,
      onEpoch: ({ member, epoch }) => {
        seen.add(member);
        expect(epoch).toBeGreaterThan(12);
        return undefined;
      },
    });
    expect([...seen]).toEqual([0, 1, 2]);
    expectSame(resumed, Interpolator.fit(rows, { ...uneven, epochs: 25 }));
  });

  it('stops early where one longer fit does, and leaves members alone that had ended before', () => {
    const impatient = { ...smallAdam, learningRate: 0.1, patience: 6 };
    const once = Interpolator.fit(rows, { ...impatient, epochs: 300 });
    const ends = savedOf(once).state.members.map(({ epochsRun, stoppedBy }) => ({ epochsRun, stoppedBy }));
    expect(ends.every(({ stoppedBy }) => stoppedBy === 'patience')).toBe(true);
    const counts = ends.map(({ epochsRun }) => epochsRun).sort((a, b) => a - b);
    expect(counts[0]).toBeLessThan(counts[2]);
    // before any has ended, when some have, and one epoch before the last one ends
    for (const epochs of [counts[0] - 1, counts[0] + 1, counts[2] - 1]) {
      expectSame(inTwoParts({ ...impatient, epochs }, { epochs: 300 }), once);
    }
  });

  it('has as much patience with levenberg-marquardt that began with a part of the rows', () => {
    const { x, y } = smoothRows(2010, 1);
    const noisy = { x, y: y.map((value, row) => value + ((row * 0.618034) % 1)) };
    const options = { hiddenSizes: [2], members: 1, patience: 3 };
    const once = Interpolator.fit(noisy, { ...options, epochs: 80 });
    expect(once.members[0].stoppedBy).toBe('patience');
    for (const epochs of [20, once.members[0].epochsRun - 1])
      expectSame(inTwoParts({ ...options, epochs }, { epochs: 80 }, noisy), once);
  });

  it('goes on after it was interrupted, also between members and with a schedule', () => {
    for (const options of [small, { ...smallAdam, schedule: 'cosine' as const }]) {
      const once = Interpolator.fit(rows, options);
      for (const [member, epoch] of [
        [0, 1],
        [1, 5],
        [1, 12],
      ]) {
        const interrupted = Interpolator.fit(rows, { ...options, ...stopAt(member, epoch) });
        expect(wasInterrupted(interrupted.model)).toBe(true);
        expectSame(Interpolator.resume(rows, savedOf(interrupted)), once);
      }
    }
  });

  it('keeps the members that it did not come to when it is interrupted again', () => {
    const first = Interpolator.fit(rows, smallAdam);
    const again = Interpolator.resume(rows, savedOf(first), { epochs: 25, ...stopAt(0, 20) });
    expect(wasInterrupted(again.model)).toBe(true);
    expect(savedOf(again).state.members.map(({ epochsRun, stoppedBy }) => [epochsRun, stoppedBy])).toEqual([
      [20, 'caller'],
      [12, 'caller'],
      [12, 'caller'],
    ]);
    expectSame(Interpolator.resume(rows, savedOf(again)), Interpolator.fit(rows, { ...smallAdam, epochs: 25 }));
  });

  it('can have more members and more patience, as if it had had them from the start', () => {
    expectSame(inTwoParts({ ...small, members: 1 }, { members: 3 }), Interpolator.fit(rows, small));
    const impatient = { ...smallAdam, learningRate: 0.1, epochs: 60, patience: 3 };
    for (const patience of [5, 0])
      expectSame(inTwoParts(impatient, { patience }), Interpolator.fit(rows, { ...impatient, patience }));
  });

  it('goes on with a constant target, which is met exactly', () => {
    const constant = { x: rows.x, y: rows.y.map(() => 3) };
    for (const options of [small, smallAdam]) {
      const once = Interpolator.fit(constant, { ...options, epochs: 9 });
      expect(once.members.every(({ epochsRun }) => epochsRun > 2)).toBe(true);
      expectSame(inTwoParts({ ...options, epochs: 2 }, { epochs: 9 }, constant), once);
      // with no error left, levenberg-marquardt's trust in the rows (beta) is infinite
      expect(savedOf(once).model).toEqual(once.model);
    }
  });

  it('leaves a member alone that found no better step', () => {
    const { x, y } = smoothRows(60, 1);
    const line = { x, y: y.map((_, row) => 3 * x[row] - 1) };
    const options = { hiddenSizes: [], members: 1, epochs: 50 };
    const once = Interpolator.fit(line, { ...options, members: 2 });
    expect(once.members[0].stoppedBy).toBe('converged');
    expectSame(inTwoParts(options, { members: 2 }, line), once);
  });

  it('takes the same numbers in another form, and goes on in parts, elsewhere and in another order', () => {
    const saved = savedOf(Interpolator.fit(rows, smallAdam));
    const prepared = structuredClone(
      prepareResume({ x: Float32Array.from(rows.x), y: Array.from(rows.y) }, structuredClone(saved), { epochs: 20 }),
    );
    const members = memberJobs(prepared)
      .toReversed()
      .map((job) => structuredClone(trainMember(structuredClone(job))));
    const fitted = assemble(prepared, members);
    expect(fitted.members.map(({ index }) => index)).toEqual([0, 1, 2]);
    expectSame(Interpolator.of(fitted), Interpolator.fit(rows, { ...smallAdam, epochs: 20 }));
  });

  it('goes on from a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fived-resume-'));
    try {
      const path = join(folder, 'model.safetensors');
      await Interpolator.fit(rows, small).save(path);
      expectSame(
        Interpolator.resume(rows, await loadSavedFit(path), { epochs: 14 }),
        Interpolator.fit(rows, { ...small, epochs: 14 }),
      );
      const loaded = await Interpolator.load(path);
      await loaded.save(path);
      await expect(loadSavedFit(path)).rejects.toThrow(
        'its training cannot go on: the file does not hold its state ' +
          '(it was written by an earlier version, or from a loaded model); train anew',
      );
      await expect(loadSavedFit(join(folder, 'b'))).rejects.toThrow('there is no such file');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('Going on is refused', () => {
  const adam = savedOf(Interpolator.fit(rows, { ...smallAdam, epochs: 4, patience: 9, featureNames: ['a', 'b', 'c'] }));
  const cosine = savedOf(Interpolator.fit(rows, { ...smallAdam, epochs: 4, schedule: 'cosine', ...stopAt(1, 2) }));
  const secondOrder = savedOf(Interpolator.fit(rows, { ...small, epochs: 4 }));
  const resume =
    (saved: SavedFit, options: ResumeFitOptions = {}, of: TestRows = rows) =>
    () =>
      Interpolator.resume(of, saved, options);

  const cases: readonly [string, () => unknown, string][] = [
    [
      'with nothing left',
      resume(adam),
      'Nothing is left to train: of 3 networks 3 ran all 4 epochs, 0 ran out of patience (9), ' +
        '0 found no better step. Give more epochs (the total), more patience or more members.',
    ],
    ['with fewer epochs', resume(adam, { epochs: 3 }), 'epochs is the total, and 4 of them have been run; got 3.'],
    ['with half an epoch', resume(adam, { epochs: 9.5 }), 'epochs must be a whole number from 1 to 10000000; got 9.5.'],
    [
      'with less patience',
      resume(adam, { epochs: 9, patience: 8 }),
      'patience can be raised but not lowered from 9, since with less the training might have ended before; got 8.',
    ],
    [
      'with patience after none',
      resume(cosine, { patience: 8 }),
      'patience can be raised but not lowered from without end,',
    ],
    [
      'with fewer members',
      resume(adam, { epochs: 9, members: 2 }),
      'members can be raised but not lowered from 3, since those that were trained would be left out; got 2.',
    ],
    [
      'with another total under a schedule',
      resume(cosine, { epochs: 8 }),
      'epochs must stay 4: with the schedule cosine the learning rate of every epoch depends on their total, ' +
        'so that 8 epochs are another training from the first one on. ' +
        'Train anew, or with the schedule constant, which can go on.',
    ],
    [
      'with another optimizer',
      resume(adam, { epochs: 9, optimizer: 'levenberg-marquardt' }),
      'optimizer is adam in the training that goes on; got levenberg-marquardt. Leave optimizer out, or train anew.',
    ],
    [
      'with other hidden layers',
      resume(adam, { epochs: 9, hiddenSizes: [16] }),
      'hiddenSizes is 16,8 in the training that goes on; got 16.',
    ],
    [
      'with another activation',
      resume(adam, { epochs: 9, activation: 'algebraic-silu' }),
      'activation is relu in the training that goes on',
    ],
    [
      'with another batch size',
      resume(adam, { epochs: 9, batchSize: 32 }),
      'batchSize is 16 in the training that goes on; got 32.',
    ],
    [
      'with a batch size that there is not',
      resume(secondOrder, { epochs: 9, batchSize: 32 }),
      'batchSize is none in the training that goes on; got 32.',
    ],
    [
      'with another learning rate',
      resume(adam, { epochs: 9, learningRate: 0.1 }),
      'learningRate is 0.05 in the training that goes on; got 0.1.',
    ],
    [
      'with another schedule',
      resume(adam, { epochs: 9, schedule: 'linear' }),
      'schedule is constant in the training that goes on; got linear.',
    ],
    ['with another seed', resume(adam, { epochs: 9, seed: 1 }), 'seed is 42 in the training that goes on; got 1.'],
    [
      'with other names',
      resume(adam, { epochs: 9, featureNames: ['a', 'b', 'd'] }),
      'featureNames is a,b,c in the training that goes on; got a,b,d.',
    ],
    [
      'with another target',
      resume(adam, { epochs: 9, targetName: 'z' }),
      'targetName is y in the training that goes on; got z.',
    ],
    [
      'with fewer rows',
      resume(adam, { epochs: 9 }, { x: rows.x.subarray(3), y: rows.y.subarray(1) }),
      'A training goes on with the rows that it began with, in the same order: they were 90, these are 89.',
    ],
    [
      'with another value in one row',
      resume(adam, { epochs: 9 }, { x: rows.x, y: rows.y.with(7, 0.5) }),
      'these are as many, 90, but not the same.',
    ],
    [
      'with rows in another order',
      resume(adam, { epochs: 9 }, { x: rows.x.toReversed(), y: rows.y.toReversed() }),
      'these are as many, 90, but not the same.',
    ],
    [
      'with rows of another width',
      resume(adam, { epochs: 9 }, smoothRows(90, 2)),
      'x and y must have equally many rows; x has 60 and y has 90.',
    ],
    [
      'with a random state of another seed',
      resume(
        {
          ...adam,
          state: {
            ...adam.state,
            members: adam.state.members.map((member, i, all) => ({ ...member, state: all[(i + 1) % 3].state })),
          },
        },
        { epochs: 9 },
      ),
      'its random state is not that of the seed after 4 epochs',
    ],
    [
      'with the state of another optimizer',
      resume({ ...adam, state: { ...adam.state, members: secondOrder.state.members } }, { epochs: 9 }),
      'Member 0 was trained with levenberg-marquardt: it cannot go on with adam.',
    ],
  ];
  it.each(cases)('%s', (_, attempt, message) => {
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(RangeError);
  });

  it('unless an option says what is so anyway', () => {
    const { settings, names } = adam.model;
    const options = { ...settings, epochs: 5, featureNames: names.features, targetName: 'y' };
    expect(contradictionOf(adam, options)).toBeUndefined();
    expect(contradictionOf(adam, { ...options, seed: 7 })).toEqual({ option: 'seed', saved: '42', given: '7' });
    expect(Interpolator.resume(rows, adam, options).settings.epochs).toBe(5);
  });

  it('from a file that was written without a state', () => {
    expect(() => decodeSavedFit(pythonModelBytes(), 'old.safetensors')).toThrow(
      /^old\.safetensors: this model predicts, but its training cannot go on: [^\n]*$/,
    );
  });
});

describe('The hash of the rows', () => {
  it('is over their numbers as they were given, missing ones all alike', () => {
    const { rowsSha256 } = prepareFit({ x: [1, NaN, 3, 4, 5, 6], y: [-0.5, 2, -Infinity, 4, 5, 6] });
    const text = Buffer.from('6 1\n');
    const numbers = Buffer.from(Float64Array.of(1, Infinity, 3, 4, 5, 6, -0.5, 2, Infinity, 4, 5, 6).buffer);
    expect(rowsSha256).toBe(createHash('sha256').update(text).update(numbers).digest('hex'));
  });
});
