import { defaultRng, Xoshiro128 } from '@fived/random';
import { describe, expect, it } from 'vitest';
import { glorotUniform, modelSeed } from './initializers.js';
import { describeNetwork } from './network.js';
import { createReferenceEngine, type ReferenceEngine } from './reference/engine.js';
import { createScriptedEngine } from './testing/scripted-engine.js';
import { bitDifferences, randomRows } from './testing/random-cases.js';
import { adamDefaults, noRows } from './engine.js';
import { train, Training, type TrainOptions } from './train.js';

const options: TrainOptions = { epochs: 3, learningRate: 0.01, seed: 5 };

interface Setting {
  readonly sizes?: readonly number[];
  readonly rowCount: number;
  readonly validationRowCount?: number;
  readonly batchSize: number;
}

function createCase({ sizes = [3, 8, 5, 1], rowCount, validationRowCount = 9, batchSize }: Setting) {
  const random = defaultRng([1, rowCount]);
  const network = describeNetwork(sizes);
  const training = randomRows(random, rowCount, sizes[0]);
  const validation = validationRowCount > 0 ? randomRows(random, validationRowCount, sizes[0]) : noRows;
  const createEngine = (): ReferenceEngine => {
    const engine = createReferenceEngine({ network, batchSize, adam: adamDefaults, training, validation });
    glorotUniform(network, 5, engine.params);
    return engine;
  };
  return { training, validation, createEngine };
}

/** The whole algorithm again, stage by stage, with nothing around it: the result that train() must give. */
function stageByStage({ batchSize, ...setting }: Setting) {
  const { training, validation, createEngine } = createCase({ batchSize, ...setting });
  const engine = createEngine();
  const shuffler = new Xoshiro128(modelSeed(options.seed, 'order'));
  const trainLoss: number[] = [];
  const validationLoss: number[] = [];
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    shuffler.shuffle(engine.order);
    let sum = 0;
    let first = 0;
    while (first < training.rowCount) {
      const left = training.rowCount - first;
      const count = left < batchSize ? left : batchSize;
      engine.load(first, count);
      engine.forward();
      sum += engine.lossSum[0];
      engine.backward();
      engine.learningRate[0] = options.learningRate;
      engine.step();
      first += count;
    }
    trainLoss.push(sum / training.rowCount);
    engine.evaluate();
    validationLoss.push(engine.lossSum[0] / validation.rowCount);
  }
  return { trainLoss, validationLoss, finalParams: engine.params };
}

function differences(setting: Setting): string[] {
  const actual = train(createCase(setting).createEngine(), options);
  const expected = stageByStage(setting);
  return (['trainLoss', 'validationLoss', 'finalParams'] as const).flatMap((name) =>
    bitDifferences(actual[name], expected[name]).map((at) => `${name}${at}`),
  );
}

describe('Training gives every bit of the stages one after the other', () => {
  it.each([1, 7, 32, 45])('with 45 rows in batches of %i', (batchSize) => {
    expect(differences({ rowCount: 45, batchSize })).toEqual([]);
  });

  it('with a last partial batch of every length from 1 to 32', () => {
    for (let rest = 1; rest <= 32; rest++) expect(differences({ rowCount: 32 + rest, batchSize: 32 })).toEqual([]);
  });

  it('with batches larger than the data', () => {
    expect(differences({ rowCount: 5, batchSize: 32 })).toEqual([]);
  });

  it('with validation rows that do not divide by the batch, and with fewer than a batch', () => {
    expect(differences({ rowCount: 20, batchSize: 8, validationRowCount: 27 })).toEqual([]);
    expect(differences({ rowCount: 20, batchSize: 8, validationRowCount: 1 })).toEqual([]);
  });

  it('without a hidden layer', () => {
    expect(differences({ sizes: [2, 1], rowCount: 20, batchSize: 8 })).toEqual([]);
  });
});

