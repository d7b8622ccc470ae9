/**
 * Trajectory parity: PyTorch and Keras get our initial weights and our order of the rows, all in float64, and must take
 * the same course. Only the order of sums then differs: a rounding of 1e-16, which training amplifies.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { adamDefaults, createFloat64Engine, describeNetwork, glorotUniform, Training } from '@fived/nn';
import { RUNNERS } from './places.js';
import { preparePython } from './prepare/python.js';
import type { PrepareContext } from './prepare/step.js';
import { runProgram } from './program.js';
import { makeRows, seedOf, TRAINING, writeRows } from './task.js';
import { environmentFor } from './threads.js';

/** Mean squared errors by epoch. */
interface LossCurves {
  readonly training: readonly number[];
  readonly validation: readonly number[];
}

const PARITY_EPOCHS = 10;
const PARITY_SIZE = 1000;
/** A relative difference. The issue and the method promise it. */
const TOLERANCE = 1e-9;

/**
 * Trains our float64 engine on float32 rows, which are widened exactly. Returns the weights before the first step in
 * our layout, and the order of the training rows in each epoch, one epoch after the other.
 */
export const trainOurs = (sampleCount: number, epochs: number) => {
  const { training, validation } = makeRows(sampleCount).prepared;
  const { hiddenSizes, batchSize, learningRate } = TRAINING;
  const network = describeNetwork([training.dimensions, ...hiddenSizes, 1]);
  const engine = createFloat64Engine({ network, batchSize, adam: adamDefaults, training, validation });
  const seed = seedOf(1);
  glorotUniform(network, seed, engine.params);
  const weights = Float64Array.from(engine.params);
  const orders = new Int32Array(epochs * training.rowCount);
  const curves = { training: new Array<number>(), validation: new Array<number>() };
  const course = new Training(engine, { epochs, learningRate, seed });
  while (!course.isDone) {
    const { epoch, trainLoss, validationLoss } = course.runEpoch();
    orders.set(engine.order, (epoch - 1) * training.rowCount);
    curves.training.push(trainLoss);
    curves.validation.push(validationLoss);
  }
  return { curves, weights, orders };
};

/** The largest |ours - theirs| / |theirs| of both curves. NaN if the curves have different numbers of epochs. */
export const largestDifference = (ours: LossCurves, theirs: LossCurves): number =>
  Math.max(
    ...(['training', 'validation'] as const).flatMap((name) =>
      ours[name].length === theirs[name].length
        ? ours[name].map((value, i) => Math.abs(value - theirs[name][i]) / Math.abs(theirs[name][i]))
        : [NaN],
    ),
  );

/**
 * Prints the largest difference to each of the two.
 * @throws Error of one line if one is above the tolerance; ProgramError if one cannot be installed or fails
 */
export const compareLossCurves = async (context: PrepareContext): Promise<void> => {
  const { cache, signal } = context;
  const rows = await writeRows(PARITY_SIZE, cache);
  const { curves, weights, orders } = trainOurs(PARITY_SIZE, PARITY_EPOCHS);
  const [weightsFile, ordersFile] = [join(cache, 'parity-weights.f64'), join(cache, 'parity-orders.i32')];
  writeFileSync(weightsFile, weights);
  writeFileSync(ordersFile, orders);
  const differences: number[] = [];
  for (const [folder, library] of [
    ['pytorch', 'torch'],
    ['keras', 'keras'],
  ] as const) {
    const command = await preparePython(folder, library, context);
    const result = join(cache, `parity-${folder}.json`);
    const args = [join(RUNNERS, folder, 'parity.py'), rows, weightsFile, ordersFile, String(PARITY_EPOCHS), result];
    await runProgram({ command, args }, { cwd: RUNNERS, env: environmentFor('one'), signal });
    const difference = largestDifference(curves, JSON.parse(readFileSync(result, 'utf8')) as LossCurves);
    differences.push(difference);
    console.log(
      `${folder}: losses of ${PARITY_EPOCHS} epochs (n = ${PARITY_SIZE}) ` +
        `differ by at most ${difference.toExponential(2)} of their value`,
    );
  }
  if (!differences.every((difference) => difference < TOLERANCE))
    throw new Error(`the loss curves differ by more than ${TOLERANCE} of their value`);
};
