/** Nothing in a file with the state of a training is trusted. */
import { isDeepStrictEqual } from 'node:util';
import { defaultRng, type Generator } from '@fived/random';
import { describe, expect, inject, it } from 'vitest';
import { contentSha256 } from '../file/hashes.js';
import { Interpolator } from '../interpolator.js';
import { decodeModel, decodeSavedFit, encodeModel } from '../file/model-file.js';
import { coveredTexts } from '../file/model-metadata.js';
import type { MemberSummary } from '../model.js';
import { decodeSafetensors, encodeSafetensors, type Safetensors, type Tensor } from '../file/safetensors/index.js';
import { mutate } from '../file/safetensors/testing/mutate.js';
import { quickAdam, smoothRows } from '../testing/rows.js';

const MUTANTS = { short: 500, medium: 10_000, full: 100_000 }[inject('campaign')];
/** The number of resealed files. The fits of those that can be read are resumed. */
const RESEALED = { short: 40, medium: 80, full: 800 }[inject('campaign')];
const SOURCE = 'mutant.safetensors';

const rows = smoothRows(60);
/** Interrupted. The model keeps only its last member. */
const adamFile = Interpolator.fit(rows, {
  ...quickAdam,
  hiddenSizes: [5],
  epochs: 6,
  members: 3,
  schedule: 'constant',
  patience: 0,
  onEpoch: ({ member, epoch }) => (member === 2 && epoch === 4 ? 'stop' : undefined),
}).toBytes();
const secondOrderFile = Interpolator.fit(rows, {
  optimizer: 'levenberg-marquardt',
  hiddenSizes: [3],
  epochs: 6,
  members: 2,
}).toBytes();
const files = [adamFile, secondOrderFile];

/** The file with a change and a new hash, as after a deliberate change. */
function resealed(file: Uint8Array, change: (parts: Safetensors) => void): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(file, '');
  change({ tensors, metadata });
  metadata.set('content_sha256', contentSha256(tensors, coveredTexts(metadata)));
  return encodeSafetensors(tensors, metadata);
}

const expectClear = (error: unknown, bytes: Uint8Array): void => {
  const isClear =
    error instanceof Error &&
    error.message.length <= 400 &&
    /^mutant\.safetensors: [^\p{C}\p{Zl}\p{Zp}]+$/u.test(error.message);
  if (!isClear) expect.fail(`${Buffer.from(bytes).toString('base64')}: no clear error: ${String(error)}`);
};

describe('A damaged copy of a saved fit', () => {
  it('is refused in one line, or says the same as the whole one', { timeout: 3_600_000 }, () => {
    const random = defaultRng(9);
    const whole = files.map((file) => decodeSavedFit(file, ''));
    const refusals = new Set<string>();
    let read = 0;
    for (let i = 0; i < MUTANTS; i++) {
      const mutant = mutate(files[i % 2], random);
      try {
        if (!isDeepStrictEqual(decodeSavedFit(mutant, SOURCE), whole[i % 2]))
          expect.fail(`mutant ${i} was read as something else`);
        read++;
      } catch (error) {
        expectClear(error, mutant);
        refusals.add(String(error).replace(/"(?:[^"\\]|\\.)*"|\d+/g, ''));
      }
    }
    // Damage that never or always shows, or always in the same way, would test nothing.
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(MUTANTS / 2);
    expect(refusals.size).toBeGreaterThan(30);
  });

  const VALUES = [0, -0, 1, -1, 2, 0.5, 1e-30, -1e30, 2 ** 31, 2 ** 32 - 1, NaN, Infinity];

  /** Changes one number of the state. */
  const changeState = ({ tensors }: Safetensors, random: Generator): void => {
    const some = [...tensors].filter(([name, { data }]) => /^(state|dropped)\./.test(name) && data.length > 0);
    const [, { data }] = some[random.integers(0, some.length)];
    data[random.integers(0, data.length)] = VALUES[random.integers(0, VALUES.length)];
  };

  it('whose hash was computed anew is refused in one line, or goes on to an end', () => {
    const random = defaultRng(10);
    let read = 0;
    let refused = 0;
    for (let i = 0; i < RESEALED; i++) {
      const mutant = resealed(files[i % 2], (parts) => {
        changeState(parts, random);
      });
      try {
        const saved = decodeSavedFit(mutant, SOURCE);
        expect(Buffer.compare(encodeModel(saved.model, saved.state), mutant)).toBe(0);
        read++;
        try {
          Interpolator.resume(rows, saved, { epochs: 8 });
        } catch (error) {
          expect(String(error)).toMatch(
            /^(Error|RangeError|DivergenceError): [^\n]*(contradicts itself|diverged|not finite|too far)[^\n]*$/,
          );
        }
      } catch (error) {
        expectClear(error, mutant);
        refused++;
      }
    }
    expect(read).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(10);
  });
});

