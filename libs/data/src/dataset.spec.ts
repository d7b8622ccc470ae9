import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { prepareRows } from './prepare.js';
import { takeRows } from './rows.js';
import { splitRows } from './split.js';
import { syntheticRows, syntheticTarget } from './synthetic.js';

type Part = 'train' | 'validation' | 'test';

interface Case {
  readonly sampleCount: number;
  readonly seed: number;
  readonly noise: number;
  readonly xSha256: string;
  readonly ySha256: string;
  readonly firstX: readonly (readonly number[])[];
  readonly firstY: readonly number[];
  readonly mean: readonly number[];
  readonly scale: readonly number[];
  readonly parts: Record<
    Part,
    {
      rowCount: number;
      firstIndices: number[];
      indicesSha256: string;
      firstScaled: number[];
      scaledSha256: string;
      ySha256: string;
    }
  >;
}

interface Golden {
  readonly sweep: readonly Case[];
  readonly others: readonly Case[];
  readonly smallSplits: readonly { rowCount: number; parts: Record<Part, number[]> }[];
}

// From real NumPy and scikit-learn: tools/golden/dataset.py
const golden = JSON.parse(readFileSync(new URL('../golden/dataset.json', import.meta.url), 'utf8')) as Golden;
const parts: readonly Part[] = ['train', 'validation', 'test'];

const sha256 = (values: Float32Array | Int32Array): string => createHash('sha256').update(values).digest('hex');

describe('the golden values', () => {
  it('cover the ten sizes of the sweep', () => {
    expect(golden.sweep.map(({ sampleCount }) => sampleCount)).toEqual(
      Array.from({ length: 10 }, (_, i) => 1000 * (i + 1)),
    );
  });
});

describe.each([...golden.sweep, ...golden.others])('$sampleCount rows of seed $seed and noise $noise', (expected) => {
  const rows = syntheticRows(expected);
  const split = splitRows(expected.sampleCount, expected.seed);
  const prepared = prepareRows(rows, { seed: expected.seed });
  const preparedParts = { train: prepared.training, validation: prepared.validation, test: prepared.test };

  it("are NumPy's to the bit", () => {
    const count = expected.firstX.length;
    expect(
      takeRows(
        rows,
        Int32Array.from({ length: count }, (_, i) => i),
      ),
    ).toEqual({
      x: Float32Array.from(expected.firstX.flat()),
      y: Float32Array.from(expected.firstY),
      rowCount: count,
      dimensions: 5,
    });
    expect(sha256(rows.x)).toBe(expected.xSha256);
    expect(sha256(rows.y)).toBe(expected.ySha256);
  });

  it.each(parts)("have scikit-learn's %s rows in its order", (part) => {
    expect(Array.from(split[part].subarray(0, 5))).toEqual(expected.parts[part].firstIndices);
    expect(split[part]).toHaveLength(expected.parts[part].rowCount);
    expect(sha256(split[part])).toBe(expected.parts[part].indicesSha256);
  });

  it("have the scaler of scikit-learn's fit on the training rows", () => {
    expect(Array.from(prepared.scaler.mean)).toEqual(expected.mean);
    expect(Array.from(prepared.scaler.scale)).toEqual(expected.scale);
  });

  it.each(parts)("are scaled to scikit-learn's %s features, to the bit, and keep their targets", (part) => {
    expect(Array.from(preparedParts[part].x.subarray(0, 5))).toEqual(expected.parts[part].firstScaled);
    expect(sha256(preparedParts[part].x)).toBe(expected.parts[part].scaledSha256);
    expect(sha256(preparedParts[part].y)).toBe(expected.parts[part].ySha256);
  });

  it('need no cleaning', () => {
    expect(prepared.cleaning).toEqual({ droppedRowCount: 0, imputedValueCount: 0 });
  });
});

describe('small splits', () => {
  it.each(golden.smallSplits)("of $rowCount rows are scikit-learn's", ({ rowCount, parts: expected }) => {
    const split = splitRows(rowCount);
    expect(parts.map((part) => Array.from(split[part]))).toEqual(parts.map((part) => expected[part]));
  });
});

describe('syntheticRows', () => {
  it('takes seed 42 and noise 0.01 if not told otherwise', () => {
    expect(syntheticRows({ sampleCount: 3 })).toEqual(syntheticRows({ sampleCount: 3, seed: 42, noise: 0.01 }));
  });

  it('samples the function of the published profile', () => {
    // sin(pi/2) cos(0) = 1; the bump is exp(0) at its centre; 0.5 * 0.25; 0.2 * 0.25 * 0.5
    expect(syntheticTarget([0.25, 0, 0.5, 0.5, 0.5])).toBeCloseTo(1 + 0.3 + 0.125 - 0.025, 15);
    // sin(3 pi/2) cos(pi) = 1; the bump is exp(-(0.01 + 0.01) / 0.02) = 1/e; 0.5; 0.2 * 0.75 * 0.4
    expect(syntheticTarget([0.75, 0.5, 0.6, 0.4, 1])).toBeCloseTo(1 + 0.3 / Math.E + 0.5 - 0.06, 14);
  });

  it.each([0, -5, 2.5, NaN])('refuses %d rows', (sampleCount) => {
    expect(() => syntheticRows({ sampleCount })).toThrow(
      `sampleCount must be a whole number of at least 1, got ${sampleCount}`,
    );
  });

  it('refuses a negative noise', () => {
    expect(() => syntheticRows({ sampleCount: 3, noise: -0.1 })).toThrow('standard deviation >= 0');
  });
});
