/**
 * Whether a record may be set beside the published figures: only where the same work was done. Machine, program, seeds
 * and numbers of runs may differ; what is learnt by, and for how long, may not.
 */
import type { BaseHyperparameters, SplitRatios } from './benchmark-record.js';

/** What a benchmark and a memory profile, ours or the published project's, have of their settings. */
interface RecordedSettings {
  readonly hyperparameters: BaseHyperparameters;
  readonly batch_size?: number;
  readonly split_ratios?: SplitRatios;
  /** With early stopping, a size's epochs are fewer than those of the settings. */
  readonly results?: readonly { readonly epochs_used: number }[];
}

const PUBLISHED_BATCH_SIZE = 32;
/** Of training, validation and test rows, in percent. */
const PUBLISHED_SHARES = '70/15/15';

const percent = (ratio: number): number => Number((ratio * 100).toFixed(2));

/**
 * Each setting that is not the published one, in words: "5 epochs, not 300". Empty where all are the same; what a file
 * does not say is taken to be the same.
 */
export const differsFromPublished = (record: RecordedSettings): readonly string[] => {
  const { hyperparameters, batch_size: batchSize, split_ratios: split, results = [] } = record;
  const epochs = [hyperparameters.max_iter, ...results.map(({ epochs_used }) => epochs_used)];
  const [fewest, most] = [Math.min(...epochs), Math.max(...epochs)];
  const range = fewest === most ? String(most) : `${fewest} to ${most}`;
  const hidden = hyperparameters.hidden_sizes.join('-');
  const shares = split && [split.train_size, split.val_size, split.test_size].map(percent).join('/');
  const settings: readonly (readonly [before: string, found: string, after: string, published: string])[] = [
    ['', range, most === 1 ? ' epoch' : ' epochs', '300'],
    ['hidden layers ', hidden === '' ? 'none' : hidden, '', '64-32-16'],
    ['learning rate ', String(hyperparameters.learning_rate), '', '0.001'],
    ['batch size ', String(batchSize ?? PUBLISHED_BATCH_SIZE), '', String(PUBLISHED_BATCH_SIZE)],
    ['split ', shares ?? PUBLISHED_SHARES, '', PUBLISHED_SHARES],
  ];
  return settings
    .filter(([, found, , published]) => found !== published)
    .map(([before, found, after, published]) => `${before}${found}${after}, not ${published}`);
};
