import { defaultRng } from '@fived/random';
import { beforeAll, describe, expect, it } from 'vitest';
import { adamDefaults, noRows, type Engine, type EngineFactory, type RowSet } from './engine.js';
import { glorotUniform } from './initializers.js';
import { LevenbergMarquardt } from './levenberg-marquardt/training.js';
import type { LevenbergMarquardtState } from './levenberg-marquardt/state.js';
import { describeNetwork, type HiddenActivation } from './network.js';
import { createReferenceEngine } from './reference/engine.js';
import { createSimdEngine } from './simd/engine.js';
import { bitDifferences, randomRows } from './testing/random-cases.js';
import type { AdamState } from './adam-state.js';
import type { TrainingResult } from './course.js';
import { Training, type TrainOptions } from './train.js';
import type { TrainingState } from './training-state.js';

const engines: Readonly<Record<string, EngineFactory>> = { simd: createSimdEngine, reference: createReferenceEngine };
type EngineName = 'simd' | 'reference';

/** Includes what the engine holds at the end: the best parameters and, for Adam, the last moments. */
interface Ended {
  readonly result: TrainingResult;
  readonly engine: Engine;
  readonly state: TrainingState;
}

const differences = (a: Ended, b: Ended): string[] => [
  ...(['trainLoss', 'validationLoss', 'finalParams'] as const).flatMap((name) =>
    bitDifferences(a.result[name], b.result[name]).map((at) => name + at),
  ),
  ...(['params', 'm', 'v', 'betaPowers', 'order'] as const).flatMap((name) =>
    bitDifferences(Float64Array.from(a.engine[name]), Float64Array.from(b.engine[name])).map((at) => name + at),
  ),
];

interface Kind {
  readonly sizes: readonly number[];
  readonly activation: HiddenActivation;
  readonly training: RowSet;
  readonly validation: RowSet;
}

const random = defaultRng(31);
const adamKind: Kind = {
  sizes: [5, 16, 8, 1],
  activation: 'relu',
  training: randomRows(random, 75, 5),
  validation: randomRows(random, 20, 5),
};

function build({ sizes, activation, training, validation }: Kind, name: EngineName): Engine {
  const network = describeNetwork(sizes, activation);
  const engine = engines[name]({ network, batchSize: 32, adam: adamDefaults, training, validation });
  glorotUniform(network, 3, engine.params);
  return engine;
}

/** Trains up to `epochs` in all. An interrupted training stays where it was stopped. */
function runAdam(
  name: EngineName,
  options: Partial<TrainOptions> & { readonly epochs: number },
  stopAfter = options.epochs,
  kind = adamKind,
): Ended {
  const engine = build(kind, name);
  const training = new Training(engine, { learningRate: 0.01, seed: 9, ...options });
  while (!training.isDone && training.progress.epoch < stopAfter) training.runEpoch();
  const state = training.state();
  return { state, result: training.finish(), engine };
}

const adamStateOf = ({ state }: Ended): TrainingState<AdamState> => state as TrainingState<AdamState>;

