import { describe, expect, it } from 'vitest';
import { differsFromPublished } from './differs-from-published.js';

const PUBLISHED = {
  hyperparameters: {
    hidden_sizes: [64, 32, 16],
    learning_rate: 0.001,
    max_iter: 300,
    random_state: 42,
    early_stopping_patience: 10000,
  },
  batch_size: 32,
  split_ratios: { train_size: 0.7, val_size: 0.15, test_size: 0.15 },
  results: [{ epochs_used: 300 }],
};
const withHyperparameters = (changes: Partial<(typeof PUBLISHED)['hyperparameters']>) => ({
  ...PUBLISHED,
  hyperparameters: { ...PUBLISHED.hyperparameters, ...changes },
});

describe('differsFromPublished', () => {
  it('finds nothing in a record of the published settings, whatever its seed, nor in what a file does not say', () => {
    expect(differsFromPublished(withHyperparameters({ random_state: 7 }))).toEqual([]);
    expect(differsFromPublished({ hyperparameters: PUBLISHED.hyperparameters })).toEqual([]);
  });

  it('does not take a rounding for another split', () => {
    const split_ratios = { train_size: 1 - 0.15 - 0.15, val_size: 0.15, test_size: 0.15 };
    expect(differsFromPublished({ ...PUBLISHED, split_ratios })).toEqual([]);
  });

  it.each([
    ['a short run', { ...withHyperparameters({ max_iter: 5 }), results: [{ epochs_used: 5 }] }, '5 epochs'],
    ['a single epoch', { hyperparameters: { ...PUBLISHED.hyperparameters, max_iter: 1 } }, '1 epoch'],
    ['early stopping', { ...PUBLISHED, results: [{ epochs_used: 120 }] }, '120 to 300 epochs'],
    ['another network', withHyperparameters({ hidden_sizes: [8, 4] }), 'hidden layers 8-4'],
    ['no hidden layer', withHyperparameters({ hidden_sizes: [] }), 'hidden layers none'],
    ['another learning rate', withHyperparameters({ learning_rate: 0.01 }), 'learning rate 0.01'],
    ['another batch size', { ...PUBLISHED, batch_size: 64 }, 'batch size 64'],
    [
      'another split',
      { ...PUBLISHED, split_ratios: { train_size: 0.6, val_size: 0.2, test_size: 0.2 } },
      'split 60/20/20',
    ],
  ])('names what differs in %s', (_, record, found) => {
    const differences = differsFromPublished(record);
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatch(new RegExp(`^${found}, not \\d`));
  });

  it('names everything that differs', () => {
    expect(differsFromPublished({ ...withHyperparameters({ max_iter: 50, learning_rate: 0.1 }), results: [] })).toEqual(
      ['50 epochs, not 300', 'learning rate 0.1, not 0.001'],
    );
  });
});
