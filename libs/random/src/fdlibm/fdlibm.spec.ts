import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp } from './exp.js';
import { log1p } from './log1p.js';
import { cos, sin } from './sin-cos.js';

type Points = readonly (readonly [x: number, value: number, rest: number])[];
type Name = 'sin' | 'cos' | 'exp' | 'log1p';

// Correctly rounded values and their rounding errors, from mpmath: tools/golden/elementary_functions.py
const goldenUrl = new URL('../../golden/elementary-functions.json', import.meta.url);
const golden = JSON.parse(readFileSync(goldenUrl, 'utf8')) as Record<Name, Points>;
const functions: Record<Name, (x: number) => number> = { sin, cos, exp, log1p };

/** How many float64 values lie between two: the difference of their bits, read as integers. */
const ulpsBetween = (a: number, b: number): number => {
  const bits = new BigInt64Array(Float64Array.of(a, b).buffer);
  const ordered = Array.from(bits, (value) => (value < 0n ? -(value & 0x7fffffffffffffffn) : value));
  return Math.abs(Number(ordered[0] - ordered[1]));
};

/** The distance from `value` to the next float64 away from zero. */
const ulp = (value: number): number => {
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  return 2 ** (Math.max(exponent, -1022) - 52);
};

const finite = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

describe.each(Object.keys(functions) as Name[])('%s of fdlibm', (name) => {
  const f = functions[name];

  it('is less than one unit in the last place from the true value, and mostly the correctly rounded one', () => {
    const errors = golden[name].map(([x, value, rest]) => Math.abs(f(x) - value - rest) / ulp(value));
    expect(Math.max(...errors)).toBeLessThan(1);
    const equal = golden[name].filter(([x, value]) => Object.is(f(x), value));
    expect(equal.length / golden[name].length).toBeGreaterThan(0.8);
  });

  it('passes NaN on', () => {
    expect(f(NaN)).toBeNaN();
  });
});

describe('the edges of the elementary functions', () => {
  it('keep the sign of zero where the function does', () => {
    expect([sin(0), sin(-0), log1p(0), log1p(-0)]).toEqual([0, -0, 0, -0]);
    expect([cos(0), cos(-0), exp(0), exp(-0)]).toEqual([1, 1, 1, 1]);
  });

  it('are as IEEE 754 recommends at infinities and poles', () => {
    expect([sin(Infinity), sin(-Infinity), cos(Infinity), cos(-Infinity)]).toEqual([NaN, NaN, NaN, NaN]);
    expect([exp(Infinity), exp(-Infinity)]).toEqual([Infinity, 0]);
    expect([log1p(Infinity), log1p(-1), log1p(-1.0000000000000002), log1p(-Infinity)]).toEqual([
      Infinity,
      -Infinity,
      NaN,
      NaN,
    ]);
  });

  it('overflow and underflow of exp come at the first value that float64 cannot hold', () => {
    expect(exp(709.782712893384)).toBeLessThan(Infinity);
    expect(exp(709.7827128933841)).toBe(Infinity);
    expect(exp(-745.1332191019411)).toBe(5e-324);
    expect(exp(-745.1332191019412)).toBe(0);
  });

  it('are refused by sin and cos for angles whose reduction is left out', () => {
    expect(() => sin(1.7e6)).toThrow('angles up to 2^20 pi/2');
    expect(() => cos(-1e300)).toThrow('angles up to 2^20 pi/2');
  });
});

describe('identities', () => {
  it('sin is odd and cos is even, to the bit', () => {
    fc.assert(
      fc.property(finite(-1.6e6, 1.6e6), (x) => {
        expect(sin(-x)).toBe(-sin(x));
        expect(cos(-x)).toBe(cos(x));
      }),
    );
  });

  it('sin^2 + cos^2 is 1 up to rounding', () => {
    fc.assert(
      fc.property(finite(-1.6e6, 1.6e6), (x) => {
        expect(Math.abs(sin(x) ** 2 + cos(x) ** 2 - 1)).toBeLessThan(5e-16);
      }),
    );
  });

  it('log1p undoes exp up to the rounding of its argument', () => {
    fc.assert(
      fc.property(finite(-20, 700), (x) => {
        const back = log1p(exp(x) - 1);
        // exp(x) - 1 is off by half an ulp of exp(x), the logarithm by that over exp(x), plus its own roundings
        expect(Math.abs(back - x)).toBeLessThanOrEqual(2 ** -52 * (1 + Math.abs(x) + Math.exp(-x)));
      }),
    );
  });

  it("agrees with the platform's functions within a few units in the last place", () => {
    fc.assert(
      fc.property(finite(-700, 700), (x) => {
        expect(ulpsBetween(exp(x), Math.exp(x))).toBeLessThanOrEqual(2);
        expect(ulpsBetween(log1p(Math.abs(x)), Math.log1p(Math.abs(x)))).toBeLessThanOrEqual(2);
        expect(ulpsBetween(sin(x), Math.sin(x))).toBeLessThanOrEqual(2);
        expect(ulpsBetween(cos(x), Math.cos(x))).toBeLessThanOrEqual(2);
      }),
    );
  });
});