describe('Training that goes on from a state', () => {
  const once = runAdam('reference', { epochs: 40 });

  it.each<[EngineName, EngineName]>([
    ['reference', 'reference'],
    ['simd', 'simd'],
    ['reference', 'simd'],
    ['simd', 'reference'],
  ])('begun with %s and ended with %s has the bits of one training', (first, second) => {
    const from = adamStateOf(runAdam(first, { epochs: 15 }));
    const twice = runAdam(second, { epochs: 40, from });
    expect(differences(twice, once)).toEqual([]);
    expect(twice.result.bestEpoch).toBe(once.result.bestEpoch);
    expect(twice.state).toEqual(once.state);
  });

  it('has the bits of 300 epochs after 150 of the published network on the SIMD engine', () => {
    const rows = {
      sizes: [5, 64, 32, 16, 1],
      activation: 'relu',
      training: randomRows(random, 140, 5),
      validation: randomRows(random, 30, 5),
    } as const;
    const from = adamStateOf(runAdam('simd', { epochs: 150 }, 150, rows));
    expect(
      differences(runAdam('simd', { epochs: 300, from }, 300, rows), runAdam('simd', { epochs: 300 }, 300, rows)),
    ).toEqual([]);
  });

  it('has them wherever it is interrupted, and however often', () => {
    let from: TrainingState<AdamState> | undefined;
    for (const stop of [1, 2, 3, 17, 39, 40]) {
      const part = runAdam(stop % 2 === 0 ? 'simd' : 'reference', { epochs: 40, from }, stop);
      from = adamStateOf(part);
      if (stop === 40) expect(differences(part, once)).toEqual([]);
    }
  });

  it.each(['cosine', 'linear'] as const)('has them with the schedule %s, if the total is the same', (schedule) => {
    const from = adamStateOf(runAdam('simd', { epochs: 20, schedule }, 7));
    expect(
      differences(runAdam('simd', { epochs: 20, schedule, from }), runAdam('simd', { epochs: 20, schedule })),
    ).toEqual([]);
  });

  it('has them without validation rows', () => {
    const rows = { ...adamKind, validation: noRows };
    const from = adamStateOf(runAdam('simd', { epochs: 3 }, 3, rows));
    expect(differences(runAdam('simd', { epochs: 7, from }, 7, rows), runAdam('simd', { epochs: 7 }, 7, rows))).toEqual(
      [],
    );
  });

  it('keeps the best epoch of the earlier part where the later one has none better', () => {
    const long = runAdam('simd', { epochs: 40, learningRate: 0.1 });
    const { bestEpoch } = long.result;
    expect(bestEpoch).toBeLessThan(40);
    const from = adamStateOf(runAdam('simd', { epochs: 40, learningRate: 0.1 }, bestEpoch + 1));
    const resumed = runAdam('simd', { epochs: 40, learningRate: 0.1, from });
    expect(resumed.result.bestEpoch).toBe(bestEpoch);
    expect(differences(resumed, long)).toEqual([]);
  });

  it('gives what the earlier one gave, if no epoch is left', () => {
    const resumed = runAdam('simd', { epochs: 40, from: adamStateOf(once) });
    expect(differences(resumed, once)).toEqual([]);
  });

  it('works on an engine that has trained before', () => {
    const engine = build(adamKind, 'simd');
    const used = new Training(engine, { epochs: 5, learningRate: 0.3, seed: 1 });
    while (!used.isDone) used.runEpoch();
    const training = new Training(engine, {
      epochs: 40,
      learningRate: 0.01,
      seed: 9,
      from: adamStateOf(runAdam('simd', { epochs: 15 })),
    });
    while (!training.isDone) training.runEpoch();
    expect(training.state()).toEqual(once.state);
  });

  it('has a state that later epochs do not change', () => {
    const training = new Training(build(adamKind, 'simd'), { epochs: 4, learningRate: 0.01, seed: 9 });
    training.runEpoch();
    const state = training.state();
    const copy = structuredClone(state);
    while (!training.isDone) training.runEpoch();
    training.finish();
    expect(state).toEqual(copy);
  });
});

