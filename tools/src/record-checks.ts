/** What must be true of the record of a short run. Each function throws an Error that says what is not. */
import {
  isOwnMemoryRecord,
  isOwnRecord,
  MEMORY_CHECKPOINTS,
  readBenchmarkRecord,
  type BaseMemoryRecord,
  type BenchmarkRecord,
  type MemoryRecord,
  type Run,
} from '@fived/records';

export interface Expected {
  readonly sizes: readonly number[];
  readonly runs: number;
  readonly epochs: number;
  /** The seed of the first run. Each further run has the next seed. */
  readonly seed: number;
}

const sameOrThrow = (what: string, found: unknown, right: unknown): void => {
  const [foundText, rightText] = [JSON.stringify(found), JSON.stringify(right)];
  if (foundText !== rightText) throw new Error(`${what}: found ${foundText}, must be ${rightText}`);
};

/** Reads a record and checks it against its schema. Refuses the published project's own form. */
export const readOwnRecord = async (path: string): Promise<BenchmarkRecord> => {
  const record = await readBenchmarkRecord(path);
  if (!isOwnRecord(record)) throw new Error(`${path}: has no "schema" field, which our records have`);
  return record;
};

export const checkSettings = (record: BenchmarkRecord, expected: Expected): void => {
  sameOrThrow('hyperparameters.max_iter', record.hyperparameters.max_iter, expected.epochs);
  sameOrThrow('hyperparameters.random_state', record.hyperparameters.random_state, expected.seed);
  sameOrThrow('n_runs_per_size', record.n_runs_per_size, expected.runs);
  sameOrThrow(
    'dataset sizes',
    record.results.map((result) => result.dataset_size),
    expected.sizes,
  );
  const numbers = Array.from({ length: expected.runs }, (_, index) => index + 1);
  for (const result of record.results) {
    const place = `size ${result.dataset_size}`;
    sameOrThrow(`${place}, n_runs`, result.n_runs, expected.runs);
    sameOrThrow(`${place}, epochs_used`, result.epochs_used, expected.epochs);
    sameOrThrow(
      `${place}, run and seed`,
      result.individual_runs.map(({ run, seed }) => [run, seed]),
      numbers.map((run) => [run, expected.seed + run - 1]),
    );
  }
};

interface PlacedRun {
  readonly place: string;
  readonly run: Run;
}

const allRuns = (record: BenchmarkRecord): readonly PlacedRun[] =>
  record.results.flatMap((result) =>
    result.individual_runs.map((run) => ({ place: `size ${result.dataset_size}, run ${run.run}`, run })),
  );

const SHA256 = /^[0-9a-f]{64}$/;

const weightHashes = (record: BenchmarkRecord): readonly string[] =>
  allRuns(record).flatMap(({ run }) => [run.weights_sha256, run.final_weights_sha256]);

/** Hashes must be well formed, and no two may be equal, since no two runs have the same rows and seed. */
export const checkHashes = (record: BenchmarkRecord): void => {
  for (const { place, run } of allRuns(record)) {
    for (const hash of [run.weights_sha256, run.final_weights_sha256]) {
      if (!SHA256.test(hash)) throw new Error(`${place}: found the hash "${hash}", must be 64 hexadecimal digits`);
    }
  }
  const best = allRuns(record).map(({ run }) => run.weights_sha256);
  if (new Set(best).size !== best.length) throw new Error('two runs of different seeds or sizes have the same weights');
};

/**
 * After three epochs of the published network on 1,000 and 2,000 rows, the R2 of the three sets was 0.03 to 0.60 over
 * 20 seeds. An R2 below zero means that the network does not learn. A much higher one means that it was not three
 * epochs, or not these rows.
 */
const PLAUSIBLE_R2 = { above: 0, below: 0.9 };

