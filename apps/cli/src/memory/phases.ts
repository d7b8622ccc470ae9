/**
 * The phases between the checkpoints of the published page. libs/bench runs them in a process of their own. They do
 * what `bench` does, with its functions. Each drops what no later phase needs, so training holds the engine and the
 * test rows alone. The phases called "before" and "after" do nothing: their checkpoints only look.
 */
import { dropAndSplit, imputeAndScale, syntheticRows, type PreparedRows, type Rows, type SplitRows } from '@fived/data';
import type { Engine } from '@fived/nn';
import type { MemoryCheckpoint } from '@fived/records';
import { buildModel, trainModel, type TrainedModel } from '../benchmark/experiment.js';
import { predictedRows, type MemorySettings } from './memory-settings.js';

/** What a phase leaves for the next one. */
interface Left {
  rows: Rows;
  parts: SplitRows;
  prepared: PreparedRows;
  test: Rows;
  engine: Engine;
  model: TrainedModel;
  predictions: Float32Array;
}

interface MemoryContext {
  readonly settings: MemorySettings;
  readonly left: Partial<Left>;
}

export function createContext(settings: unknown): MemoryContext {
  performance.now(); // Node loads its clock (150 kB) at the first use, which is not part of training
  return { settings: settings as MemorySettings, left: {} };
}

/** Takes out what an earlier phase has left. */
function take<Name extends keyof Left>({ left }: MemoryContext, name: Name): Left[Name] {
  const value = left[name];
  if (value === undefined) throw new Error(`the ${name} of an earlier phase are missing`);
  left[name] = undefined;
  return value;
}

function load({ settings, left }: MemoryContext): void {
  left.rows = syntheticRows({ sampleCount: settings.datasetSize, seed: settings.seed, noise: settings.noise });
}

function splitParts(context: MemoryContext): void {
  context.left.parts = dropAndSplit(take(context, 'rows'), context.settings);
}

function preprocess(context: MemoryContext): void {
  context.left.prepared = imputeAndScale(take(context, 'parts'));
}

function createModel(context: MemoryContext): void {
  const prepared = take(context, 'prepared');
  context.left.engine = buildModel(prepared, context.settings, context.settings.seed);
  context.left.test = prepared.test;
}

async function train(context: MemoryContext): Promise<void> {
  context.left.model = await trainModel(take(context, 'engine'), context.settings, context.settings.seed);
}

function predict(context: MemoryContext): void {
  const { x, rowCount, dimensions } = take(context, 'test');
  const { left } = context;
  const count = predictedRows(rowCount);
  left.predictions = new Float32Array(count);
  left.model?.engine.predict(x.subarray(0, count * dimensions), count, left.predictions);
}

const look = (): void => undefined;

export const phases: Readonly<Record<MemoryCheckpoint, (context: MemoryContext) => void | Promise<void>>> = {
  after_dataset_load: load,
  after_splitting: splitParts,
  after_preprocessing: preprocess,
  after_model_creation: createModel,
  before_training: look,
  peak_during_training: train,
  after_training: look,
  before_prediction: look,
  peak_during_prediction: predict,
  after_prediction: look,
};

/** Only the reference engine has none. Every other engine has one, which holds its parameters. */
export function webAssemblyBytes({ settings, left }: MemoryContext): number {
  const engine = left.model?.engine ?? left.engine;
  return engine === undefined || settings.engine === 'reference' ? 0 : engine.params.buffer.byteLength;
}