describe('A state is refused', () => {
  const from = adamStateOf(runAdam('simd', { epochs: 4 }));
  const optimizer = (changed: Partial<AdamState>): TrainingState<AdamState> => ({
    ...from,
    optimizer: { ...from.optimizer, ...changed },
  });
  const cases: readonly [string, Partial<TrainOptions>, string][] = [
    ['for fewer epochs than were run', { epochs: 3, from }, 'epochs is the total, and 4 of them have been run; got 3.'],
    [
      'by a training of another seed',
      { seed: 8, from },
      'contradicts itself: its random state is not that of the seed after 4 epochs.',
    ],
    [
      'without losses',
      { from: { ...from, trainLoss: new Float64Array(0) } },
      'it has 0 training losses and 4 validation losses',
    ],
    [
      'with another best epoch',
      { from: { ...from, bestEpoch: from.bestEpoch - 1 } },
      `the best of 4 epochs cannot be epoch ${from.bestEpoch - 1}.`,
    ],
    [
      'of another network',
      { from: { ...from, bestParams: new Float32Array(3) } },
      'there are 3 parameters for a network of 241.',
    ],
    [
      'with a parameter that is not finite',
      { from: optimizer({ params: from.optimizer.params.slice().fill(NaN, 5, 6) }) },
      'a parameter is not finite',
    ],
    [
      'with a moment too few',
      { from: optimizer({ m: new Float32Array(240) }) },
      'there are 240 and 241 moments for 241 parameters',
    ],
    [
      'with a moment that is not finite',
      { from: optimizer({ m: new Float32Array(241).fill(Infinity) }) },
      'a moment is not finite',
    ],
    [
      'with a negative second moment',
      { from: optimizer({ v: new Float32Array(241).fill(-1e-30, 7, 8) }) },
      'a second moment is negative',
    ],
    [
      'with beta powers of other steps',
      { from: optimizer({ betaPowers: Float64Array.of(0.9 ** 13, 0.999 ** 13) }) },
      'beta1^t and beta2^t are not those of 12 steps',
    ],
    [
      'with a beta power that is off by a bit',
      { from: optimizer({ betaPowers: from.optimizer.betaPowers.map((power) => power * (1 + 2 ** -52)) }) },
      'beta1^t and beta2^t are not those of 12 steps',
    ],
    [
      'without a random state',
      { from: optimizer({ random: new Uint32Array(4) }) },
      'its random state is not four words, or all of them are zero',
    ],
    [
      'with another random state',
      { from: optimizer({ random: Uint32Array.of(1, 2, 3, 4) }) },
      'its random state is not that of the seed after 4 epochs',
    ],
  ];
  it.each(cases)('%s', (_, options, message) => {
    expect(() => runAdam('simd', { epochs: 9, ...options })).toThrow(message);
    expect(() => runAdam('simd', { epochs: 9, ...options })).toThrow(RangeError);
  });

  it('for other rows, whose number it contradicts', () => {
    expect(() => runAdam('simd', { epochs: 9, from }, 9, { ...adamKind, training: randomRows(random, 33, 5) })).toThrow(
      'beta1^t and beta2^t are not those of 8 steps',
    );
  });

  it('at once, however many steps it claims', () => {
    const far = {
      ...from,
      trainLoss: new Float64Array(2 ** 16),
      validationLoss: new Float64Array(2 ** 16),
      bestEpoch: 1,
    };
    expect(() =>
      runAdam('simd', { epochs: 2 ** 16, from: far }, 0, { ...adamKind, training: randomRows(random, 33, 5) }),
    ).toThrow('are not those of 131072 steps');
  });
});

