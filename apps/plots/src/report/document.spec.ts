import { describe, expect, it } from 'vitest';
import { code, prose } from './document.js';

describe('prose', () => {
  it('takes a line break in its template, with the indentation after it, for a space; none in a value', () => {
    expect(prose`Took
      ${code('fived bench')} ${3}
      minutes
        and${' a\n  text'}.`).toEqual(prose`Took ${code('fived bench')} ${3} minutes and${' a\n  text'}.`);
    expect(prose`a
      b`).toEqual(['a b']);
  });
});
