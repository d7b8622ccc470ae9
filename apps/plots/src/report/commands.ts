/** The commands that make a record again, with all of its settings written out. */
import type { BenchmarkRecord, MemoryRecord } from '@fived/records';
import { resultsBySize } from '../figures/series.js';

/** As `--sizes` takes them: a range where they are evenly spaced, else a list. */
export const sizesOption = (all: readonly number[]): string => {
  const [first, second] = all;
  const step = second - first;
  const isRange = all.length > 2 && all.every((size, index) => size === first + index * step);
  return isRange ? `${first}:${first + (all.length - 1) * step}:${step}` : all.join(',');
};

export const benchCommand = (record: BenchmarkRecord): string => {
  const { hyperparameters, dataset_sizes, wide } = record;
  const sizes = dataset_sizes ?? resultsBySize(record).map(({ dataset_size }) => dataset_size);
  return (
    `npx fived bench --sizes ${sizesOption(sizes)} --runs ${record.n_runs_per_size} ` +
    `--epochs ${hyperparameters.max_iter} --hidden ${hyperparameters.hidden_sizes.join(',') || 'none'} ` +
    `--learning-rate ${hyperparameters.learning_rate} --batch-size ${record.batch_size} ` +
    `--seed ${hyperparameters.random_state} --engine ${record.engine} ` +
    `${wide === true ? '--wide ' : ''}--out FOLDER`
  );
};

export const memoryCommand = ({ dataset_size, engine, hyperparameters, repeats, sizes = [] }: MemoryRecord): string => {
  const further = [...new Set(sizes.map((size) => size.dataset_size))];
  return (
    `npx fived memory -n ${dataset_size} --engine ${engine} --epochs ${hyperparameters.max_iter} ` +
    `--runs ${repeats} ${further.length === 0 ? '' : `--sizes ${sizesOption(further)} `}--out FOLDER`
  );
};
