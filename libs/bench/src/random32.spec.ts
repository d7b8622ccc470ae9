import { describe, expect, it } from 'vitest';
import { jsf32 } from './random32.js';

// Printed by the C program on the generator's own page (raninit, then ranval), compiled by gcc.
const firstNumbers: readonly (readonly [seed: number, numbers: readonly number[], thousandth: number])[] = [
  [0, [0x1a9b6c07, 0x9a550895, 0xf12be876, 0x0902ba19, 0x20f1a244, 0x832bc5d2], 0xcd53ec0b],
  [1, [0xa25132f4, 0x1efa0761, 0x332b56b3, 0xd1aedb87, 0x4c4d7156, 0xb663157a], 0x5d08fac0],
  [42, [0x4956b4b7, 0xf33159d6, 0x780bbd69, 0x21b93270, 0x60c15e8f, 0x36163e9b], 0x2b85788e],
  [0xffffffff, [0xbea8325d, 0xb428f0f3, 0x61294fa5, 0xde2dd8d2, 0x5555d2d6, 0xc5161f91], 0xd31ccafd],
];

describe('jsf32', () => {
  it.each(firstNumbers)('gives the numbers of its author’s C program for seed %d', (seed, numbers, thousandth) => {
    const next = jsf32(seed);
    const stream = Array.from({ length: 1000 }, next);
    expect(stream.slice(0, 6)).toEqual(numbers);
    expect(stream[999]).toBe(thousandth);
  });

  it.each([-1, 0.5, 2 ** 32, NaN])('refuses the seed %d', (seed) => {
    expect(() => jsf32(seed)).toThrow(`seed is ${seed}: it must be an integer from 0 to 4294967295`);
  });
});
