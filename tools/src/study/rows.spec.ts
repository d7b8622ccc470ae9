import { splitRows, syntheticRows, takeRows, type Rows } from '@fived/data';
import { defaultRng } from '@fived/random';
import { describe, expect, it } from 'vitest';
import type { Problem } from './problems.js';
import { drawRows, problemNpz } from './rows.js';
import { targetFunction, type TargetName } from './targets.js';

type Golden = readonly [
  target: TargetName,
  seed: number,
  first: number,
  last: number,
  noise: number,
  noisyFirst: number,
  noisyLast: number,
  truthFirst: number,
  truthLast: number,
];

// tools/study/golden_rows.py with NumPy 2.4.6: of 50 rows, the first and the last
const golden: readonly Golden[] = [
  [
    'synthetic',
    42,
    0.8132332995919166,
    0.7074848254245258,
    0.01,
    0.812290674049391,
    0.704965051642457,
    0.28693849887002354,
    -0.5082331890397651,
  ],
  [
    'synthetic',
    7,
    -0.5479881596628287,
    0.46315016239033047,
    0.01,
    -0.5699923163876492,
    0.46530505178215376,
    -0.6879705680022645,
    0.19937070153729614,
  ],
  [
    'friedman',
    42,
    18.77452379520834,
    15.997255888076099,
    1.0,
    18.680261240955783,
    15.745278509869214,
    16.345601147717858,
    5.734269430255514,
  ],
  [
    'friedman',
    7,
    15.09082321197531,
    12.309593858307728,
    1.0,
    12.890407539493248,
    12.525082797490057,
    8.3676682999063,
    18.5766388921052,
  ],
  [
    'oscillatory',
    42,
    -0.7894288255784733,
    -0.19825112780086201,
    0.03390105381282046,
    -0.7926244255027232,
    -0.20679342645906704,
    -0.7224691120822183,
    -0.16891706845572055,
  ],
  [
    'oscillatory',
    7,
    0.7132802511472892,
    0.880024868608998,
    0.03012038436575164,
    0.6470028853277057,
    0.8865154782837378,
    -0.6221721749864028,
    0.9999975916089437,
  ],
  [
    'product-peak',
    42,
    2.4342171706379765,
    5.5264695109269955,
    0.13438692835328792,
    2.4215495155132403,
    5.492607045055258,
    9.19431530433809,
    3.637687329933509,
  ],
  [
    'product-peak',
    7,
    3.048235804643113,
    1.2170198829482577,
    0.08495660735939087,
    2.8612959543286047,
    1.2353270921446624,
    0.9115384200057357,
    3.139900286835384,
  ],
  [
    'corner-peak',
    42,
    0.005099649488961875,
    0.011025081501274162,
    0.0018304188526386518,
    0.004927109532560121,
    0.01056385735776582,
    0.01624734687304717,
    0.010158023999742893,
  ],
  [
    'corner-peak',
    7,
    0.016446902503354538,
    0.015615622171459521,
    0.002173386680200471,
    0.011664548389877662,
    0.016083962961608925,
    0.08166819116401136,
    0.014347433249929443,
  ],
  [
    'gaussian',
    42,
    0.3776055438731213,
    0.5235566072856267,
    0.0112899133418644,
    0.3765413278042271,
    0.5207118045215607,
    0.3169475715677495,
    0.3856690725713649,
  ],
  [
    'gaussian',
    7,
    0.24505399036155673,
    0.17613530443103548,
    0.009925146236353778,
    0.22321454303140753,
    0.17827406366473683,
    0.20609955272432792,
    0.43994383973920465,
  ],
  [
    'continuous',
    42,
    7.7361338553649e-6,
    0.00101933649104633,
    0.001936523117758276,
    -0.00017480548159365538,
    0.000531376472996576,
    0.0008145428279056903,
    0.0005021016046647525,
  ],
  [
    'continuous',
    7,
    8.897688397019679e-5,
    6.0210945114006995e-5,
    0.0003303763411384464,
    -0.0006379883948881208,
    0.00013140339239687003,
    0.01779705307264916,
    0.00015031464370764597,
  ],
];

