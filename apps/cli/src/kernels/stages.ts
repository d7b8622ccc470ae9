/** The stages of an engine as kernels, on the published dataset, and how many operations each nominally makes. */
import { prepareRows, syntheticRows, type PreparedRows } from '@fived/data';
import { adamDefaults, describeNetwork, glorotUniform, type EngineFactory, type Network } from '@fived/nn';
import { Xoshiro128 } from '@fived/random';
import type { KernelUnderTest } from './measure.js';

/** A network and the rows of its minibatches. */
export interface NetworkCase {
  readonly sizes: readonly number[];
  readonly batchSize: number;
}

const SAMPLE_COUNT = 10_000;
const NOISE = 0.01;
const SEED = 42;

/** For whole steps, as in a training. */
const LEARNING_RATE = 0.001;
/** For Adam alone, which takes a million steps along one gradient: too small to move a weight far. */
const TINY_LEARNING_RATE = 1e-9;

/** The rows on which all stages work: the largest dataset of the published sweep. */
export function stageRows(): PreparedRows {
  return prepareRows(syntheticRows({ sampleCount: SAMPLE_COUNT, seed: SEED, noise: NOISE }), { seed: SEED });
}

/**
 * All stages of one network, each as a kernel, and a whole step of training.
 * @throws RangeError if a minibatch is larger than the training rows
 */
export function stageKernels(
  createEngine: EngineFactory,
  { sizes, batchSize }: NetworkCase,
  { training, validation }: PreparedRows,
): readonly KernelUnderTest[] {
  if (batchSize > training.rowCount)
    throw new RangeError(`The batch size must be at most the ${training.rowCount} training rows; got ${batchSize}.`);
  const network = describeNetwork(sizes);
  const engine = createEngine({ network, batchSize, adam: adamDefaults, training, validation });
  glorotUniform(network, SEED, engine.params);
  new Xoshiro128(SEED).shuffle(engine.order);

  let first = 0;
  const loadNext = (): void => {
    engine.load(first, batchSize);
    first += batchSize;
    if (first + batchSize > training.rowCount) first = 0;
  };
  loadNext();
  engine.forward();
  engine.backward();

  const group = `${sizes.join('-')}@${batchSize}`;
  const kernel = (name: string, flops: number, call: () => void, learningRate = LEARNING_RATE): KernelUnderTest => ({
    group,
    name,
    flops,
    run(times) {
      engine.learningRate[0] = learningRate;
      for (let i = 0; i < times; i++) call();
    },
  });
  const forward = forwardFlops(network, batchSize);
  const backward = backwardFlops(network, batchSize);
  const adam = adamFlops(network);
  return [
    kernel('load', 0, loadNext),
    kernel('forward', forward, () => {
      engine.forward();
    }),
    kernel('backward', backward, () => {
      engine.backward();
    }),
    kernel(
      'Adam',
      adam,
      () => {
        engine.step();
      },
      TINY_LEARNING_RATE,
    ),
    kernel('whole step', forward + backward + adam, () => {
      loadNext();
      engine.forward();
      engine.backward();
      engine.step();
    }),
    kernel(`evaluate ${validation.rowCount} rows`, forwardFlops(network, validation.rowCount), () => {
      engine.evaluate();
    }),
  ];
}

/**
 * Adam's operations for one parameter: three for m = b1 m + c1 g, four for v = b2 v + c2 (g g), five for w = w - (alpha
 * m) / (sqrt(v) + epsilon).
 */
const ADAM_FLOPS = 12;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const weightsOf = ({ layers }: Network): readonly number[] => layers.map(({ fanIn, fanOut }) => fanIn * fanOut);

/** One product for each layer. */
export const forwardFlops = (network: Network, rowCount: number): number => 2 * rowCount * sum(weightsOf(network));

/** The weight gradient of every layer, and the input gradient of every layer except the first. */
export const backwardFlops = (network: Network, rowCount: number): number =>
  forwardFlops(network, rowCount) + 2 * rowCount * sum(weightsOf(network).slice(1));

export const adamFlops = ({ parameterCount }: Network): number => ADAM_FLOPS * parameterCount;
