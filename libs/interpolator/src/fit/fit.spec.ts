import { createReferenceEngine } from '@fived/nn';
import { describe, expect, it } from 'vitest';
import { presets } from '../defaults.js';
import {
  assemble,
  Interpolator,
  memberJobs,
  memberSeeds,
  MemberTraining,
  prepareFit,
  trainMember,
  wasInterrupted,
  type ModelMember,
} from '../index.js';
import { errorMetrics } from '../metrics.js';
import { encodeModel } from '../file/model-file.js';
import { quick, quickAdam, smoothRows } from '../testing/rows.js';

const rows = smoothRows(120);

const bytesOf = (interpolator: Interpolator): Uint8Array => interpolator.toBytes();

describe('Fitting', () => {
  it('keeps, for each member, the weights of the epoch with the lowest validation loss, and that loss', () => {
    const { members, metrics, model } = Interpolator.fit(rows, { ...quickAdam, learningRate: 0.1 });
    const [{ history, bestEpoch, validationLoss }] = members;
    expect(history.trainLoss).toHaveLength(quickAdam.epochs);
    expect(bestEpoch).toBe(history.validationLoss.indexOf(Math.min(...history.validationLoss)) + 1);
    expect(bestEpoch).toBeLessThan(quickAdam.epochs);
    expect(validationLoss).toBe(history.validationLoss[bestEpoch - 1]);
    expect((metrics.validation.rmse / model.target.scale) ** 2).toBeCloseTo(validationLoss, 5);
  });

  it('stops after `patience` epochs without a smaller validation loss', () => {
    const [{ epochsRun, bestEpoch, stoppedBy, history }] = Interpolator.fit(rows, {
      ...quickAdam,
      epochs: 400,
      learningRate: 0.1,
      patience: 7,
    }).members;
    expect(stoppedBy).toBe('patience');
    expect(epochsRun).toBe(bestEpoch + 7);
    expect(epochsRun).toBeLessThan(400);
    expect(history.validationLoss).toHaveLength(epochsRun);
  });

  it.each([0, Infinity])('never stops early with patience %d', (patience) => {
    const { members, settings } = Interpolator.fit(rows, { ...quickAdam, epochs: 150, learningRate: 0.1, patience });
    expect(members[0]).toMatchObject({ epochsRun: 150, stoppedBy: 'epochs' });
    expect(settings.patience).toBe(0);
  });

  /** A smooth function, plus noise that cannot be learned from the features. */
  const noisy = (rowCount: number) => {
    const { x, y } = smoothRows(rowCount, 2);
    return { x, y: y.map((value, row) => value + ((row * 0.618034) % 1)) };
  };

  it('has as much patience with levenberg-marquardt', () => {
    const [{ epochsRun, bestEpoch, stoppedBy }] = Interpolator.fit(noisy(300), {
      hiddenSizes: [8, 8],
      members: 1,
      patience: 4,
    }).members;
    expect(stoppedBy).toBe('patience');
    expect(epochsRun).toBe(bestEpoch + 4);
  });

  it(
    'has patience until levenberg-marquardt has seen all rows for a while, where it begins with a ' + 'part of them',
    () => {
      const options = { hiddenSizes: [4], members: 1, patience: 4 };
      const [all] = Interpolator.fit(noisy(2000), options).members; // 1,400 training rows
      expect(all.stoppedBy).toBe('patience');
      expect(all.epochsRun).toBe(all.bestEpoch + 4);
      expect(all.epochsRun).toBeLessThan(60);
      const [part] = Interpolator.fit(noisy(2100), options).members; // 1,470
      expect(part.stoppedBy).toBe('patience');
      expect(part.bestEpoch).toBeLessThan(60);
      expect(part.epochsRun).toBe(60 + 4);
    },
  );

  it('ends where levenberg-marquardt finds no better step', () => {
    const { x, y } = smoothRows(100, 1);
    const [{ stoppedBy, epochsRun }] = Interpolator.fit(
      { x, y: y.map((_, row) => 3 * x[row] - 1) },
      { hiddenSizes: [], members: 1 },
    ).members;
    expect(stoppedBy).toBe('converged');
    expect(epochsRun).toBeLessThan(50);
  });

  it('keeps the members that are there and the best so far when it is told to stop', () => {
    const seen: string[] = [];
    const interpolator = Interpolator.fit(rows, {
      ...quick,
      members: 4,
      onEpoch: ({ epoch, member, members }) => {
        seen.push(`${member}/${members}: ${epoch}`);
        return member === 1 && epoch === 12 ? 'stop' : undefined;
      },
    });
    const epochs = (member: number, count: number): string[] =>
      Array.from({ length: count }, (_, epoch) => `${member}/4: ${epoch + 1}`);
    const trained = [...interpolator.members, ...interpolator.model.training.dropped].sort((a, b) => a.index - b.index);
    expect(seen).toEqual([...epochs(0, trained[0].epochsRun), ...epochs(1, 12)]);
    expect(trained.map(({ index, stoppedBy }) => [index, stoppedBy])).toEqual([
      [0, 'epochs'],
      [1, 'caller'],
    ]);
    expect(wasInterrupted(interpolator.model)).toBe(true);
    expect(interpolator.predict(rows.x)).toHaveLength(120);
    expect(wasInterrupted(Interpolator.fit(rows, quick).model)).toBe(false);
  });

  it('has the published settings where they are asked for, but for what is asked for beside', () => {
    const { settings, network } = Interpolator.fit(smoothRows(30, 5), { preset: 'published', epochs: 2 });
    expect(settings).toEqual({
      optimizer: 'adam',
      hiddenSizes: [64, 32, 16],
      activation: 'relu',
      epochs: 2,
      batchSize: 32,
      learningRate: 0.001,
      schedule: 'constant',
      patience: 0,
      members: 1,
      seed: 42,
    });
    expect(network.sizes).toEqual([5, 64, 32, 16, 1]);
    expect(presets.published().epochs).toBe(300);
  });

  it('has several small smooth networks, trained by levenberg-marquardt, unless it is told otherwise', () => {
    const { settings } = prepareFit(rows);
    expect(settings.optimizer).toBe('levenberg-marquardt');
    expect(settings.activation).toBe('algebraic-silu');
    expect(settings.members).toBeGreaterThan(1);
    expect(settings).not.toHaveProperty('learningRate');
    expect(prepareFit(rows, { optimizer: 'adam' }).settings).toHaveProperty('learningRate');
  });

  it('takes an option that is undefined for one that was not given', () => {
    const { settings } = Interpolator.fit(rows, {
      ...quick,
      patience: undefined,
      seed: undefined,
      batchSize: undefined,
      optimizer: undefined,
    });
    expect(settings).toMatchObject({ patience: 50, seed: 42, optimizer: 'levenberg-marquardt' });
  });

  it('gives actual and predicted values of the three sets, which share no row', () => {
    const { sets, metrics } = Interpolator.fit(rows, quick);
    const all = (['training', 'validation', 'test'] as const).flatMap((set) => {
      const { rows: indices = [], actual = new Float64Array(0), predicted = new Float64Array(0) } = sets?.[set] ?? {};
      expect(actual).toEqual(Float64Array.from(indices, (row) => rows.y[row]));
      expect(metrics[set]).toMatchObject(errorMetrics(actual, predicted));
      return Array.from(indices);
    });
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, row) => row));
  });
});