const problem = (target: TargetName, seed: number, is_noisy: boolean, sample_count = 50): Problem => ({
  target,
  sample_count,
  is_noisy,
  seed,
});

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
const isSame = (a: Rows, b: Rows): boolean => bytesOf(a.x).equals(bytesOf(b.x)) && bytesOf(a.y).equals(bytesOf(b.y));

/** NumPy sums in pairs, and has powers and exponentials of its own: some units in the last place. */
const float64 = (value: number): number => 1e-14 + 1e-12 * Math.abs(value);
/** Half a unit in the last place of float32, to which rows are rounded. */
const float32 = (value: number): number => float64(value) + 2 ** -24 * Math.abs(value);

describe.each(golden)(
  'the target %s with seed %d',
  (target, seed, first, last, noise, noisyFirst, noisyLast, truthFirst, truthLast) => {
    it('has the values that NumPy computes, in float64', () => {
      const x = new Float64Array(50 * 5);
      defaultRng(seed).fillRandom(x);
      const f = targetFunction(target, seed);
      expect(Math.abs(f(x.subarray(0, 5)) - first)).toBeLessThan(float64(first));
      expect(Math.abs(f(x.subarray(245)) - last)).toBeLessThan(float64(last));
    });

    it('has the rows, the noise and the truth that NumPy draws, rounded to float32', () => {
      const drawn = drawRows(problem(target, seed, true));
      const { rows, truth } = drawn;
      expect(Math.abs(drawn.noise - noise)).toBeLessThan(float64(noise));
      const pairs = [
        [rows.y[0], noisyFirst],
        [rows.y[49], noisyLast],
        [truth.y[0], truthFirst],
        [truth.y[9999], truthLast],
      ] as const;
      for (const [ours, numpys] of pairs) expect(Math.abs(ours - numpys)).toBeLessThanOrEqual(float32(numpys));
    });

    it('has the same features with and without noise', () => {
      const clean = drawRows(problem(target, seed, false));
      const noisy = drawRows(problem(target, seed, true));
      expect(clean.noise).toBe(0);
      expect(isSame({ ...clean.rows, y: noisy.rows.y }, noisy.rows)).toBe(true);
      expect(isSame(clean.truth, noisy.truth)).toBe(true);
      expect(isSame(clean.rows, noisy.rows)).toBe(false);
      expect(Math.abs(clean.rows.y[0] - first)).toBeLessThanOrEqual(float32(first));
    });
  },
);

describe('the rows of a problem', () => {
  it('are those of the published dataset for the synthetic target, to the bit', () => {
    expect(isSame(drawRows(problem('synthetic', 42, true, 1000)).rows, syntheticRows({ sampleCount: 1000 }))).toBe(
      true,
    );
    expect(
      isSame(drawRows(problem('synthetic', 7, true, 100)).rows, syntheticRows({ sampleCount: 100, seed: 7 })),
    ).toBe(true);
  });

  it('go to the Python methods split as the interpolator splits them', () => {
    const given = problem('friedman', 7, true, 100);
    const drawn = drawRows(given);
    const file = Buffer.from(problemNpz(given, drawn));
    const { train, validation, test } = splitRows(100, 7);
    // An .npz that is not compressed contains each array's bytes as they are.
    for (const indices of [train, validation, test]) {
      const { x, y } = takeRows(drawn.rows, indices);
      for (const values of [x, y]) expect(file.includes(bytesOf(values))).toBe(true);
    }
    expect(file.includes(bytesOf(drawn.rows.y))).toBe(false);
    for (const name of ['training', 'validation', 'test', 'truth']) expect(file.includes(`X_${name}.npy`)).toBe(true);
  });
});