export const checkAccuracies = (record: BenchmarkRecord, { epochs }: Expected): void => {
  for (const { place, run } of allRuns(record)) {
    for (const name of ['train_r2', 'val_r2', 'test_r2', 'final_train_r2', 'final_val_r2', 'final_test_r2'] as const) {
      const value = run[name];
      if (!(value > PLAUSIBLE_R2.above && value < PLAUSIBLE_R2.below)) {
        throw new Error(
          `${place}: ${name} is ${value}, must lie between ${PLAUSIBLE_R2.above} and ${PLAUSIBLE_R2.below}`,
        );
      }
    }
    for (const name of [
      'train_mse',
      'val_mse',
      'test_mse',
      'final_train_mse',
      'final_val_mse',
      'final_test_mse',
    ] as const) {
      if (!(run[name] > 0 && run[name] < Infinity))
        throw new Error(`${place}: ${name} is ${run[name]}, must be finite and above 0`);
    }
    if (run.best_epoch < 1 || run.best_epoch > epochs) {
      throw new Error(`${place}: best_epoch is ${run.best_epoch}, must be 1 to ${epochs}`);
    }
  }
};

export const checkTimes = (record: BenchmarkRecord): void => {
  const seconds = allRuns(record).map(({ place, run }) => {
    if (!(run.training_time_seconds > 0))
      throw new Error(`${place}: training_time_seconds is ${run.training_time_seconds}, must be above 0`);
    return run.training_time_seconds;
  });
  const sum = seconds.reduce((total, each) => total + each, 0);
  if (!(record.total_benchmark_time_seconds >= sum)) {
    throw new Error(
      `total_benchmark_time_seconds is ${record.total_benchmark_time_seconds}, less than its runs' ${sum}`,
    );
  }
};

/** The same seeds must have given the same weights, to the last bit. */
export const checkSameWeights = (first: BenchmarkRecord, second: BenchmarkRecord): void => {
  sameOrThrow('the weight hashes of a second run', weightHashes(second), weightHashes(first));
};

/** The CSV must have a header with a column `dataset_size`, then one row for each size. */
export const checkCsv = (text: string, { sizes }: Expected): void => {
  const [header = [], ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  const column = header.indexOf('dataset_size');
  if (column === -1) throw new Error(`header: found ${header.join()}, must name dataset_size`);
  sameOrThrow(
    'sizes',
    rows.map((cells) => Number(cells[column])),
    sizes,
  );
};

/**
 * Somewhere the text must have a table with one row for each size, whose first cell is the size with comma separators.
 */
export const checkMarkdown = (text: string, { sizes }: Expected): void => {
  const cells = [...text.matchAll(/^\| *([\d,]+) *\|/gm)].map(([, cell]) => cell);
  sameOrThrow(
    'sizes',
    cells.map((cell) => Number(cell.replaceAll(',', ''))),
    sizes,
  );
};

/** Every checkpoint must be there, in order. The cumulative peaks must never fall, and the first must be above zero. */
export const checkMemory = (record: BaseMemoryRecord | MemoryRecord): void => {
  if (!isOwnMemoryRecord(record)) throw new Error('has no "schema" field, which our records have');
  const names = MEMORY_CHECKPOINTS.map(({ name }) => name);
  sameOrThrow(
    'phases',
    record.phases.map(({ name }) => name),
    names,
  );
  const peaks = record.phases.map((phase) => phase.cumulative_peak_mib);
  if (peaks.some((peak, index) => index > 0 && peak < peaks[index - 1]))
    throw new Error(`cumulative peaks fall: ${peaks.join(', ')}`);
  if (!(peaks[0] > 0)) throw new Error(`loading the dataset took ${peaks[0]} MiB, must be above 0`);
};

/** Both forms must name every size in a table. The page must have its charts inside, be complete, and load nothing. */
export const checkReport = (html: string, markdown: string, expected: Expected): void => {
  checkMarkdown(markdown.slice(0, markdown.indexOf('\n\n', markdown.search(/^\| *[\d,]+ *\|/m))), expected);
  for (const size of expected.sizes) {
    if (!html.includes(`>${size.toLocaleString('en-US')}<`))
      throw new Error(`the page has no cell with the size ${size}`);
  }
  const outside = /<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=["']?(?!data:|#)[^"'>\s]+/.exec(html);
  if (outside !== null) throw new Error(`the page loads from outside: ${outside[0]}`);
  if (!html.includes('<svg') || !html.trimEnd().endsWith('</html>'))
    throw new Error('the page has no chart inside, or does not end');
};
