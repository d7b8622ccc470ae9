/**
 * Seeded damage: however a file is damaged, the codec and the slow reader agree on whether it is a file and on its
 * contents, and a refusal is one clear line.
 *
 * The time limit is not a measurement: it only catches a reader that hangs, or runs back and forth over its input. It
 * counts processor time and takes the best of three, so that a busy machine passes.
 */
import { defaultRng, type Generator } from '@fived/random';
import { describe, expect, inject, it } from 'vitest';
import { decodeSafetensors, type Safetensors } from './decode.js';
import { encodeSafetensors } from './encode.js';
import { ourFiles, pythonFiles } from './testing/golden-files.js';
import { mutate } from './testing/mutate.js';
import { readSlowly, type SlowFile } from './testing/read-slowly.js';

const MUTANTS = { short: 600, medium: 20_000, full: 100_000 }[inject('campaign')];
const MAX_CPU_MS = 50;
const MAX_ALLOCATED_BYTES = 2 ** 20;
const MAX_MESSAGE_LENGTH = 300;
const SOURCE = 'mutant.safetensors';

const seeds = [...pythonFiles, ...ourFiles].map(({ bytes }) => bytes);

type Outcome = { readonly file: Safetensors } | { readonly error: unknown };

const decode = (bytes: Uint8Array): Outcome => {
  try {
    return { file: decodeSafetensors(bytes, SOURCE) };
  } catch (error) {
    return { error };
  }
};

const cpuMsOf = (bytes: Uint8Array): number => {
  const before = process.cpuUsage();
  decode(bytes);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

const isFast = (bytes: Uint8Array): boolean => [1, 2, 3].some(() => cpuMsOf(bytes) <= MAX_CPU_MS);

const isClear = (error: unknown): boolean =>
  error instanceof Error &&
  error.constructor === Error &&
  error.message.length <= MAX_MESSAGE_LENGTH &&
  /^mutant\.safetensors: [^\p{C}\p{Zl}\p{Zp}]+$/u.test(error.message);

/** The file's contents in the slow reader's form. */
const plain = ({ tensors, metadata }: Safetensors): SlowFile => ({
  metadata,
  tensors: new Map(
    Array.from(tensors, ([name, { dtype, shape, data }]) => [name, { dtype, shape, values: [...data] }]),
  ),
});

/** What is wrong with the result for a mutant, or nothing. */
const faultOf = (bytes: Uint8Array, outcome: Outcome): string | undefined => {
  const slow = readSlowly(bytes);
  if ('error' in outcome) {
    if (slow !== undefined) return `is in order, but gave ${String(outcome.error)}`;
    return isClear(outcome.error) ? undefined : `gave no clear error: ${String(outcome.error)}`;
  }
  if (slow === undefined) return 'is damaged, but was read';
  expect(plain(outcome.file)).toEqual(slow);
  const again = encodeSafetensors(outcome.file.tensors, outcome.file.metadata);
  expect(decodeSafetensors(again, SOURCE)).toEqual(outcome.file);
  return undefined;
};

/** Every second mutant lies inside a larger buffer, so that no alignment can be assumed. */
const placed = (bytes: Uint8Array, random: Generator): Uint8Array => {
  const offset = random.integers(0, 16);
  const larger = new Uint8Array(bytes.length + 16).fill(0x20);
  larger.set(bytes, offset);
  return offset % 2 === 0 ? bytes : larger.subarray(offset, offset + bytes.length);
};

describe('damaged copies', () => {
  it('are read just if they are in order, and otherwise refused in one line', { timeout: 3_600_000 }, () => {
    const random = defaultRng(20);
    let read = 0;
    const refusals = new Set<string>();
    for (let i = 0; i < MUTANTS; i++) {
      const mutant = placed(mutate(seeds[i % seeds.length], random), random);
      const before = process.memoryUsage().arrayBuffers;
      const outcome = decode(mutant);
      const allocatedBytes = process.memoryUsage().arrayBuffers - before;
      const fault =
        faultOf(mutant, outcome) ??
        (allocatedBytes > mutant.length + MAX_ALLOCATED_BYTES ? `took ${allocatedBytes} bytes` : undefined) ??
        (isFast(mutant) ? undefined : 'took too long');
      if (fault !== undefined) expect.fail(`mutant ${i}, ${Buffer.from(mutant).toString('base64')}: ${fault}`);
      if ('file' in outcome) read += 1;
      else refusals.add(String(outcome.error).replace(/"(?:[^"\\]|\\.)*"|\d+/g, ''));
    }
    // Damage that never or always shows, or always in the same way, would test nothing.
    expect(read).toBeGreaterThan(MUTANTS / 50);
    expect(read).toBeLessThan(MUTANTS / 2);
    expect(refusals.size).toBeGreaterThan(40);
    if (inject('campaign') !== 'short')
      console.error(`${MUTANTS} mutants: ${read} read, ${refusals.size} kinds of refusal`);
  });
});
