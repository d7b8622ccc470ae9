import { describe, expect, it } from 'vitest';
import { formatShape } from './tensor.js';

describe('formatShape', () => {
  it('shows lengths in brackets, of many the first', () => {
    expect(formatShape([3, 4])).toBe('[3, 4]');
    expect(formatShape([])).toBe('[]');
    expect(formatShape(new Array<number>(64).fill(1))).toBe(`[${'1, '.repeat(13)}1...]`);
  });
});
