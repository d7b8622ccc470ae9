/** "Benchmark Configuration" and "Running the Benchmarks". */
import { isOwnRecord, type BenchmarkRecord } from '@fived/records';
import { networkText } from '../figures/describe.js';
import { code, codeBlock, facts, list, paragraph, prose, section, type Prose, type Section } from './document.js';
import { ownBenchmark, ownMemory, resultsBySize, type Sources } from './sources.js';
import { counted, grouped, joined } from './words.js';

/** How the published project writes "disabled". */
const DISABLED_PATIENCE = 10_000;

const sizes = ({ benchmark }: Sources): Section => {
  const asked = isOwnRecord(benchmark) ? benchmark.dataset_sizes : undefined;
  const done = resultsBySize(benchmark).map(({ dataset_size }) => dataset_size);
  const missing = (asked ?? []).filter((size) => !done.includes(size));
  return section('Dataset Sizes Tested', [
    paragraph(prose`${joined(done.map(grouped))} samples.`),
    ...(missing.length === 0
      ? []
      : [paragraph(prose`The sweep is unfinished: no run yet of ${joined(missing.map(grouped))} samples.`)]),
  ]);
};

const model = (sources: Sources): Section => {
  const {
    hidden_sizes,
    learning_rate,
    max_iter,
    random_state,
    early_stopping_patience: patience,
  } = sources.benchmark.hyperparameters;
  const own = ownBenchmark(sources);
  const network = networkText(hidden_sizes).toLowerCase();
  const fromFile: readonly (readonly [string, Prose])[] = [
    ['Architecture', prose`${network}: ${counted(hidden_sizes.length, 'hidden layer')}, ReLU, linear output`],
    ['Learning rate', [String(learning_rate)]],
    ['Epochs', prose`${max_iter}${patience >= max_iter ? ', fixed' : ''}`],
    ['Random seed', [String(random_state)]],
    ['Early stopping', patience >= max_iter ? prose`disabled (patience ${patience})` : prose`patience ${patience}`],
  ];
  const ours = (record: BenchmarkRecord): readonly (readonly [string, Prose])[] => {
    const { beta1, beta2, epsilon, noise } = record.hyperparameters;
    return [
      ['Optimizer', prose`Adam, beta ${beta1} and ${beta2}, epsilon ${epsilon} (Kingma and Ba)`],
      ['Loss function', prose`mean squared error`],
      ['Initial weights', prose`uniform after Glorot and Bengio; biases zero`],
      ['Batch size', prose`${record.batch_size}, in a new random order each epoch; the last partial batch is kept`],
      ['Weights judged', prose`those of the epoch with the least validation loss; the last epoch's beside them`],
      [
        'Engine',
        prose`${record.engine}${record.wide === true ? ', wide (256-bit vectors)' : ''},
          ${counted(record.threads, 'thread')}`,
      ],
      [
        'Data',
        prose`y = sin(2 pi x1) cos(2 pi x2) + 0.3 exp(-((x3 - 0.5)² + (x4 - 0.5)²) / 0.02) + 0.5 x5² - 0.2 x1 x4, x
          uniform in [0, 1), with Gaussian noise of standard deviation ${noise}`,
      ],
    ];
  };
  return section('Model Configuration (Fixed for All Tests)', [
    facts([...fromFile, ...(own === undefined ? [] : ours(own))]),
  ]);
};

/** 0.15 -> "15%", 0.125 -> "12.5%". */
const share = (ratio: number): string => `${Number((ratio * 100).toFixed(2))}%`;

const splits = ({ benchmark: { split_ratios } }: Sources): Section =>
  section('Data Split Ratios', [
    facts([
      ['Training set', [share(split_ratios.train_size)]],
      ['Validation set', [share(split_ratios.val_size)]],
      ['Test set', [share(split_ratios.test_size)]],
    ]),
    paragraph(
      prose`Where a share is no whole number of rows, test and validation rows are rounded up, as scikit-learn does.
        Features are standardised by the training rows' mean and standard deviation; the target is not scaled.`,
    ),
  ]);

