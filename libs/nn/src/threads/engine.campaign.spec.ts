/**
 * The threaded engine against the single-thread one, to the last bit, stage by stage. `simd/engine.campaign.spec.ts`
 * compares that one with the reference engine.
 */
import { defaultRng, type Generator } from '@fived/random';
import { describe, expect, inject, it } from 'vitest';
import { adamDefaults, type Engine, type FloatArray } from '../engine.js';
import { glorotUniform } from '../initializers.js';
import { describeNetwork, type HiddenActivation } from '../network.js';
import { createSimdEngine } from '../simd/engine.js';
import { pooledNodeWorkers } from '../testing/node-workers.js';
import {
  bitDifferences,
  engineDifferences,
  hasDiverged,
  randomRows,
  randomSizes,
  valueDifferences,
  type Looked,
} from '../testing/random-cases.js';
import { train } from '../train.js';
import { createThreadedEngine, type ThreadingOptions } from './engine.js';

/** Seeds of the random networks for each number of threads. Every third network has the algebraic SiLU. */
const SEEDS = { short: { first: 1, count: 2 }, medium: { first: 0, count: 30 }, full: { first: 0, count: 100 } }[
  inject('campaign')
];
const THREAD_COUNTS = [1, 2, 3, 4, 8];
/** Thread counts, and batch sizes, for the networks of given layers. */
const SOME_THREAD_COUNTS = { short: [3], medium: [2, 3, 8], full: [2, 3, 8] }[inject('campaign')];
const SOME_BATCH_SIZES = { short: [32], medium: [3, 32], full: [3, 32] }[inject('campaign')];
/** Steps with threads that fall asleep at every wait. */
const SLEEPY_STEPS = { short: 60, medium: 300, full: 3000 }[inject('campaign')];
const EPOCHS = { short: 15, medium: 60, full: 60 }[inject('campaign')];
/**
 * Seeds of the networks for each special value. Seed 5 has the algebraic SiLU. The short form alternates between 4 and
 * 5.
 */
const SPECIAL_SEEDS = inject('campaign') === 'short' ? undefined : [0, 1, 2, 3, 4, 5];

const startWorker = pooledNodeWorkers();

interface Case {
  readonly sizes: readonly number[];
  readonly batchSize: number;
  readonly seed: number;
  readonly threadCount: number;
  readonly activation?: HiddenActivation;
  readonly threading?: Partial<ThreadingOptions>;
  readonly steps?: number;
  /** Changes the state from which both engines start. */
  readonly spoil?: (at: { params: FloatArray; x: FloatArray; y: FloatArray }, random: Generator) => void;
}

/**
 * Makes some steps with both engines on minibatches of random lengths and compares them after each stage, then
 * validates and predicts. Returns where they differ. If one engine diverges, the other must do so at the same step, and
 * the case ends there.
 */
function differencesOf({
  sizes,
  batchSize,
  seed,
  threadCount,
  activation,
  threading,
  steps = 8,
  spoil,
}: Case): string[] {
  const random = defaultRng([seed, 1]);
  const network = describeNetwork(sizes, activation);
  const training = randomRows(random, 3 * batchSize, sizes[0]);
  const validation = randomRows(random, batchSize + 40, sizes[0]);
  const params = new Float32Array(network.parameterCount);
  glorotUniform(network, seed, params);
  spoil?.({ params, x: training.x, y: training.y }, random);
  const options = { network, batchSize, adam: adamDefaults, training, validation };
  const single = createSimdEngine(options);
  const threaded = createThreadedEngine(options, { threadCount, startWorker, use: 'always', ...threading });
  const engines: readonly Engine[] = [single, threaded];
  const found: string[] = [];
  const both = (what: string, act: (engine: Engine) => void, names: readonly Looked[]): void => {
    for (const engine of engines) act(engine);
    for (const at of engineDifferences(threaded, single, names)) {
      found.push(`[${sizes.join()}], batch ${batchSize}, ${threadCount} threads, seed ${seed}, ${what}: ${at}`);
    }
  };
  both(
    'start',
    (engine) => {
      engine.params.set(params);
    },
    [],
  );
  for (let step = 1; step <= steps && found.length === 0; step++) {
    const count = random.integers(1, batchSize + 1);
    const first = random.integers(0, 3 * batchSize - count + 1);
    both(
      `step ${step}`,
      (engine) => {
        engine.load(first, count);
        engine.forward();
      },
      ['lossSum', 'epochLossSum', 'params'],
    );
    both(
      `step ${step}`,
      (engine) => {
        engine.backward();
      },
      ['grads', 'params'],
    );
    both(
      `step ${step}`,
      (engine) => {
        engine.learningRate[0] = 0.01 / step;
        engine.step();
      },
      ['params', 'm', 'v', 'betaPowers'],
    );
    if (engines.every(hasDiverged)) {
      threaded.close();
      return [];
    }
  }
  both(
    'validation',
    (engine) => {
      engine.evaluate();
    },
    ['lossSum'],
  );
  const predictions = engines.map((engine) => {
    const prediction = new Float32Array(validation.rowCount);
    engine.predict(validation.x, validation.rowCount, prediction);
    return prediction;
  });
  threaded.close();
  return [...found, ...valueDifferences(predictions[1], predictions[0])];
}

