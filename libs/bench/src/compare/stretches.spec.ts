import { describe, expect, it } from 'vitest';
import { intoStretches } from './stretches.js';

const cut = (seconds: readonly number[]) => intoStretches(seconds, (value) => value);

describe('intoStretches', () => {
  it('leaves items alone that last four seconds or more', () => {
    expect(cut([4, 7, 12])).toEqual([[4], [7], [12]]);
  });

  it('joins shorter neighbours, and a rest to the last stretch', () => {
    expect(cut([1, 1, 2, 3, 1, 0.5])).toEqual([
      [1, 1, 2],
      [3, 1, 0.5],
    ]);
  });

  it('makes one stretch of too little, and none of nothing', () => {
    expect(cut([0.1, 0.2])).toEqual([[0.1, 0.2]]);
    expect(cut([])).toEqual([]);
  });
});
