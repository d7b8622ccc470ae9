import { describe, expect, it } from 'vitest';
import { countOf, roundsFor, stretchOfEach } from './stretches.js';

describe('stretches', () => {
  it('are single rounds where these last four seconds or more', () => {
    expect(stretchOfEach([4, 7, 12])).toEqual([0, 1, 2]);
  });

  it('join shorter neighbours, and a rest to the last stretch', () => {
    const stretches = stretchOfEach([1, 1, 2, 3, 1, 0.5]);
    expect(stretches).toEqual([0, 0, 0, 1, 1, 1]);
    expect(countOf(stretches)).toBe(2);
  });

  it('are one of too little, and none of nothing', () => {
    expect(stretchOfEach([0.1, 0.2])).toEqual([0, 0]);
    expect(countOf([0, 0])).toBe(1);
    expect(countOf(stretchOfEach([]))).toBe(0);
  });

  it('take as many rounds as the median round says', () => {
    expect(roundsFor(4, [5, 9, 1])).toBe(4);
    expect(roundsFor(4, [1.2, 1.2])).toBe(16);
  });
});
