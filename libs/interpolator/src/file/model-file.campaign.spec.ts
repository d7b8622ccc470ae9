import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { createReferenceEngine } from '@fived/nn';
import { describe, expect, inject, it } from 'vitest';
import { contentSha256 } from './hashes.js';
import { Interpolator } from '../interpolator.js';
import { decodeModel, encodeModel } from './model-file.js';
import { coveredTexts } from './model-metadata.js';
import { summaryOf, type FittedModel, type MemberSummary } from '../model.js';
import { createPredictor } from '../predict/predictor.js';
import { decodeSafetensors, encodeSafetensors, type Tensor } from './safetensors/index.js';
import { floats, golden, pythonModelBytes } from '../testing/golden.js';
import { randomModel, rowsFor } from '../testing/random-model.js';

const MODELS = { short: 50, medium: 1000, full: 10_000 }[inject('campaign')];

const engine = { createEngine: createReferenceEngine };

describe('A model file', () => {
  it('gives back random models, which predict the same to the bit', () => {
    for (let seed = 0; seed < MODELS; seed++) {
      const model = randomModel(seed);
      const bytes = encodeModel(model);
      const loaded = Interpolator.fromBytes(bytes, 'a.safetensors', engine);
      const values = rowsFor(model, 5, seed);
      const { predictWithUncertainty } = createPredictor(model, createReferenceEngine);
      const predictions = predictWithUncertainty({ values, rowCount: 5, dimensions: model.network.inputSize });
      // toEqual takes milliseconds for an array; this uses Object.is too
      const equal = [
        isDeepStrictEqual(loaded.model, model),
        isDeepStrictEqual(loaded.predictWithUncertainty(values), predictions),
        isDeepStrictEqual(loaded.toBytes(), bytes),
      ];
      expect(equal, `model of seed ${seed}`).toEqual([true, true, true]);
    }
  });

  it("of Python's safetensors is read, and predicts what NumPy does", () => {
    const model = Interpolator.fromBytes(pythonModelBytes(), 'python_model.safetensors');
    expect(model.featureNames).toEqual(['Länge', '__proto__']);
    expect(model.targetName).toBe('Kosten in €');
    expect(model.featureRanges[1]).toEqual({ name: '__proto__', min: -0.51, max: -0.49 });
    expect(model.cleaning).toEqual({ droppedRowCount: 3, imputedValueCount: 1 });
    expect(model.members.map(({ seed, bestEpoch }) => [seed, bestEpoch])).toEqual([
      [42, 1],
      [7, 3],
    ]);
    expect(model.metrics.baselines.leastSquares.test.rmse).toBe(1.25);
    const [{ x, predictions, standardDeviations }] = golden.pythonModel;
    model.predict(floats(x)).forEach((prediction, row) => {
      // NumPy computes in float64; we compute in float32 and then multiply by the target's scale, 2.5
      expect(Math.abs(prediction - Number(predictions[row]))).toBeLessThan(1e-3);
    });
    model.predictWithUncertainty(floats(x)).standardDeviation.forEach((deviation, row) => {
      expect(deviation).toBeCloseTo(Number(standardDeviations[row]), 4);
    });
  });

  it.each(['1', '2'])('of format version %s is read, and its arithmetic is version 1', (version) => {
    const old = { ...randomModel(4), versions: { arithmetic: 1, secondOrder: 1 } };
    const { tensors, metadata } = decodeSafetensors(encodeModel(old), 'new.safetensors');
    const texts = new Map(metadata);
    for (const name of ['versions', 'features', 'content_sha256']) texts.delete(name);
    texts.set('format_version', version);
    texts.set('feature_names', JSON.stringify(old.names.features));
    texts.set('members', JSON.stringify(old.members.map(summaryOf)));
    texts.set('uncertainty', JSON.stringify(old.uncertainty));
    if (version === '2') texts.set('content_sha256', contentSha256(tensors, coveredTexts(texts)));
    expect(decodeModel(encodeSafetensors(tensors, texts), 'old.safetensors')).toEqual(old);
  });

  it('has the hash of its content that other programs compute', () => {
    // As documented, by hand: one text, two tensors.
    const tensors = new Map<string, Tensor>([
      ['b', { dtype: 'U32', shape: [1], data: Uint32Array.of(258) }],
      ['a', { dtype: 'F32', shape: [2, 1], data: Float32Array.of(1, -2) }],
    ]);
    const expected = createHash('sha256')
      .update('["key","\\"é\\n"]')
      .update('["a","F32",[2,1]]')
      .update(Uint8Array.of(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0))
      .update('["b","U32",[1]]')
      .update(Uint8Array.of(2, 1, 0, 0));
    expect(contentSha256(tensors, new Map([['key', '"é\n']]))).toBe(expected.digest('hex'));
  });

  it('may hold notes of other programs', () => {
    const noted = changed(({ metadata }) => metadata.set('note', 'mine'));
    expect(decodeModel(noted, '')).toEqual(model);
  });

  it('is small, also with 20 members', () => {
    const one = randomModel(3);
    const [member] = one.members;
    const model = {
      ...one,
      members: Array.from({ length: 20 }, (_, index) => ({ ...member, index })),
      training: { ...one.training, dropped: [] },
    };
    const { length } = encodeModel({ ...model, settings: { ...one.settings, members: 20 } });
    // parameters, two losses an epoch, and less than 200 characters a member for the rest
    expect(length).toBeLessThan(
      encodeModel(one).length + 20 * (4 * one.network.parameterCount + 16 * member.epochsRun + 200),
    );
  });

  it('has the tensors that Python expects', () => {
    const { tensors } = decodeSafetensors(encodeModel(randomModel(3)), '');
    const { network, members } = randomModel(3);
    for (const { index, fanIn, fanOut } of network.layers) {
      expect(tensors.get(`layers.${index}.weight`)).toMatchObject({
        dtype: 'F32',
        shape: [members.length, fanIn, fanOut],
      });
      expect(tensors.get(`layers.${index}.bias`)).toMatchObject({ dtype: 'F32', shape: [members.length, fanOut] });
    }
    expect(tensors.get('features.mean')).toMatchObject({ dtype: 'F64', shape: [network.inputSize] });
    expect(tensors.get('target.scale')).toMatchObject({ dtype: 'F64', shape: [1] });
  });
});

