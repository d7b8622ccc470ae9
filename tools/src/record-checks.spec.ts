import { MEMORY_CHECKPOINTS, type BenchmarkRecord, type MemoryRecord, type Run } from '@fived/records';
import { describe, expect, it } from 'vitest';
import {
  checkAccuracies,
  checkCsv,
  checkHashes,
  checkMarkdown,
  checkMemory,
  checkReport,
  checkSameWeights,
  checkSettings,
  checkTimes,
} from './record-checks.js';

const expected = { sizes: [1000, 2000], runs: 2, epochs: 3, seed: 42 };

/** Made up: none of its figures was measured. */
const madeUpRun = (size: number, run: number): Run => ({
  run,
  seed: 41 + run,
  training_time_seconds: 0.25,
  train_r2: 0.4,
  val_r2: 0.2,
  test_r2: 0.3,
  train_mse: 0.1,
  val_mse: 0.2,
  test_mse: 0.15,
  final_train_r2: 0.4,
  final_val_r2: 0.2,
  final_test_r2: 0.3,
  final_train_mse: 0.1,
  final_val_mse: 0.2,
  final_test_mse: 0.15,
  best_epoch: 3,
  model_setup_seconds: 0.001,
  weights_sha256: `${size}${run}`.padStart(64, 'a'),
  final_weights_sha256: `${size}${run}`.padStart(64, 'b'),
});

/** The parts of a record that the checks look at. `change` alters the second run of the second size. */
const madeUp = (change: Partial<Run> = {}, top: object = {}): BenchmarkRecord =>
  ({
    hyperparameters: { max_iter: 3, random_state: 42 },
    n_runs_per_size: 2,
    total_benchmark_time_seconds: 1.5,
    results: [1000, 2000].map((size) => ({
      dataset_size: size,
      n_runs: 2,
      epochs_used: 3,
      individual_runs: [madeUpRun(size, 1), { ...madeUpRun(size, 2), ...(size === 2000 ? change : {}) }],
    })),
    ...top,
  }) as unknown as BenchmarkRecord;

describe('checks of a short run’s record', () => {
  it('find nothing wrong with a good one', () => {
    const record = madeUp();
    expect(() => {
      checkSettings(record, expected);
      checkHashes(record);
      checkAccuracies(record, expected);
      checkTimes(record);
      checkSameWeights(record, madeUp());
    }).not.toThrow();
  });

  it('find other settings than were asked for', () => {
    const check =
      (asked: Partial<typeof expected>, record = madeUp()) =>
      (): void => {
        checkSettings(record, { ...expected, ...asked });
      };
    expect(check({ sizes: [1000] })).toThrow('dataset sizes: found [1000,2000], must be [1000]');
    expect(check({ epochs: 300 })).toThrow('max_iter: found 3, must be 300');
    expect(check({ runs: 5 })).toThrow('n_runs_per_size: found 2, must be 5');
    expect(check({ seed: 1 })).toThrow('random_state: found 42, must be 1');
    expect(check({}, madeUp({ seed: 42 }))).toThrow(
      'size 2000, run and seed: found [[1,42],[2,42]], must be [[1,42],[2,43]]',
    );
  });

  it.each(['', 'ab', 'A'.repeat(64), 'g'.repeat(64), 'a'.repeat(65)])('find that %j is no SHA-256', (hash) => {
    expect(() => {
      checkHashes(madeUp({ weights_sha256: hash }));
    }).toThrow('size 2000, run 2: found the hash');
    expect(() => {
      checkHashes(madeUp({ final_weights_sha256: hash }));
    }).toThrow('size 2000, run 2: found the hash');
  });

  it('find two runs with the same weights', () => {
    expect(() => {
      checkHashes(madeUp({ weights_sha256: madeUpRun(1000, 1).weights_sha256 }));
    }).toThrow('the same weights');
  });

  it.each([NaN, -0.1, 0.95, Infinity])('find that an R2 of %d is not plausible', (value) => {
    for (const name of ['train_r2', 'val_r2', 'test_r2', 'final_test_r2']) {
      expect(() => {
        checkAccuracies(madeUp({ [name]: value }), expected);
      }).toThrow(`size 2000, run 2: ${name} is ${value}`);
    }
  });

  it.each([NaN, 0, Infinity])('find that an MSE of %d is not plausible', (value) => {
    expect(() => {
      checkAccuracies(madeUp({ val_mse: value }), expected);
    }).toThrow(`size 2000, run 2: val_mse is ${value}`);
  });

  it('find a best epoch that was never trained, and times that cannot be', () => {
    expect(() => {
      checkAccuracies(madeUp({ best_epoch: 4 }), expected);
    }).toThrow('best_epoch is 4, must be 1 to 3');
    expect(() => {
      checkTimes(madeUp({ training_time_seconds: 0 }));
    }).toThrow('training_time_seconds is 0');
    expect(() => {
      checkTimes(madeUp({}, { total_benchmark_time_seconds: 0.9 }));
    }).toThrow("less than its runs' 1");
  });

  it('find weights that differ between two runs', () => {
    expect(() => {
      checkSameWeights(madeUp(), madeUp({ final_weights_sha256: 'c'.repeat(64) }));
    }).toThrow('the weight hashes of a second run');
  });
});