describe('The parts of a fit', () => {
  const options = { ...quick, members: 4 };
  const prepared = prepareFit(rows, options);
  const members = memberJobs(prepared).map((job) => trainMember(job));

  it.each([quick, { ...quickAdam, members: 2 }])(
    'give what the plain fit gives, also through messages to other threads and in another order',
    (settings) => {
      const sent = structuredClone(prepareFit(rows, settings));
      const trained = memberJobs(sent)
        .toReversed()
        .map((job) => structuredClone(trainMember(structuredClone(job))));
      expect(bytesOf(Interpolator.of(assemble(structuredClone(sent), trained)))).toEqual(
        bytesOf(Interpolator.fit(rows, settings)),
      );
    },
  );

  it('give the same member with either engine', () => {
    const [job] = memberJobs(prepared);
    expect(trainMember(job, { createEngine: createReferenceEngine })).toEqual(members[0]);
  });

  it('make of the first member alone what a fit of one network is', () => {
    const alone = Interpolator.fit(rows, { ...options, members: 1 });
    expect(members[0]).toMatchObject(alone.members[0]);
    expect(alone.members).toHaveLength(1);
    expect(Interpolator.of(assemble(prepared, [members[0]])).predict(rows.x)).toEqual(alone.predict(rows.x));
  });

  it('predict the mean of the members that are kept', () => {
    const single = members.map((member) => Interpolator.of(assemble(prepared, [member])).predict(rows.x));
    const equallyGood = members.map((member) => ({ ...member, validationLoss: 1 }));
    const interpolator = Interpolator.of(assemble(prepared, equallyGood));
    expect(interpolator.members).toHaveLength(4);
    interpolator.predict(rows.x).forEach((prediction, row) => {
      expect(prediction).toBeCloseTo(single.reduce((sum, one) => sum + one[row], 0) / 4, 12);
    });
  });

  it('leave out members whose validation loss is more than 1.2 times the best, and say so', () => {
    const losses = [1.2, 1.3, 1, 5];
    const { model } = assemble(
      prepared,
      members.map((member, i) => ({ ...member, validationLoss: losses[i] })),
    );
    expect(model.members.map(({ index }) => index)).toEqual([0, 2]);
    expect(model.training.dropped.map(({ index, validationLoss }) => [index, validationLoss])).toEqual([
      [1, 1.3],
      [3, 5],
    ]);
    expect(model.training.dropped[0]).not.toHaveProperty('params');
  });

  it('leave out what Adam trained only beyond 2 times the best', () => {
    const byAdam = prepareFit(rows, { ...quickAdam, members: 4, epochs: 1 });
    const losses = [2, 1.3, 1, 2.01];
    const trained = memberJobs(byAdam).map((job, i) => ({ ...trainMember(job), validationLoss: losses[i] }));
    expect(assemble(byAdam, trained).model.members.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it('keep every member that is as good as a perfect one', () => {
    const { model } = assemble(
      prepared,
      members.map((member, i) => ({ ...member, validationLoss: i === 3 ? 1e-30 : 0 })),
    );
    expect(model.members.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it('make a model of what is there', () => {
    const { model } = assemble(prepared, [members[2]]);
    expect(members[2]).toMatchObject(model.members[0]);
    expect(model.members).toHaveLength(1);
    expect(wasInterrupted(model)).toBe(true);
    expect(Interpolator.fromBytes(encodeModel(model)).model).toEqual(model);
  });

  const refused: readonly [string, readonly ModelMember[], string][] = [
    ['no members', [], 'There is no model without members: train at least one.'],
    ['a member twice', [members[1], members[0], members[1]], 'Member 1 is there twice.'],
    [
      'a member of another fit',
      [{ ...members[1], seed: 1 }],
      'Member 1 of seed 1 with 65 parameters is not of this fit.',
    ],
    [
      'a member of another network',
      [{ ...members[1], params: new Float32Array(3) }],
      'with 3 parameters is not of this fit',
    ],
    ['a member that was not to be trained', [{ ...members[1], index: 9 }], 'is not of this fit'],
  ];
  it.each(refused)('refuse %s', (_, some, message) => {
    expect(() => assemble(prepared, some)).toThrow(message);
  });

  it('train epoch by epoch, with no member before the first and no epoch after the last', () => {
    const [job] = memberJobs(prepareFit(rows, { ...quick, epochs: 2 }));
    const training = new MemberTraining(job);
    expect(() => training.finish()).toThrow('No epoch has been run: call runEpoch first.');
    expect(training.runEpoch()).toMatchObject({ epoch: 1, member: 0, members: 2 });
    expect(training.isDone).toBe(false);
    training.runEpoch();
    expect(training.isDone).toBe(true);
    expect(() => training.runEpoch()).toThrow('This training is over');
    expect(training.finish()).toMatchObject({ epochsRun: 2, stoppedBy: 'epochs' });
  });

  it('end a member where its caller ends it, with the best so far', () => {
    const [job] = memberJobs(prepared);
    const short = trainMember(job, { onEpoch: ({ epoch }) => (epoch === 9 ? 'stop' : undefined) });
    expect(short).toMatchObject({ epochsRun: 9, stoppedBy: 'caller' });
    expect(short.history.validationLoss).toEqual(members[0].history.validationLoss.slice(0, 9));
    expect(short.validationLoss).toBe(Math.min(...short.history.validationLoss));
  });

  it('say so where a validation row is too far away to compute with', () => {
    const [job] = memberJobs(prepared);
    const far = { ...job, validation: { ...job.validation, x: job.validation.x.map(() => 3e38) } };
    expect(() => trainMember(far)).toThrow(
      'The validation loss is not finite after epoch 1: ' +
        'a validation row is too far from the training rows to compute with.',
    );
  });

  it('learn nothing from the rounding errors of a constant feature', () => {
    const ulp = 2 ** -26;
    const wobbling = prepareFit(
      { x: rows.x.map((value, i) => (i % 3 === 1 ? 1e8 + (i % 2) * ulp : value)), y: rows.y },
      quick,
    );
    const constant = prepareFit({ x: rows.x.map((value, i) => (i % 3 === 1 ? 1e8 : value)), y: rows.y }, quick);
    expect(wobbling.training).toEqual(constant.training);
    expect(wobbling.validation).toEqual(constant.validation);
  });
});

describe('Seeds of members', () => {
  it('begin with the seed of the fit, are all different, and do not depend on how many there are', () => {
    const seeds = memberSeeds(42, 100);
    expect(seeds[0]).toBe(42);
    expect(new Set(seeds).size).toBe(100);
    expect(memberSeeds(42, 3)).toEqual(seeds.slice(0, 3));
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
    expect(memberSeeds(43, 100).filter((seed) => seeds.includes(seed))).toEqual([]);
  });

  it("are NumPy's", () => {
    // [int(numpy.random.SeedSequence(42, spawn_key=(3, i)).generate_state(1)[0]) for i in (1, 2)], NumPy 2.4.6
    expect(memberSeeds(42, 3).slice(1)).toEqual([3430172136, 558373626]);
  });
});