/** A model with one hidden layer. Each case changes its file. */
const isUsual = ({ settings, network, members, training }: FittedModel): boolean =>
  settings.optimizer === 'adam' &&
  settings.activation === 'relu' &&
  settings.hiddenSizes.length === 1 &&
  network.inputSize > 1 &&
  members.length === 2 &&
  members[0].epochsRun > 1 &&
  training.dropped.length === 1;
const usualSeed = Array.from({ length: 500 }, (_, seed) => seed).find((seed) => isUsual(randomModel(seed)));
const model = randomModel(usualSeed ?? 0);

type Parts = ReturnType<typeof decodeSafetensors>;

/** The file with a change. */
function changed(change: (parts: Parts) => void): Uint8Array {
  const parts = decodeSafetensors(encodeModel(model), '');
  change(parts);
  return encodeSafetensors(parts.tensors, parts.metadata);
}

const withTensor = (name: string, change: (tensor: Tensor) => Tensor): Uint8Array =>
  changed(({ tensors }) => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(name);
    tensors.set(name, change(tensor));
  });

const withFirst = (name: string, value: number): Uint8Array =>
  withTensor(name, (tensor) => {
    tensor.data[0] = value;
    return tensor;
  });

const withMetadata = (key: string, value: string | undefined): Uint8Array =>
  changed(({ metadata }) => {
    if (value === undefined) metadata.delete(key);
    else metadata.set(key, value);
  });

