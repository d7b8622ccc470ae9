import { describe, expect, it } from 'vitest';
import { percentage } from './percentage.js';

describe('percentage', () => {
  it.each([
    ['5%', 0.05],
    ['0.05', 0.05],
    ['.05', 0.05],
    ['2.5 %', 0.025],
    ['0%', 0],
    ['0', 0],
    ['150%', 1.5],
  ])('reads %s', (text, value) => {
    expect(percentage('limit')(text)).toBeCloseTo(value, 15);
  });

  it.each(['5', '1', '-5%', 'five', '', '%', '5%%', '2000%', '1e-2', 'Infinity'])(
    'refuses "%s" and says what would be right',
    (text) => {
      expect(() => percentage('limit')(text)).toThrow(
        `--limit must be a percentage such as 5% or 0.05; got "${text}".`,
      );
    },
  );
});
