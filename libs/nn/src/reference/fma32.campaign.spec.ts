import { defaultRng } from '@fived/random';
import { describe, expect, inject, it } from 'vitest';
import { relaxedMultiplyAdd, simdObstacle } from '../simd/support.js';
import { exactMultiplyAdd, hardTriple } from '../testing/exact-multiply-add.js';
import { fma32 } from './fma32.js';

const COUNT = { short: 100_000, medium: 3_000_000, full: 100_000_000 }[inject('campaign')];

/** The first triples on which a function is not the oracle, and how many there are. */
function differences(multiplyAdd: (a: number, b: number, c: number) => number, count: number) {
  const random = defaultRng(754);
  const found: string[] = [];
  let wrong = 0;
  for (let i = 0; i < count; i++) {
    const [a, b, c] = hardTriple(random);
    const expected = exactMultiplyAdd(a, b, c);
    const actual = multiplyAdd(a, b, c);
    if (Object.is(actual, expected)) continue;
    wrong++;
    if (found.length < 5) found.push(`${a} * ${b} + ${c} = ${expected}; got ${actual}`);
  }
  return { found, wrong };
}

describe('Hard triples', () => {
  it(`are multiplied and added as whole numbers of any length are, ${COUNT} times`, () => {
    expect(differences(fma32, COUNT)).toEqual({ found: [], wrong: 0 });
  });

  it('catch a sum that is rounded twice, and a product that is rounded', () => {
    const f32 = Math.fround;
    expect(differences((a, b, c) => f32(a * b + c), 20_000).wrong).toBeGreaterThan(200);
    expect(differences((a, b, c) => f32(f32(a * b) + c), 20_000).wrong).toBeGreaterThan(1000);
  });

  it.runIf(simdObstacle() === undefined)('are the same to the processor', () => {
    const { a: as, b: bs, c: cs, result, run } = relaxedMultiplyAdd();
    const machine = (a: number, b: number, c: number): number => {
      as[0] = a;
      bs[0] = b;
      cs[0] = c;
      run();
      return result[0];
    };
    expect(differences(machine, COUNT)).toEqual({ found: [], wrong: 0 });
  });
});