/** Replaces a member of JSON metadata. */
const withMember = (key: string, member: string, value: unknown): Uint8Array =>
  changed(({ metadata }) => {
    const object = JSON.parse(metadata.get(key) ?? '') as Record<string, unknown>;
    metadata.set(key, JSON.stringify({ ...object, [member]: value }));
  });

/** Replaces a member in the JSON of the model's members, or of the dropped ones. */
const withMembers = (change: (members: readonly MemberSummary[]) => unknown): Uint8Array =>
  changed(({ metadata }) => metadata.set('members', JSON.stringify(change(model.members.map(summaryOf)))));

const inputs = model.network.inputSize;

const featuresOf = (names: readonly unknown[]): string =>
  JSON.stringify(names.map((name) => ({ name, transform: 'identity' })));

describe('A model file is refused', () => {
  const cases: readonly [what: string, bytes: () => Uint8Array, message: string | RegExp][] = [
    ['that is none', () => Uint8Array.of(1, 2, 3), 'a safetensors file begins with 8 bytes'],
    [
      'of another program',
      () => withMetadata('format_version', undefined),
      'this safetensors file is not an interpolator',
    ],
    [
      'of a later version',
      () => withMetadata('format_version', '4'),
      'format version "4" is not known here: this program reads versions 1, 2, 3; use a newer one',
    ],
    [
      'with a feature that is transformed',
      () => withMetadata('features', JSON.stringify([{ name: 'a', transform: { log1p: [1, 0, 1] } }])),
      'features[0].transform is of a kind that this program does not know; use a newer one',
    ],
    [
      'with a member of a fold',
      () => withMembers(([first, ...rest]) => [{ ...first, fold: [0, 1] }, ...rest]),
      'members[0].fold is of a kind that this program does not know; use a newer one',
    ],
    [
      'with a band of another kind',
      () => withMember('uncertainty', 'kind', 'residuals'),
      'uncertainty.kind is of a kind that this program does not know; use a newer one',
    ],
    [
      'with a version that is no number',
      () => withMember('versions', 'arithmetic', 'two'),
      'versions.arithmetic must be a whole number of at least 1',
    ],
    ['without its network', () => withMetadata('network', undefined), 'metadata network is missing'],
    ['whose network is no JSON', () => withMetadata('network', '{'), 'metadata network must be JSON; got "{"'],
    ['whose network is a list', () => withMetadata('network', '[]'), 'metadata network must be an object; got "[]"'],
    [
      'with an unknown activation',
      () => withMember('network', 'activation', 'step'),
      'metadata network.activation must be one of relu',
    ],
    [
      'with a width of zero',
      () => withMember('network', 'sizes', [inputs, 0, 1]),
      'network.sizes[1] must be a whole number of at least 1; got "0"',
    ],
    ['with two outputs', () => withMember('network', 'sizes', [inputs, 2]), 'the last width must be 1'],
    [
      'of a network that claims terabytes',
      () => withMember('network', 'sizes', [inputs, 1e9, 1e9, 1]),
      'network and settings name different hidden layers',
    ],
    [
      'with another hidden layer in its settings',
      () => withMember('settings', 'hiddenSizes', [99]),
      'network and settings name different hidden layers',
    ],
    [
      'with a feature name too few',
      () => withMetadata('features', featuresOf(['a'])),
      `one feature name for each of the ${inputs} features; got 1`,
    ],
    [
      'with equal feature names',
      () => withMetadata('features', featuresOf(Array<string>(inputs).fill('a'))),
      'Feature names must be different; "a" is there twice',
    ],
    [
      'with a name that is no text',
      () => withMetadata('features', featuresOf(Array<number>(inputs).fill(1))),
      'features[0].name must be text',
    ],
    [
      'with a name that a terminal obeys',
      () => withMetadata('target_name', '\u001b[2J'),
      'Names must be text of at least one character, and no control characters; got "\\u001b[2J"',
    ],
    [
      'with a setting that makes no sense',
      () => withMember('settings', 'learningRate', -1),
      'learningRate must be a positive number; got -1',
    ],
    [
      'with another activation in its settings',
      () => withMember('settings', 'activation', 'algebraic-silu'),
      'network and settings name different activations',
    ],
    [
      'with an unknown schedule',
      () => withMember('settings', 'schedule', 'steps'),
      'settings.schedule must be one of constant, cosine, linear',
    ],
    [
      'with a seed too large',
      () => withMember('settings', 'seed', 2 ** 32),
      'seed must be a whole number from 0 to 4294967295',
    ],
    [
      'with an unknown optimizer',
      () => withMember('settings', 'optimizer', 'sgd'),
      'settings.optimizer must be one of levenberg-marquardt, adam; got "\\"sgd\\""',
    ],
    [
      'whose best epoch was never run',
      () => withMembers(([first, ...rest]) => [{ ...first, bestEpoch: 1000 }, ...rest]),
      'metadata members[0].bestEpoch is 1000, but only',
    ],
    ['without members', () => withMembers(() => []), 'metadata members is empty: a model has at least one'],
    [
      'with fewer members than its tensors have',
      () => withMembers(([first]) => [first]),
      /tensor "layers.0.weight" must be F32 of shape \[1, \d+, \d+\]; it is F32 of shape \[2, \d+, \d+\]/,
    ],
    [
      'with more members than its tensors have',
      () =>
        changed(({ metadata }) => {
          metadata.set(
            'members',
            JSON.stringify([0, 1, 2].map((index) => ({ ...summaryOf(model.members[0]), index }))),
          );
          metadata.set('training', JSON.stringify({ ...model.training, dropped: [] }));
        }),
      /tensor "layers.0.weight" must be F32 of shape \[3, \d+, \d+\]/,
    ],
    [
      'with more members than were to be trained',
      () => withMember('settings', 'members', 2),
      'metadata members and training.dropped must be different ones of 2, in order; got 1, 2, 0',
    ],
    [
      'with a member that is there twice',
      () => withMembers(([first]) => [first, first]),
      'must be different ones of 3, in order; got 1, 1, 0',
    ],
    [
      'with members out of order',
      () => withMembers((members) => [...members].reverse()),
      'must be different ones of 3, in order; got 2, 1, 0',
    ],
    [
      'with a member that is dropped too',
      () => withMember('training', 'dropped', model.members.map(summaryOf)),
      'must be different ones of 3, in order; got 1, 2, 1, 2',
    ],
    [
      'with a member that has no number',
      () => withMembers(([first, second]) => [first, { ...second, index: -1 }]),
      'members[1].index must be a whole number of at least 0; got "-1"',
    ],
    ['with members that are no list', () => withMembers(() => 2), 'metadata members must be a list; got "2"'],
    [
      'with a negative validation loss',
      () => withMembers(([first, second]) => [{ ...first, validationLoss: -1 }, second]),
      'members[0].validationLoss must be at least 0; got "-1"',
    ],
    [
      'with epochs that its history does not have',
      () => withMembers(([first, second]) => [{ ...first, epochsRun: first.epochsRun + 1 }, second]),
      'tensor "history.train_loss" must be F64 of shape',
    ],
    ['without its uncertainty', () => withMetadata('uncertainty', undefined), 'metadata uncertainty is missing'],
    [
      'with a negative uncertainty',
      () => withMember('uncertainty', 'floor', -1),
      'uncertainty.floor must be at least 0; got "-1"',
    ],
    [
      'with a coverage of more than all',
      () => withMember('metrics', 'test', { ...model.metrics.test, coverage95: 1.5 }),
      'metrics.test.coverage95 must be from 0 to 1; got "1.5"',
    ],
    [
      'without metrics of a set',
      () => withMember('metrics', 'test', undefined),
      'metadata metrics.test must be an object; it is missing',
    ],
    [
      'with a metric that is no number',
      () => withMember('metrics', 'test', { r2: null }),
      'metrics.test.r2 must be a finite number; got "null"',
    ],
    [
      'with a metric beyond the numbers',
      () =>
        changed(({ metadata }) =>
          metadata.set('metrics', (metadata.get('metrics') ?? '').replace(/"mae":[^,]*/, '"mae":1e400')),
        ),
      'metrics.training.mae must be a finite number',
    ],
    [
      'with a tensor missing',
      () => changed(({ tensors }) => tensors.delete('layers.1.bias')),
      'tensor "layers.1.bias" is missing',
    ],
    [
      'with a tensor that does not belong to it',
      () => changed(({ tensors }) => tensors.set('x', { dtype: 'U8', shape: [0], data: new Uint8Array(0) })),
      'tensor "x" does not belong to the network',
    ],
    [
      'with weights of another shape',
      () => withTensor('layers.0.weight', (tensor) => ({ ...tensor, shape: [1, tensor.data.length] })),
      /tensor "layers.0.weight" must be F32 of shape \[2, \d+, \d+\]; it is F32 of shape \[1, \d+\]/,
    ],
    [
      'with weights of another type',
      () => withTensor('layers.0.bias', ({ shape, data }) => ({ dtype: 'F64', shape, data: Float64Array.from(data) })),
      'tensor "layers.0.bias" must be F32',
    ],
    ['with a weight that is not finite', () => withFirst('layers.0.weight', NaN), 'tensor "layers.0.weight": value 0'],
    [
      'with weights that were changed',
      () => withFirst('layers.0.weight', 0.5),
      'the weights do not have the SHA-256 of metadata weights_sha256',
    ],
    [
      'with a mean that was changed',
      () => withFirst('features.mean', 0.5),
      'the content does not have the SHA-256 of metadata content_sha256',
    ],
    [
      'with a name that was changed',
      () => withMetadata('target_name', 'other'),
      'the content does not have the SHA-256 of metadata content_sha256',
    ],
    [
      'without the hash of its content',
      () => withMetadata('content_sha256', undefined),
      'metadata content_sha256 is missing',
    ],
    [
      'with a hash of rows, but no state',
      () => withMetadata('rows_sha256', '0'.repeat(64)),
      'tensor "dropped.params" is missing',
    ],
    [
      'with a hash of rows that is none',
      () => withMetadata('rows_sha256', 'abc'),
      'metadata rows_sha256 must be 64 hexadecimal digits; got "abc"',
    ],
    ['with a mean that is not finite', () => withFirst('features.mean', Infinity), 'tensor "features.mean": value 0'],
    [
      'with a scale of zero',
      () => withFirst('features.scale', 0),
      'tensor "features.scale" must be above zero; it holds 0',
    ],
    [
      'with a target scale below zero',
      () => withFirst('target.scale', -2),
      'tensor "target.scale" must be above zero; it holds -2',
    ],
    [
      'with a range upside down',
      () => withFirst('features.min', 1e300),
      /the range of feature ".*" is upside down: features.min is 1e\+300/,
    ],
    [
      'with a history of another length',
      () => withTensor('history.train_loss', () => ({ dtype: 'F64', shape: [1], data: Float64Array.of(1) })),
      'tensor "history.train_loss" must be F64 of shape',
    ],
  ];

  it.each(cases)('%s', (_, bytes, message) => {
    expect(() => decodeModel(bytes(), 'my.safetensors')).toThrow(message);
    expect(() => decodeModel(bytes(), 'my.safetensors')).toThrow(/^my\.safetensors: [^\n]*$/);
  });

  it('unless nothing was changed', () => {
    expect(
      decodeModel(
        changed(() => undefined),
        '',
      ),
    ).toEqual(model);
  });
});
