/** A training of some steps on made-up rows, and a comparison of all that it leaves behind, bit by bit. */
import {
  describeNetwork,
  glorotUniform,
  train,
  type AdamSettings,
  type EngineFactory,
  type FloatArray,
  type RowSet,
} from '@fived/nn';
import { defaultRng } from '@fived/random';

/** What decides which code an engine is compiled to. */
export interface EngineShape {
  readonly sizes: readonly number[];
  readonly batchSize: number;
  readonly adam: AdamSettings;
}

/** Two full minibatches and a shorter one in each epoch. */
const STEPS_AN_EPOCH = 3;
const EPOCHS = 10;
/** Large networks train for fewer epochs: the reference engine takes a second or two for this many operations. */
const MOST_FLOPS = 1e9;

const SEED = 42;

/** What a training leaves behind, by name. */
export type Outcome = Readonly<
  Record<'params' | 'm' | 'v' | 'training losses' | 'validation losses' | 'predictions', FloatArray>
>;

/** Trains from the same rows and weights whatever the engine: at most 30 steps, at least 3. */
export function trainBriefly(createEngine: EngineFactory, { sizes, batchSize, adam }: EngineShape): Outcome {
  const network = describeNetwork(sizes);
  const random = defaultRng(SEED);
  const makeRows = (): RowSet => {
    const rowCount = (STEPS_AN_EPOCH - 1) * batchSize + Math.max(1, (batchSize >> 1) - 1);
    const normal = (): number => random.normal(0, 1);
    return {
      x: Float32Array.from({ length: rowCount * network.inputSize }, normal),
      y: Float32Array.from({ length: rowCount }, normal),
      rowCount,
    };
  };
  const [training, validation] = [makeRows(), makeRows()];
  const engine = createEngine({ network, batchSize, adam, training, validation });
  glorotUniform(network, SEED, engine.params);

  // three products, each with two operations an element
  const flopsAnEpoch = 6 * network.parameterCount * training.rowCount;
  const epochs = Math.min(EPOCHS, Math.max(1, Math.floor(MOST_FLOPS / flopsAnEpoch)));
  const { trainLoss, validationLoss } = train(engine, { epochs, learningRate: 0.001, seed: SEED });
  const predictions = new Float32Array(validation.rowCount);
  engine.predict(validation.x, validation.rowCount, predictions);
  const { params, m, v } = engine;
  return { params, m, v, 'training losses': trainLoss, 'validation losses': validationLoss, predictions };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: FloatArray): Buffer => Buffer.from(buffer, byteOffset, byteLength);

/** Where two outcomes differ first, in words; undefined if all their bits are equal. */
export function firstDifference(left: Outcome, right: Outcome): string | undefined {
  for (const name of Object.keys(left) as (keyof Outcome)[]) {
    const [a, b] = [left[name], right[name]];
    if (bytesOf(a).equals(bytesOf(b))) continue;
    const index = a.findIndex((value, i) => !Object.is(value, b[i]));
    return `${name}[${index}] is ${a[index]} and ${b[index]}`;
  }
  return undefined;
}