describe('checks of the tables', () => {
  it('want one row a size in the CSV', () => {
    const check =
      (...rows: readonly string[]) =>
      (): void => {
        checkCsv(['dataset_size,runs,training_time_mean_s', ...rows, ''].join('\n'), expected);
      };
    expect(check('1000,2,0.1', '2000,2,0.2')).not.toThrow();
    expect(check('1000,2,0.1')).toThrow('sizes: found [1000], must be [1000,2000]');
    expect(check('1000,2,0.1', '2000,2,0.2', '2000,2,0.2')).toThrow('sizes: found [1000,2000,2000]');
    expect(() => {
      checkCsv('1000,2\n2000,2\n', expected);
    }).toThrow('header: found 1000,2, must name dataset_size');
  });

  it('want one row a size in the Markdown', () => {
    const head = '# Results\n\n| dataset size | runs |\n| ---: | ---: |\n';
    const check = (rows: string) => (): void => {
      checkMarkdown(head + rows, expected);
    };
    expect(check('| 1,000 | 2 |\n| 2,000 | 2 |\n')).not.toThrow();
    expect(check('| 1,000 | 2 |\n')).toThrow('sizes: found [1000], must be [1000,2000]');
    expect(check('')).toThrow('sizes: found []');
  });
});

describe('checks of the memory profile', () => {
  const madeUpMemory = (
    peaks: readonly number[],
    names: readonly string[] = MEMORY_CHECKPOINTS.map(({ name }) => name),
  ): MemoryRecord =>
    ({
      schema: 'fived/memory_profile/1',
      phases: names.map((name, i) => ({ name, cumulative_peak_mib: peaks[i] })),
    }) as unknown as MemoryRecord;
  const rising = [0.5, 0.5, 0.6, 1, 1, 3, 3, 3, 3, 3];

  it('pass ten checkpoints in their order whose peaks rise or stay', () => {
    expect(() => {
      checkMemory(madeUpMemory(rising));
    }).not.toThrow();
  });

  it('find a missing checkpoint, a peak that falls, and memory that was not measured', () => {
    expect(() => {
      checkMemory(
        madeUpMemory(
          rising,
          MEMORY_CHECKPOINTS.slice(1).map(({ name }) => name),
        ),
      );
    }).toThrow('phases: found');
    expect(() => {
      checkMemory(madeUpMemory([0.5, 0.4, ...rising.slice(2)]));
    }).toThrow('cumulative peaks fall: 0.5, 0.4');
    expect(() => {
      checkMemory(madeUpMemory(rising.map(() => 0)));
    }).toThrow('must be above 0');
  });
});

describe('checks of the report', () => {
  const table = '| dataset size | time |\n| ---: | ---: |\n| 1,000 | 1 |\n| 2,000 | 2 |\n\n| 5 | another table |\n';
  const page = (inside = ''): string => `<html><td>1,000</td><td>2,000</td><svg></svg>${inside}</html>\n`;

  it('pass a page with its sizes and charts', () => {
    expect(() => {
      checkReport(page('<a href="https://example.org">a reference</a>'), table, expected);
    }).not.toThrow();
  });

  it('find what is missing, and what is loaded from outside', () => {
    const check =
      (html: string, markdown = table) =>
      (): void => {
        checkReport(html, markdown, expected);
      };
    expect(check(page('<img src="https://example.org/a.png">'))).toThrow('loads from outside');
    expect(check(page('<script src=a.js></script>'))).toThrow('loads from outside');
    expect(check(page().replace('2,000', ''))).toThrow('no cell with the size 2000');
    expect(check(page().replace('</html>', ''))).toThrow('does not end');
    expect(check(page(), table.replace('| 2,000 | 2 |\n', ''))).toThrow('sizes: found [1000]');
  });
});