const earlyStopping = ({ benchmark: { hyperparameters } }: Sources): Section => {
  const { max_iter, early_stopping_patience: patience } = hyperparameters;
  if (patience < max_iter)
    return section('Why Early Stopping is Disabled', [
      paragraph(
        prose`In this file it is not: its patience is ${patience} of ${max_iter} epochs, so that sizes may have trained
          for different numbers of epochs, and their times are not comparable.`,
      ),
    ]);
  return section('Why Early Stopping is Disabled', [
    list([
      prose`All tests have the same number of epochs (${max_iter}), so that the times of different sizes compare the
        same work per row, and not when a training happened to converge.`,
      prose`The weights of the best epoch are restored all the same, so that training for longer does not cost accuracy.
        ${patience >= DISABLED_PATIENCE ? 'A patience of 10,000 in the file stands for "disabled".' : ''}`,
    ]),
  ]);
};

export const configurationSection = (sources: Sources): Section =>
  section('Benchmark Configuration', [], [sizes(sources), model(sources), splits(sources), earlyStopping(sources)]);

/** As `--sizes` takes them: a range if they are evenly spaced, otherwise a list. */
export const sizesOption = (all: readonly number[]): string => {
  const [first, second] = all;
  const step = second - first;
  const isRange = all.length > 2 && all.every((size, index) => size === first + index * step);
  return isRange ? `${first}:${first + (all.length - 1) * step}:${step}` : all.join(',');
};

/** The command that makes such a record again, all settings written out; an early one in today's order of runs. */
export const benchCommand = (record: BenchmarkRecord): string => {
  const { hyperparameters, batch_size, engine, wide } = record;
  const options = [
    `--sizes ${sizesOption(record.dataset_sizes ?? resultsBySize(record).map(({ dataset_size }) => dataset_size))}`,
    `--runs ${record.n_runs_per_size}`,
    `--epochs ${hyperparameters.max_iter}`,
    `--hidden ${hyperparameters.hidden_sizes.length === 0 ? 'none' : hyperparameters.hidden_sizes.join(',')}`,
    `--learning-rate ${hyperparameters.learning_rate}`,
    `--batch-size ${batch_size}`,
    `--seed ${hyperparameters.random_state}`,
    `--engine ${engine}`,
    ...(wide === true ? ['--wide'] : []),
  ];
  return `npx fived bench ${options.join(' ')} --out FOLDER`;
};

const memoryCommand = (sources: Sources): string => {
  const memory = ownMemory(sources);
  if (memory === undefined) return 'npx fived memory --out FOLDER';
  const further = [...new Set((memory.sizes ?? []).map(({ dataset_size }) => dataset_size))];
  const options = [
    `--size ${memory.dataset_size}`,
    `--engine ${memory.engine}`,
    `--epochs ${memory.hyperparameters.max_iter}`,
    `--repeat ${memory.repeats}`,
    ...(further.length === 0 ? [] : [`--sizes ${sizesOption(further)}`]),
  ];
  return `npx fived memory ${options.join(' ')} --out FOLDER`;
};

export const runningSection = (sources: Sources): Section => {
  const record = ownBenchmark(sources);
  return section(
    'Running the Benchmarks',
    [
      paragraph(
        prose`${code('npm start')} does all of the following at its defaults. The commands below have the settings of
          this report's files.`,
      ),
    ],
    [
      section('Training Time Benchmark', [
        codeBlock('sh', record === undefined ? 'npx fived bench --out FOLDER' : benchCommand(record)),
        paragraph(
          prose`Writes ${code('benchmark_results.json')} (every run with its seed, times, accuracies and weight hashes,
            the statistics, the machine and all settings), the same in short as ${code('.csv')} and ${code('.md')}, and
            shows progress and a summary.`,
        ),
      ]),
      section('Memory Profiling', [
        codeBlock('sh', memoryCommand(sources)),
        paragraph(
          prose`Writes ${code('memory_profile.json')} (memory at all ten checkpoints, with settings and machine) and
            prints the table.`,
        ),
      ]),
      section('Visualization', [
        codeBlock('sh', 'npx fived plot --in FOLDER --out FOLDER'),
        paragraph(
          prose`Draws the charts of whichever of the two files is there: ${code('training_time_vs_dataset_size.png')},
            ${code('scaling_analysis.png')}, ${code('accuracy_vs_dataset_size.png')},
            ${code('memory_usage_by_phase.png')} and, where several sizes were measured,
            ${code('memory_vs_dataset_size.png')}.`,
        ),
      ]),
      section('This Report', [
        codeBlock('sh', 'npx fived report --in FOLDER --out FOLDER'),
        paragraph(
          prose`Draws the charts and writes ${code('performance.md')} and ${code('performance.html')}. It measures
            nothing: every figure is read from the two files or computed from them.`,
        ),
      ]),
    ],
  );
};