describe('Training', () => {
  const setting = { rowCount: 45, batchSize: 7 };

  it('twice gives the same bits, another seed others', () => {
    const { createEngine } = createCase(setting);
    expect(train(createEngine(), options)).toEqual(train(createEngine(), options));
    expect(train(createEngine(), { ...options, seed: 6 }).trainLoss).not.toEqual(
      train(createEngine(), options).trainLoss,
    );
  });

  it('visits every row once an epoch, in another order each time', () => {
    const engine = createCase(setting).createEngine();
    const visited: number[][] = [];
    let epochRows: number[] = [];
    const spied = {
      ...engine,
      load: (first: number, count: number) => {
        epochRows.push(...engine.order.subarray(first, first + count));
        engine.load(first, count);
      },
    };
    train(spied, {
      ...options,
      onEpoch: () => {
        visited.push(epochRows);
        epochRows = [];
        return undefined;
      },
    });
    for (const rows of visited)
      expect(rows.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 45 }, (_, row) => row));
    expect(new Set(visited.map((rows) => rows.join())).size).toBe(3);
  });

  it('restores exactly the weights at which a second training, stopped at the best epoch, stands', () => {
    const { createEngine } = createCase({ rowCount: 12, batchSize: 4, validationRowCount: 6 });
    const long = { ...options, epochs: 120, learningRate: 0.05 };
    const engine = createEngine();
    const result = train(engine, long);
    expect(result.bestEpoch).toBeLessThan(120);
    expect(result.bestEpoch).toBeGreaterThan(1);
    expect(result.bestEpoch).toBe(1 + result.validationLoss.indexOf(Math.min(...result.validationLoss)));
    const stopped = train(createEngine(), {
      ...long,
      onEpoch: ({ epoch }) => (epoch === result.bestEpoch ? 'stop' : undefined),
    });
    expect(stopped.epochsRun).toBe(result.bestEpoch);
    expect(bitDifferences(engine.params, stopped.finalParams)).toEqual([]);
    expect(bitDifferences(engine.params, result.finalParams)).not.toEqual([]);
    engine.evaluate();
    expect(engine.lossSum[0] / 6).toBe(result.validationLoss[result.bestEpoch - 1]);
  });

  it('keeps the last epoch where there are no validation rows, whose loss is not a number', () => {
    const engine = createCase({ ...setting, validationRowCount: 0 }).createEngine();
    const result = train(engine, options);
    expect(result.bestEpoch).toBe(3);
    expect(Array.from(result.validationLoss)).toEqual([NaN, NaN, NaN]);
    expect(bitDifferences(engine.params, result.finalParams)).toEqual([]);
  });

  it('tells the callback of each epoch what the result says at the end', () => {
    const seen: number[][] = [];
    const result = train(createCase(setting).createEngine(), {
      ...options,
      onEpoch: ({ epoch, trainLoss, validationLoss }) => {
        seen.push([epoch, trainLoss, validationLoss]);
        return undefined;
      },
    });
    expect(seen).toEqual(
      [1, 2, 3].map((epoch) => [epoch, result.trainLoss[epoch - 1], result.validationLoss[epoch - 1]]),
    );
  });

  it('epoch by epoch gives the same as at once', () => {
    const { createEngine } = createCase(setting);
    const training = new Training(createEngine(), options);
    for (let epoch = 1; !training.isDone; epoch++) expect(training.runEpoch().epoch).toBe(epoch);
    expect(() => training.runEpoch()).toThrow('All 3 epochs of this training are over: call finish.');
    expect(training.finish()).toEqual(train(createEngine(), options));
  });

  it('lowers the loss of a function that it can learn', () => {
    const { training, createEngine } = createCase({
      sizes: [2, 16, 1],
      rowCount: 200,
      batchSize: 16,
      validationRowCount: 0,
    });
    for (let row = 0; row < 200; row++) training.y[row] = Math.abs(training.x[2 * row]) - training.x[2 * row + 1];
    const { trainLoss } = train(createEngine(), { ...options, epochs: 100 });
    expect(trainLoss[99]).toBeLessThan(0.01 * trainLoss[0]);
  });
});

describe('Training refuses', () => {
  it.each([
    [{ epochs: 0 }, 'epochs must be a whole number from 1 to 10000000; got 0.'],
    [{ epochs: 1e15 }, 'epochs must be a whole number from 1 to 10000000; got 1000000000000000.'],
    [{ epochs: 1.5 }, 'epochs must be a whole number from 1 to 10000000; got 1.5.'],
    [{ learningRate: 0 }, 'The learning rate must be a positive number; got 0.'],
    [{ learningRate: NaN }, 'The learning rate must be a positive number; got NaN.'],
    [{ learningRate: Infinity }, 'The learning rate must be a positive number; got Infinity.'],
  ])('%o', (wrong, message) => {
    const engine = createCase({ rowCount: 4, batchSize: 2 }).createEngine();
    expect(() => train(engine, { ...options, ...wrong })).toThrow(new RangeError(message));
  });

  it('an engine without training rows', () => {
    const engine = createReferenceEngine({
      network: describeNetwork([2, 1]),
      batchSize: 1,
      adam: adamDefaults,
      training: noRows,
      validation: noRows,
    });
    expect(() => train(engine, options)).toThrow('There are no training rows.');
  });
});

describe('a schedule', () => {
  it('gives each epoch its own learning rate', () => {
    const engine = createScriptedEngine([
      { validationLoss: 1 },
      { validationLoss: 1 },
      { validationLoss: 1 },
      { validationLoss: 1 },
    ]);
    const rates: number[] = [];
    train(engine, {
      epochs: 4,
      learningRate: 8,
      schedule: 'linear',
      seed: 1,
      onEpoch: () => {
        rates.push(engine.learningRate[0]);
        return undefined;
      },
    });
    expect(rates).toEqual([8, 6, 4, 2]);
  });
});
