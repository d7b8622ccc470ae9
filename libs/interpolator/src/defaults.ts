/** How a network is trained unless the caller says otherwise: the one place where the settings are chosen. */
import type { HiddenActivation, Schedule } from '@fived/nn';

/** What decides how a network is trained, but for the seed. */
export interface TrainingSettings {
  /** Widths of the hidden layers, from the inputs on. */
  readonly hiddenSizes: readonly number[];
  /** What follows each hidden layer. */
  readonly activation: HiddenActivation;
  /** The most epochs. */
  readonly epochs: number;
  readonly batchSize: number;
  /** The peak, where the schedule lets it fall. */
  readonly learningRate: number;
  readonly schedule: Schedule;
  /** Training ends after so many epochs without a smaller validation loss; 0 for never. */
  readonly patience: number;
}

/** What the defaults go by. */
export interface DataSize {
  readonly trainingRowCount: number;
  readonly dimensions: number;
}

/** The network and the training of the published profile. */
const published: TrainingSettings = {
  hiddenSizes: [64, 32, 16],
  activation: 'relu',
  epochs: 300,
  batchSize: 32,
  learningRate: 0.001,
  schedule: 'constant',
  patience: 0,
};

/** An accurate fit in a few seconds. */
const byDataSize = ({ trainingRowCount }: DataSize): TrainingSettings => ({
  hiddenSizes: [64, 32, 16],
  activation: 'relu',
  epochs: 300,
  batchSize: Math.min(32, trainingRowCount),
  learningRate: 0.003,
  schedule: 'cosine',
  patience: 50,
});

export const presets = {
  default: byDataSize,
  published: (): TrainingSettings => published,
} satisfies Record<string, (size: DataSize) => TrainingSettings>;

export type Preset = keyof typeof presets;

export const DEFAULT_SEED = 42;
