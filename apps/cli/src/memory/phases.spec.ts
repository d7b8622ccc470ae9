import { prepareRows, syntheticRows } from '@fived/data';
import { adamDefaults } from '@fived/nn';
import { MEMORY_CHECKPOINTS } from '@fived/records';
import { describe, expect, it } from 'vitest';
import { buildModel, trainModel } from '../benchmark/experiment.js';
import { createContext, phases, webAssemblyBytes } from './phases.js';
import type { MemorySettings } from './memory-settings.js';

const settings: MemorySettings = {
  datasetSize: 90,
  hiddenSizes: [8, 4],
  epochs: 3,
  learningRate: 0.01,
  batchSize: 16,
  adam: adamDefaults,
  seed: 7,
  noise: 0.01,
  engine: 'simd',
  wide: false,
};

const prepared = prepareRows(syntheticRows({ sampleCount: 90, seed: 7 }), { seed: 7 });

describe('the phases of a memory profile', () => {
  it('are one a published checkpoint, in the published order', () => {
    expect(Object.keys(phases)).toEqual(MEMORY_CHECKPOINTS.map(({ name }) => name));
  });

  it('prepare the rows that a benchmark trains on, to the bit', async () => {
    const context = createContext(settings);
    await phases.after_dataset_load(context);
    await phases.after_splitting(context);
    await phases.after_preprocessing(context);
    expect(context.left.prepared).toEqual(prepared);
  });

  it.each(['simd', 'reference'] as const)(
    'train what a benchmark trains with the %s engine, and predict from it',
    async (engine) => {
      const context = createContext({ ...settings, engine });
      for (const phase of Object.values(phases)) await phase(context);
      const { engine: expected, result } = await trainModel(buildModel(prepared, settings, 7), settings, 7);
      const predictions = new Float32Array(prepared.test.rowCount);
      expected.predict(prepared.test.x, prepared.test.rowCount, predictions);
      expect(context.left.model?.result).toEqual(result);
      expect(context.left.predictions).toEqual(predictions);
    },
  );

  it('predict 100 rows where there are as many', async () => {
    const context = createContext({ ...settings, datasetSize: 1000, epochs: 1 });
    for (const phase of Object.values(phases)) await phase(context);
    expect(context.left.predictions).toHaveLength(100);
  });

  it('leave training nothing but the engine and the test rows', async () => {
    const context = createContext(settings);
    for (const { name } of MEMORY_CHECKPOINTS.slice(0, 5)) await phases[name](context);
    const names = Object.keys(context.left) as (keyof typeof context.left)[];
    expect(names.filter((name) => context.left[name] !== undefined).sort()).toEqual(['engine', 'test']);
  });

  it('say what was missing when they are run out of order', () => {
    expect(() => phases.after_splitting(createContext(settings))).toThrow('the rows of an earlier phase are missing');
  });
});

describe('the WebAssembly memory', () => {
  it.each([
    ['simd', true],
    ['reference', false],
  ] as const)('of the %s engine is counted: %s', async (engine, counted) => {
    const context = createContext({ ...settings, engine });
    expect(webAssemblyBytes(context)).toBe(0);
    for (const { name } of MEMORY_CHECKPOINTS.slice(0, 4)) await phases[name](context);
    const bytes = webAssemblyBytes(context);
    // whole pages of 64 KiB
    expect([bytes > 0, bytes % 65536]).toEqual([counted, 0]);
    await phases.peak_during_training(context);
    expect(webAssemblyBytes(context)).toBe(bytes);
  });
});
