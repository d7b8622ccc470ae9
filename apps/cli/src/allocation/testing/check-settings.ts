/**
 * What the checks train. The trainings are so small that there are thousands of epochs, each with all that an epoch
 * does.
 */
import { adamDefaults } from '@fived/nn';
import type { EngineName } from '../../benchmark/engines.js';
import type { TrainingSettings } from '../../benchmark/training-settings.js';

export interface CheckSettings extends TrainingSettings {
  readonly datasetSize: number;
}

/** 119 training rows: three full minibatches of 32 and a shorter one. */
const publishedNetwork = { hiddenSizes: [64, 32, 16], batchSize: 32, datasetSize: 170 };

/**
 * 31 training rows, likewise. It runs the same code in a twentieth of the time: V8 compiles by calls as well as by
 * time.
 */
const narrowNetwork = { hiddenSizes: [16, 8], batchSize: 8, datasetSize: 44 };

/** 15 training rows, likewise. */
const leastNetwork = { hiddenSizes: [8, 4], batchSize: 4, datasetSize: 22 };

const settings = (engine: EngineName, network: typeof publishedNetwork, epochs: number): CheckSettings => ({
  ...network,
  epochs,
  engine,
  learningRate: 0.001,
  adam: adamDefaults,
  seed: 42,
  noise: 0.01,
  wide: false,
});

/** More epochs than the check of allocations asks for. */
const MANY_EPOCHS = 100_000;

/** How large the network of a check is. */
export type Extent = 'brief' | 'long';

/** The reference engine trains a narrower network: V8 would otherwise take half a minute to optimise it. */
const longNetwork = (engine: EngineName): typeof publishedNetwork =>
  engine === 'reference' ? narrowNetwork : publishedNetwork;

export const endlessTraining = (engine: EngineName, extent: Extent): CheckSettings =>
  settings(engine, extent === 'brief' ? leastNetwork : longNetwork(engine), MANY_EPOCHS);

const FEW_EPOCHS = 3;

export const briefFit = (engine: EngineName): CheckSettings => settings(engine, publishedNetwork, FEW_EPOCHS);