describe('The threaded engine computes every bit as the single-thread engine does', () => {
  it.each(THREAD_COUNTS)(
    'on %i threads, for random networks and minibatches of every length, also fewer rows than threads',
    (threadCount) => {
      for (let seed = SEEDS.first; seed < SEEDS.first + SEEDS.count; seed++) {
        const random = defaultRng([600, seed]);
        const sizes = randomSizes(random, seed % 2 === 0 ? 67 : 140);
        const activation = seed % 3 === 2 ? 'algebraic-silu' : 'relu';
        expect(differencesOf({ sizes, batchSize: random.integers(1, 50), seed, threadCount, activation })).toEqual([]);
      }
    },
  );

  it.each([
    [5, 64, 32, 16, 1],
    [3, 128, 64, 1],
    [1, 70, 200, 1],
    [2, 44, 64, 20, 1],
    [2, 40, 33, 1],
    [3, 512, 20, 1],
    [2, 9, 520, 40, 1],
    [40, 1],
  ])(
    'where lists of active units are cut between threads, and where columns are packed: [%j, %j, %j, ...]',
    (...sizes) => {
      for (const threadCount of SOME_THREAD_COUNTS) {
        for (const batchSize of SOME_BATCH_SIZES)
          expect(differencesOf({ sizes, batchSize, seed: batchSize, threadCount, steps: 4 })).toEqual([]);
      }
    },
  );

  it('where all threads pack columns for the same gradient', () => {
    expect(
      differencesOf({ sizes: [2, 64, 600, 1], batchSize: 32, seed: 1, threadCount: 2, activation: 'algebraic-silu' }),
    ).toEqual([]);
  });

  it('if every waiting thread falls asleep at once', () => {
    for (const threadCount of [2, 4]) {
      expect(
        differencesOf({
          sizes: [5, 64, 32, 1],
          batchSize: 40,
          seed: 1,
          threadCount,
          steps: SLEEPY_STEPS,
          threading: { mostSpins: 1 },
        }),
      ).toEqual([]);
    }
  });

  it('if one thread and all threads take turns at random', () => {
    const random = defaultRng(7);
    const network = describeNetwork([5, 64, 32, 16, 1]);
    const options = {
      network,
      batchSize: 32,
      adam: adamDefaults,
      training: randomRows(random, 320, 5),
      validation: randomRows(random, 70, 5),
    };
    let nowMs = 0;
    const single = createSimdEngine(options);
    const threaded = createThreadedEngine(options, {
      threadCount: 2,
      startWorker,
      now: () => (nowMs += 0.1 + 2 * random.random()),
    });
    for (const engine of [single, threaded]) glorotUniform(network, 1, engine.params);
    // the workers are started after some hundred steps, and from then on some of the steps are shared
    let ownSteps = 0;
    for (let step = 0; threaded.sharedSteps() < 100 || ownSteps < 100; step++) {
      if (step > 300_000)
        throw new Error(`${threaded.sharedSteps()} of ${step} steps were shared, and since then ${ownSteps} were not.`);
      const before = threaded.sharedSteps();
      for (const engine of [single, threaded]) {
        engine.learningRate[0] = 0.001;
        engine.load(32 * (step % 10), 32);
        engine.forward();
        engine.backward();
        engine.step();
        if (step % 5 === 0) engine.evaluate();
      }
      if (before > 0 && before === threaded.sharedSteps()) ownSteps++;
      if (step % 5 === 0) expect(bitDifferences(threaded.lossSum, single.lossSum)).toEqual([]);
    }
    for (const name of ['params', 'm', 'v', 'epochLossSum'] as const)
      expect(bitDifferences(threaded[name], single[name])).toEqual([]);
    threaded.close();
  });

  it('for a whole training of the published network, with validation and a last partial minibatch', () => {
    const random = defaultRng(300);
    const network = describeNetwork([5, 64, 32, 16, 1]);
    const options = {
      network,
      batchSize: 32,
      adam: adamDefaults,
      training: randomRows(random, 330, 5),
      validation: randomRows(random, 70, 5),
    };
    const outcome = (engine: Engine) => {
      glorotUniform(network, 1, engine.params);
      return { engine, result: train(engine, { epochs: EPOCHS, learningRate: 0.003, seed: 1 }) };
    };
    const expected = outcome(createSimdEngine(options));
    for (const threadCount of [1, 2, 3]) {
      const threaded = createThreadedEngine(options, { threadCount, startWorker, use: 'always' });
      const { engine, result } = outcome(threaded);
      expect(threaded.sharedSteps()).toBe(EPOCHS * 11);
      expect(result.bestEpoch).toBe(expected.result.bestEpoch);
      for (const name of ['params', 'm', 'v'] as const)
        expect(bitDifferences(engine[name], expected.engine[name])).toEqual([]);
      for (const name of ['trainLoss', 'validationLoss', 'finalParams'] as const)
        expect(bitDifferences(result[name], expected.result[name])).toEqual([]);
      threaded.close();
    }
  });
});

