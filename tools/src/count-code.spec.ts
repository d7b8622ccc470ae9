import { describe, expect, it } from 'vitest';
import { codeLength, countCode, projectOf } from './count-code.js';

describe('The length of code', () => {
  it.each([
    ['', 0],
    ['// nothing\n/* at all */\n', 0],
    ['const a = 1; // one', 9], // const a=1; without its spaces
    ['/** A sum. @param a one */\nexport function f(a: number) {\n  return `${a} // no comment`;\n}\n', 51],
  ])('of %j is %i', (text, length) => {
    expect(codeLength(text)).toBe(length);
  });
});

describe('The count', () => {
  it('goes by library, app and folder', () => {
    expect(projectOf('libs/nn/src/train.ts')).toBe('libs/nn');
    expect(projectOf('apps/cli/src/main.ts')).toBe('apps/cli');
    expect(projectOf('tools/src/check.ts')).toBe('tools');
  });

  it('has a line for each project, and ends with their sum', () => {
    const lines: string[] = [];
    countCode((line) => lines.push(line));
    const characters = lines.map((line) => Number(/([\d,]+) characters/.exec(line)?.[1].replaceAll(',', '')));
    expect(lines.map((line) => line.split(' ')[0])).toEqual(expect.arrayContaining(['apps/cli', 'libs/nn', 'tools']));
    expect(lines.at(-1)).toMatch(/^all /);
    expect(characters.slice(0, -1).reduce((sum, count) => sum + count, 0)).toBe(characters.at(-1));
  });
});
