import { createHash } from 'node:crypto';
import { captureEnvironment } from '@fived/bench';
import { prepareRows, syntheticRows } from '@fived/data';
import { adamDefaults, MlpRegressor } from '@fived/nn';
import { validateBenchmarkRecord, type BenchmarkRecord } from '@fived/records';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { withoutTimings } from '../testing/command.js';
import type { SweepContext } from './benchmark-record.js';
import type { SweepSettings } from './training-settings.js';
import { runSweep } from './sweep.js';

const settings: SweepSettings = {
  sizes: [40, 90],
  runs: 3,
  epochs: 4,
  hiddenSizes: [8, 4],
  learningRate: 0.01,
  batchSize: 16,
  adam: adamDefaults,
  seed: 42,
  noise: 0.01,
  engine: 'simd',
  wide: false,
};

const engines = ['simd', 'reference'] as const;
let context: SweepContext;

beforeAll(async () => {
  const timestamp = '2026-01-02T03:04:05.000Z';
  context = {
    settings,
    timestamp,
    environment: await captureEnvironment(),
    code_version: '0'.repeat(64),
    clock: { name: 'a clock', resolution_ns: 40 },
  };
});

const ignore = (): void => undefined;

const sweepWith = (
  changes: Partial<SweepSettings>,
  onRecord: (record: BenchmarkRecord) => void = ignore,
  signal?: AbortSignal,
  earlier?: BenchmarkRecord,
): Promise<BenchmarkRecord> =>
  runSweep(
    { ...context, settings: { ...settings, ...changes } },
    {
      signal,
      onRecord: (record) => {
        onRecord(record);
        return Promise.resolve();
      },
    },
    earlier,
  );

describe.each(engines)('a sweep with the %s engine', (engine) => {
  const sweep = (onRecord?: (record: BenchmarkRecord) => void): Promise<BenchmarkRecord> =>
    sweepWith({ engine }, onRecord);

  it('leaves a record that its schema accepts', async () => {
    const record = await sweep();
    expect(() => validateBenchmarkRecord(JSON.parse(JSON.stringify(record)), 'record')).not.toThrow();
    expect([record.engine, record.wide]).toEqual([engine, false]);
    expect(record.results.map(({ dataset_size, n_runs, epochs_used }) => [dataset_size, n_runs, epochs_used])).toEqual([
      [40, 3, 4],
      [90, 3, 4],
    ]);
  });

  it('gives the same results twice, but for times', async () => {
    expect(withoutTimings(await sweep())).toEqual(withoutTimings(await sweep()));
  });

  it('counts the seed up from run to run, and every seed gives other weights', async () => {
    const [{ individual_runs: runs }] = (await sweep()).results;
    expect(runs.map(({ run, seed }) => [run, seed])).toEqual([
      [1, 42],
      [2, 43],
      [3, 44],
    ]);
    expect(new Set(runs.map((run) => run.weights_sha256)).size).toBe(3);
  });

  it('trains what a regressor of the same seed trains on the same rows', async () => {
    const { results } = await sweep();
    const data = prepareRows(syntheticRows({ sampleCount: 90 }), { seed: 42 });
    const { epochs, learningRate, batchSize } = settings;
    const regressor = new MlpRegressor({ hiddenSizes: [8, 4], epochs, learningRate, batchSize, seed: 43 });
    regressor.fit(data.training, data.validation);
    const sha256 = (...vectors: Float32Array[]): string =>
      vectors
        .reduce(
          (hash, vector) => hash.update(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)),
          createHash('sha256'),
        )
        .digest('hex');
    const { engine, result } = regressor;
    const run = results[1].individual_runs[1];
    expect(run.weights_sha256).toBe(sha256(engine.params as Float32Array));
    expect(run.final_weights_sha256).toBe(
      sha256(result.finalParams as Float32Array, engine.m as Float32Array, engine.v as Float32Array),
    );
    expect(run.test_r2).toBe(regressor.score(data.test.x, data.test.y));
    expect(run.best_epoch).toBe(result.bestEpoch);
    // The loss rounds each difference to float32 and the metric does not: 24 bits, so at most 2^-23 of a square.
    const bestLoss = Math.min(...result.validationLoss);
    expect(Math.abs(run.val_mse / bestLoss - 1)).toBeLessThan(2 ** -23);
  });

  it('hands over a whole record after every counted run', async () => {
    const counts: number[] = [];
    await sweep((record) => counts.push(record.results.reduce((sum, { n_runs }) => sum + n_runs, 0)));
    expect(counts).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('stops when it is told to, and what it has handed over stands', async () => {
    const controller = new AbortController();
    let latest: BenchmarkRecord | undefined;
    const onRecord = (record: BenchmarkRecord): void => {
      latest = record;
      if (record.results[0].n_runs === 2) controller.abort(new Error('enough'));
    };
    const stopped = sweepWith({ engine }, onRecord, controller.signal);
    await expect(stopped).rejects.toThrow('enough');
    // Run 2 of 40 comes before run 2 of 90 (order.spec.ts says why).
    expect(latest?.results.map(({ n_runs }) => n_runs)).toEqual([2, 1]);
  });
});

describe('the order of the runs', () => {
  it('goes through all sizes in every round, and leaves sizes and runs sorted in the record', async () => {
    const counts: number[][] = [];
    const record = await sweepWith({ sizes: [40, 60, 90] }, ({ results }) =>
      counts.push(results.map(({ n_runs }) => n_runs)),
    );
    for (const round of [1, 2, 3]) expect(counts[3 * round - 1]).toEqual([round, round, round]);
    expect(record).toMatchObject({ order: 'round-robin', dataset_sizes: [40, 60, 90] });
    expect(record.results.map(({ dataset_size }) => dataset_size)).toEqual([40, 60, 90]);
    const runs = record.results.flatMap(({ individual_runs }) => individual_runs);
    expect(runs.map(({ run }) => run)).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
    expect(runs.map(({ position }) => position).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('a sweep that is resumed', () => {
  it('after any of its runs ends with the record of one that was never stopped', async () => {
    const records: BenchmarkRecord[] = [];
    const whole = await sweepWith({}, (record) => records.push(record));
    for (const earlier of records) {
      const resumed = await sweepWith({}, ignore, undefined, earlier);
      expect(withoutTimings(resumed)).toEqual(withoutTimings(whole));
      expect(resumed.total_benchmark_time_seconds).toBeGreaterThan(earlier.total_benchmark_time_seconds);
      // No time of the earlier part is measured again either.
      for (const before of earlier.results) {
        const after = resumed.results.find(({ dataset_size }) => dataset_size === before.dataset_size);
        expect(after?.cold_training_time_seconds).toBe(before.cold_training_time_seconds);
        expect(after?.individual_runs.slice(0, before.n_runs)).toEqual(before.individual_runs);
      }
    }
  });
});

describe('the simd and the reference engine', () => {
  const EPOCHS = { short: 10, medium: 300, full: 300 }[inject('campaign')];

  it(
    `leave the same weights, moments and accuracies, to the bit, after ${EPOCHS} ` + 'epochs of the published network',
    async () => {
      const published = {
        sizes: [1000],
        runs: 1,
        epochs: EPOCHS,
        hiddenSizes: [64, 32, 16],
        learningRate: 0.001,
        batchSize: 32,
      };
      const [simd, reference] = await Promise.all(engines.map((engine) => sweepWith({ ...published, engine })));
      expect(simd.results[0].individual_runs[0].weights_sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(withoutTimings(simd.results)).toEqual(withoutTimings(reference.results));
    },
  );
});