describe('So it does, or diverges at the same step, with', () => {
  const sizes = [3, 64, 40, 32, 1];
  const values = {
    'negative zeros': -0,
    denormals: 2 ** -149,
    'values that overflow': 3e38,
    infinities: -Infinity,
    NaN,
  };
  const cases = Object.entries(values)
    .flatMap(([what, value]) => (['params', 'x', 'y'] as const).map((place) => ({ what, value, place })))
    .map((each, index) => ({ ...each, seeds: SPECIAL_SEEDS ?? [4 + (index % 2)] }));

  it.each(cases)('$what among the $place', ({ value, place, seeds }) => {
    for (const seed of seeds) {
      const spoil: Case['spoil'] = (at, inside) => {
        for (let k = 0; k < 1 + (seed % 2) * 20; k++) at[place][inside.integers(0, at[place].length)] = value;
      };
      const activation = seed === 5 ? 'algebraic-silu' : 'relu';
      expect(
        differencesOf({ sizes, batchSize: 9 + seed, seed, threadCount: 2 + (seed % 2), activation, spoil }),
      ).toEqual([]);
    }
  });
});

describe('The threaded engine', () => {
  const network = describeNetwork([2, 3, 1]);
  const rows = randomRows(defaultRng(1), 20, 2);
  const options = { network, batchSize: 4, adam: adamDefaults, training: rows, validation: rows };

  it.each([0, 1.5, 257, NaN])('takes no %d threads', (threadCount) => {
    expect(() => createThreadedEngine(options, { threadCount, startWorker })).toThrow(
      `threadCount must be a whole number from 1 to 256; got ${threadCount}.`,
    );
  });

  it('checks the options of every engine before it starts a worker', () => {
    const never = (): never => {
      throw new Error('A worker was started.');
    };
    expect(() => createThreadedEngine({ ...options, batchSize: 0 }, { threadCount: 2, startWorker: never })).toThrow(
      'batchSize must be a whole number of at least 1; got 0.',
    );
  });

  it('starts no worker for a short training', () => {
    const engine = createThreadedEngine(options, {
      threadCount: 2,
      startWorker: () => {
        throw new Error('A worker was started.');
      },
      now: () => 0,
    });
    train(engine, { epochs: 3, learningRate: 0.1, seed: 1 });
    expect(engine.sharedSteps()).toBe(0);
  });

  it('works on the calling thread until all workers have started, and after it was closed', () => {
    let nowMs = 0;
    let started = 0;
    const startNothing: ThreadingOptions['startWorker'] = () => {
      started++;
      return { terminate: () => undefined };
    };
    const engine = createThreadedEngine(options, {
      threadCount: 3,
      startWorker: startNothing,
      now: () => (nowMs += 400),
    });
    const single = createSimdEngine(options);
    for (const each of [engine, single]) {
      glorotUniform(network, 1, each.params);
      each.learningRate[0] = 0.1;
    }
    for (let step = 0; step < 10; step++) {
      if (step === 5) engine.close();
      for (const each of [engine, single]) {
        each.load(0, 4);
        each.forward();
        each.backward();
        each.step();
        each.evaluate();
      }
    }
    expect(started).toBe(2);
    expect(engine.sharedSteps()).toBe(0);
    expect(bitDifferences(engine.params, single.params)).toEqual([]);
    expect(bitDifferences(engine.lossSum, single.lossSum)).toEqual([]);
  });

  it.each([1, 2, 3])('may be closed in the middle of a step, after stage %i', (stage) => {
    const single = createSimdEngine(options);
    const threaded = createThreadedEngine(options, { threadCount: 2, startWorker, use: 'always' });
    for (const engine of [single, threaded]) {
      glorotUniform(network, 1, engine.params);
      engine.learningRate[0] = 0.1;
      engine.load(0, 4);
      if (stage === 1 && engine === threaded) threaded.close();
      engine.forward();
      if (stage === 2 && engine === threaded) threaded.close();
      engine.backward();
      if (stage === 3 && engine === threaded) threaded.close();
      engine.step();
    }
    expect(bitDifferences(threaded.params, single.params)).toEqual([]);
  });

  it.each(['load', 'forward', 'evaluate', 'predict', 'close'] as const)(
    'computes the gradients of the last backward, though %s comes before anyone looks',
    (what) => {
      const single = createSimdEngine(options);
      const threaded = createThreadedEngine(options, { threadCount: 2, startWorker, use: 'always' });
      for (const engine of [single, threaded]) {
        glorotUniform(network, 1, engine.params);
        engine.load(0, 4);
        engine.forward();
        engine.backward();
        if (what === 'load') engine.load(8, 4);
        else if (what === 'predict') engine.predict(rows.x, rows.rowCount, new Float32Array(rows.rowCount));
        else engine[what]?.();
        engine.load(12, 4);
        engine.forward();
      }
      expect(bitDifferences(threaded.grads, single.grads)).toEqual([]);
      threaded.close();
    },
  );

  it('shows the gradients of each step to a caller that has once read them', () => {
    const single = createSimdEngine(options);
    const threaded = createThreadedEngine(options, { threadCount: 2, startWorker, use: 'always' });
    const { grads } = threaded;
    for (let step = 0; step < 3; step++) {
      for (const engine of [single, threaded]) {
        engine.load(4 * step, 4);
        engine.forward();
        engine.backward();
      }
      expect(bitDifferences(grads, single.grads)).toEqual([]);
    }
    threaded.close();
  });

  it('lets one change the gradients between backward and step', () => {
    const engines = [
      createSimdEngine(options),
      createThreadedEngine(options, { threadCount: 2, startWorker, use: 'always' }),
    ];
    for (const engine of engines) {
      glorotUniform(network, 1, engine.params);
      engine.learningRate[0] = 0.1;
      engine.load(0, 4);
      engine.forward();
      engine.backward();
      engine.grads.fill(0.25, 3, 8);
      engine.step();
    }
    expect(bitDifferences(engines[1].params, engines[0].params)).toEqual([]);
  });
});