describe('Second-order training that goes on from a state', () => {
  const wave = (rows: RowSet): RowSet => ({
    ...rows,
    y: Float32Array.from(rows.y, (noise, row) =>
      Math.fround(Math.sin(rows.x[2 * row]) * rows.x[2 * row + 1] + 0.1 * noise),
    ),
  });
  const kind = (rowCount: number): Kind => ({
    sizes: [2, 6, 5, 1],
    activation: 'algebraic-silu',
    training: wave(randomRows(random, rowCount, 2)),
    validation: wave(randomRows(random, 40, 2)),
  });
  const run = (
    of: Kind,
    name: EngineName,
    epochs: number,
    from?: TrainingState<LevenbergMarquardtState>,
    stopAfter = epochs,
  ): Ended => {
    const engine = build(of, name);
    const training = new LevenbergMarquardt(engine, of.training, { epochs, seed: 4, from });
    while (!training.isDone && training.progress.epoch < stopAfter) training.runEpoch();
    const state = training.state();
    return { state, result: training.finish(), engine };
  };
  const stateOf = ({ state }: Ended): TrainingState<LevenbergMarquardtState> =>
    state as TrainingState<LevenbergMarquardtState>;

  const few = kind(80);

  it.each<[EngineName, EngineName]>([
    ['reference', 'reference'],
    ['simd', 'simd'],
    ['reference', 'simd'],
    ['simd', 'reference'],
  ])('begun with %s and ended with %s has the bits of one training, wherever it was interrupted', (first, second) => {
    const once = run(few, 'simd', 16);
    for (const stop of [1, 3, 4, 8, 9, 13, 15, 16]) {
      const twice = run(few, second, 16, stateOf(run(few, first, stop)));
      expect(differences(twice, once)).toEqual([]);
      expect(twice.state).toEqual(once.state);
    }
  });

  describe('on a part of the rows', () => {
    const many = { ...kind(1450), sizes: [2, 4, 1] };
    let once: Ended;
    beforeAll(() => {
      once = run(many, 'simd', 64);
    });

    it.each([5, 59, 60, 61])('has them after %i epochs', (stop) => {
      const twice = run(many, 'simd', 64, stateOf(run(many, 'simd', 64, undefined, stop)));
      expect(differences(twice, once)).toEqual([]);
      expect(twice.state).toEqual(once.state);
    });
  });

  it('comes to the same end, also from among the steps that hardly improve anything, which are counted', () => {
    const of = {
      sizes: [2, 4, 1],
      activation: 'algebraic-silu',
      training: randomRows(defaultRng(4), 60, 2),
      validation: noRows,
    } as const;
    const ended = run(of, 'simd', 400);
    const { epochsRun } = ended.result;
    expect(epochsRun).toBeGreaterThan(20);
    expect(epochsRun).toBeLessThan(400);
    for (const stop of [epochsRun - 7, epochsRun - 4, epochsRun - 1]) {
      expect(differences(run(of, 'simd', 400, stateOf(run(of, 'simd', stop))), ended)).toEqual([]);
    }
  });

  it('stays at its end, if nothing improved any more', () => {
    const of = { sizes: [2, 1], activation: 'relu', training: randomRows(random, 30, 2), validation: noRows } as const;
    const ended = run(of, 'simd', 100);
    expect(ended.result.epochsRun).toBeLessThan(100);
    const resumed = run(of, 'simd', 200, stateOf(ended));
    expect(resumed.result.epochsRun).toBe(ended.result.epochsRun);
    // also if that was the last epoch: a longer training would not have continued
    const exactly = run(of, 'simd', ended.result.epochsRun);
    expect(differences(run(of, 'simd', 200, stateOf(exactly)), ended)).toEqual([]);
  });

  const from = stateOf(run(few, 'simd', 10));
  const changed = (optimizer: Partial<LevenbergMarquardtState>): TrainingState<LevenbergMarquardtState> => ({
    ...from,
    optimizer: { ...from.optimizer, ...optimizer },
  });
  const { evidence } = from.optimizer;
  const cases: readonly [string, TrainingState, string][] = [
    [
      'of more epochs than there are to be',
      { ...from, trainLoss: new Float64Array(31), validationLoss: new Float64Array(31), bestEpoch: 1 },
      'epochs is the total, and 31 of them have been run; got 30.',
    ],
    ['with a negative damping', changed({ damping: -1 }), 'a damping of -1'],
    [
      'with an alpha too few',
      changed({ evidence: { ...evidence, alphas: Float64Array.of(1, 2, 3, 4) } }),
      'it has 4 alphas for 5 groups of parameters',
    ],
    [
      'with an alpha of zero',
      changed({ evidence: { ...evidence, alphas: evidence.alphas.with(2, 0) } }),
      'an alpha is not above zero',
    ],
    ['with a beta of zero', changed({ evidence: { ...evidence, beta: 0 } }), 'a beta of 0'],
    [
      'with more determined parameters than there are',
      changed({ evidence: { ...evidence, determined: 60 } }),
      '60 determined ones of 59 parameters',
    ],
    ['on a part of few rows', changed({ partialEpochs: 3 }), '3 of 10 epochs on a part of 80 rows, then all'],
    [
      'that never has all of few rows',
      changed({ hasAllRows: false }),
      '0 of 10 epochs on a part of 80 rows, then the same',
    ],
    ['with half a stalled step', changed({ stalledSteps: 0.5 }), '0.5 stalled steps in 10 epochs'],
    ['with too many stalled steps', changed({ stalledSteps: 9 }), '9 stalled steps in 10 epochs'],
  ];
  it.each<[string, TrainingState, string]>(cases)('refuses one %s', (_, state, message) => {
    expect(() => run(few, 'simd', 30, state as TrainingState<LevenbergMarquardtState>)).toThrow(message);
  });
});