describe('A saved fit is refused', () => {
  const { model } = decodeSavedFit(adamFile, '');
  const trained = model.members.length + model.training.dropped.length;

  const first = (file: Uint8Array, name: string, value: number): Uint8Array =>
    resealed(file, ({ tensors }) => {
      const tensor = tensors.get(name);
      if (tensor === undefined) throw new Error(name);
      tensor.data[0] = value;
    });
  const tensor = (file: Uint8Array, name: string, changed: Tensor | undefined): Uint8Array =>
    resealed(file, ({ tensors }) => {
      if (changed === undefined) tensors.delete(name);
      else tensors.set(name, changed);
    });
  const object = (file: Uint8Array, key: string, change: (value: Record<string, unknown>) => unknown): Uint8Array =>
    resealed(file, ({ metadata }) =>
      metadata.set(key, JSON.stringify(change(JSON.parse(metadata.get(key) ?? '') as Record<string, unknown>))),
    );
  const member = (file: Uint8Array, change: Partial<MemberSummary>): Uint8Array =>
    resealed(file, ({ metadata }) => {
      const [one, ...others] = JSON.parse(metadata.get('members') ?? '') as readonly MemberSummary[];
      metadata.set('members', JSON.stringify([{ ...one, ...change }, ...others]));
    });

  const cases: readonly [string, Uint8Array, string | RegExp][] = [
    [
      'without the hash of its rows',
      resealed(adamFile, ({ metadata }) => metadata.delete('rows_sha256')),
      /tensor "(dropped|state)\.[a-z_]+" does not belong to the network of its metadata/,
    ],
    ['without its last parameters', tensor(adamFile, 'state.params', undefined), 'tensor "state.params" is missing'],
    ['without a moment', tensor(adamFile, 'state.v', undefined), 'tensor "state.v" is missing'],
    [
      'of another optimizer',
      tensor(secondOrderFile, 'state.m', { dtype: 'F32', shape: [0], data: new Float32Array(0) }),
      'tensor "state.m" does not belong to the network',
    ],
    [
      'with the states of fewer members',
      tensor(adamFile, 'state.beta_powers', { dtype: 'F64', shape: [1, 2], data: Float64Array.of(1, 1) }),
      `tensor "state.beta_powers" must be F64 of shape [${trained}, 2]; it is F64 of shape [1, 2]`,
    ],
    [
      'with a random state of floats',
      tensor(adamFile, 'state.random', { dtype: 'F32', shape: [trained, 4], data: new Float32Array(4 * trained) }),
      'tensor "state.random" must be U32',
    ],
    ['with a moment that is not finite', first(adamFile, 'state.m', Infinity), 'tensor "state.m": value 0'],
    [
      'with a negative second moment',
      first(adamFile, 'state.v', -1),
      'member 2: The state of the training contradicts itself: a second moment is negative.',
    ],
    [
      'with beta powers of other steps',
      first(adamFile, 'state.beta_powers', 0.9),
      'member 2: The state of the training contradicts itself: beta1^t and beta2^t are not those of 8 steps.',
    ],
    [
      'that claims more rows',
      object(adamFile, 'training', (training) => ({
        ...training,
        rowCounts: { training: 2 ** 53 - 1, validation: 9, test: 9 },
      })),
      'beta1^t and beta2^t are not those of',
    ],
    [
      'that claims another batch size',
      object(adamFile, 'settings', (settings) => ({ ...settings, batchSize: 1 })),
      'beta1^t and beta2^t are not those of',
    ],
    ['with another best epoch', member(adamFile, { bestEpoch: 1 }), 'the best of 4 epochs cannot be epoch 1.'],
    [
      'with another loss',
      member(adamFile, { validationLoss: 0.25 }),
      /member 2: its validationLoss is 0\.25, but that of its best epoch is/,
    ],
    [
      'with another seed of a member',
      member(adamFile, { seed: 43 }),
      'member 2: its seed is 43, but that of the fit makes it 558373626',
    ],
    [
      'with another seed',
      object(adamFile, 'settings', (settings) => ({ ...settings, seed: 43 })),
      'member 2: its seed is 558373626, but that of the fit makes it',
    ],
    [
      'with another end',
      member(adamFile, { stoppedBy: 'patience' }),
      'member 2: its stoppedBy is patience, but by its state it must be caller',
    ],
    [
      'with more epochs run than there were to be',
      object(adamFile, 'settings', (settings) => ({ ...settings, epochs: 5 })),
      'member 0: it ran 6 epochs of 5',
    ],
    [
      'with a damping below zero',
      first(secondOrderFile, 'state.damping', -1),
      'member 0: The state of the training contradicts itself: a damping of -1.',
    ],
    ['with an alpha of zero', first(secondOrderFile, 'state.alpha', 0), 'an alpha is not above zero'],
    ['with a beta that is none', first(secondOrderFile, 'state.beta', NaN), 'a beta of NaN'],
    [
      'with a determined part that is not finite',
      first(secondOrderFile, 'state.determined', NaN),
      'tensor "state.determined": value 0',
    ],
    [
      'with steps on a part of few rows',
      first(secondOrderFile, 'state.counts', 1),
      '1 of 6 epochs on a part of 42 rows, then all',
    ],
    [
      'with a truth that is neither',
      resealed(secondOrderFile, ({ tensors }) => tensors.get('state.counts')?.data.fill(2, 1, 2)),
      'tensor "state.counts" must say 0 or 1',
    ],
  ];
  it.each(cases)('%s', (_, bytes, message) => {
    for (const decode of [decodeSavedFit, decodeModel]) {
      expect(() => decode(bytes, SOURCE)).toThrow(message);
      expect(() => decode(bytes, SOURCE)).toThrow(/^mutant\.safetensors: [^\n]*$/);
    }
  });
});
