import { createReferenceEngine, createSimdEngine } from '@fived/nn';
import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import type { FittedModel } from '../model.js';
import { createPredictor } from '../predict/predictor.js';
import { randomModel } from '../testing/random-model.js';
import { float32Text, literal } from './javascript-text.js';
import { modelToJavaScript } from './javascript.js';
import { exportableModels, linearModel, rowsOf, ties } from './testing/models.js';

const randomModels = exportableModels({ short: 12, medium: 100, full: 1000 }[inject('campaign')]);

/** Like the unit 'binary' of fast-check, which takes a second to build a table of all characters. */
const anyCharacter = fc.oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff })).map(
  (code) => String.fromCodePoint(code),
  (text) => Number(String(text).codePointAt(0)),
);

interface Module {
  readonly predict: (...features: readonly unknown[]) => number;
  readonly about: {
    readonly features: readonly { name: string; min: number; max: number }[];
    readonly target: string;
    readonly weights_sha256: string;
  };
}

/** Loads the module as any program would. */
const load = async (source: string): Promise<Module> =>
  (await import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`)) as Module;

const rowsIn = (x: Float64Array, dimensions: number): readonly (readonly number[])[] =>
  Array.from({ length: x.length / dimensions }, (_, row) =>
    Array.from(x.subarray(row * dimensions, (row + 1) * dimensions)),
  );

describe('A model as an ES module', () => {
  it('gives our predictions to the bit, for random models and both engines', async () => {
    for (const model of randomModels) {
      const dimensions = model.network.inputSize;
      const values = rowsOf(model, 30);
      const { predict } = await load(modelToJavaScript(model));
      const found = rowsIn(values, dimensions).map((row) => predict(...row));
      for (const engine of [createReferenceEngine, createSimdEngine]) {
        const expected = createPredictor(model, engine).predict({
          values,
          rowCount: values.length / dimensions,
          dimensions,
        });
        expect(found).toEqual(Array.from(expected)); // which tells 0 from -0
      }
    }
  });

  it.each(ties)('rounds %d * %d + %d once, to %d', async (w, x, b, once) => {
    const { predict } = await load(modelToJavaScript(linearModel(w, b)));
    expect(predict(x)).toBe(once);
  });

  it('has an argument a feature, and says what it is and what the model knows', async () => {
    const model = randomModels[1];
    const source = modelToJavaScript(model);
    const { predict, about } = await load(source);
    expect(predict).toHaveLength(model.network.inputSize);
    expect(about.features.map(({ name }) => name)).toEqual(model.names.features);
    expect(about.features.map(({ min, max }) => [min, max])).toEqual(
      model.names.features.map((_, i) => [model.features.min[i], model.features.max[i]]),
    );
    expect(about.target).toBe(model.names.target);
    expect(about.weights_sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(source).toContain(
      `@param {number} x1 ${JSON.stringify(model.names.features[0])}, ` +
        `in the training rows from ${model.features.min[0]} to `,
    );
    expect(modelToJavaScript(model)).toBe(source);
  });

  it('refuses what is no number, what is missing at the end, and what is too far away', async () => {
    const model = randomModel(2);
    const { predict } = await load(modelToJavaScript(model));
    const row = Array.from(model.features.mean);
    expect(() => predict(...row.slice(1))).toThrow(
      new TypeError(`Argument ${row.length} must be a number (NaN if missing); got undefined.`),
    );
    expect(() => predict(String(row[0]), ...row.slice(1))).toThrow(
      new TypeError('Argument 1 must be a number (NaN if missing); got string.'),
    );
    expect(() => predict(...row.slice(1), 1e300)).toThrow(
      /^Argument \d is 1e\+300, too far from the training rows to compute with\.$/,
    );
    expect(Number.isFinite(predict(...row))).toBe(true);
  });

  it('refuses a result that is not finite, as the model itself does', async () => {
    const model = { ...randomModel(2), target: { mean: 1e308, scale: 1e308 } };
    const { predict } = await load(modelToJavaScript(model));
    const row = Array.from(model.features.mean, (mean, i) => mean + 1e6 * model.features.scale[i]);
    expect(() =>
      createPredictor(model, createReferenceEngine).predict({
        values: Float64Array.from(row),
        rowCount: 1,
        dimensions: row.length,
      }),
    ).toThrow(RangeError);
    expect(() => predict(...row)).toThrow(
      new RangeError('The features are too far from the training rows: the prediction is not finite.'),
    );
  });

  it('is refused for more weights than a module should hold, and more features than a function takes', () => {
    const model = randomModel(2);
    const of = (change: Partial<FittedModel['network']>): FittedModel => ({
      ...model,
      network: { ...model.network, ...change },
    });
    expect(() => modelToJavaScript(of({ parameterCount: 5e6 }))).toThrow(
      /^A JavaScript module holds at most 4000000 weights; this model has \d+; take the format onnx\.$/,
    );
    expect(() => modelToJavaScript(of({ inputSize: 70_000 }))).toThrow(
      'A JavaScript function has at most 65535 arguments; this model has 70000 features',
    );
  });
});

describe('Names of a hostile model file', () => {
  const hostile = [
    '*/ globalThis.harmed = true; /*',
    '"; globalThis.harmed = true; "',
    "'); globalThis.harmed = true; ('",
    '`${globalThis.harmed = true}`',
    '\\"; globalThis.harmed = true; //',
    'a\nglobalThis.harmed = true;',
    'a\r\u2028globalThis.harmed = true;\u2029',
    '</script><script>alert(1)</script>',
    '<!-- -->',
    '\u202e\u2066 reversed \u0000\ufeff',
    '__proto__',
    'Höhe 温度 😀',
  ];

  const named = (features: readonly string[], target: string): FittedModel => {
    const model = randomModel(2);
    const { inputSize } = model.network;
    return {
      ...model,
      names: { features: Array.from({ length: inputSize }, (_, i) => features[i % features.length]), target },
    };
  };

  it.each(hostile)('stay text: %j', async (name) => {
    const source = modelToJavaScript(named([name, 'x'], name));
    const { about } = await load(source);
    expect([about.features[0].name, about.target]).toEqual([name, name]);
    expect('harmed' in globalThis).toBe(false);
    // nothing that a page or a terminal would obey; letters stay as they are
    expect(source).not.toMatch(/<[a-z/!]|[^\n\P{C}]|[\u2028\u2029]/iu);
    if (name.includes('Höhe')) expect(source).toContain('Höhe 温度 \\ud83d\\ude00');
  });

  it('stay text whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (name) => {
        const text = literal(name);
        expect(JSON.parse(text)).toBe(name);
        expect(text).not.toMatch(/\*\/|<|[^\P{C}]|[\u2028\u2029]/u);
      }),
    );
  });
});

describe('A float32 as text', () => {
  it('comes back to the bit, in at most nine digits', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = float32Text(value);
        expect(Math.fround(Number(text))).toBe(value);
        expect(Number(text).toExponential()).toMatch(/^-?\d(\.\d{1,8})?e/);
      }),
      { numRuns: 2000, seed: 5 },
    );
  });

  it('is short where a short one does', () => {
    expect([0.1, 0.5, -0, 1e-45, 16777216].map((value) => float32Text(Math.fround(value)))).toEqual([
      '0.1',
      '0.5',
      '-0',
      '1.4013e-45',
      '16777216',
    ]);
  });
});
