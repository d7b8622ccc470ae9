import { describe, expect, it } from 'vitest';
import { largest, parseCpuList, parseFields, parseName, parseNumber } from './text.js';

describe('parseFields', () => {
  it('takes the first line with each key, trims both sides, and keeps later colons in the value', () => {
    const text = 'model name\t: Xeon\r\nflags :\nno colon here\nmodel name : other\n: no key\ntime: 12:30';
    expect([...parseFields(text)]).toEqual([
      ['model name', 'Xeon'],
      ['time', '12:30'],
    ]);
  });

  it('finds nothing where there is no text', () => {
    expect(parseFields(null).size).toBe(0);
  });
});

describe('parseNumber', () => {
  it.each([
    ['42\n', 42],
    [' 2500.125 ', 2500.125],
    ['max', null],
    ['-1', null],
    ['', null],
    ['1e400', null],
    [null, null],
  ])('reads %j as %j', (text, number) => {
    expect(parseNumber(text)).toBe(number);
  });
});

describe('parseName', () => {
  it('drops white space and the NUL byte that ends a name in a device tree', () => {
    expect(parseName('Raspberry Pi 4 Model B Rev 1.5\0\n')).toBe('Raspberry Pi 4 Model B Rev 1.5');
  });

  it.each(['', ' \n', '\0', null, undefined])('takes %j for no name', (text) => {
    expect(parseName(text)).toBeNull();
  });
});

describe('parseCpuList', () => {
  it.each([
    ['0-3,8,10-11\n', [0, 1, 2, 3, 8, 10, 11]],
    ['5', [5]],
    ['', []],
    ['3-1', []],
    ['all', []],
    [null, []],
  ])('reads %j as %j', (text, cpus) => {
    expect(parseCpuList(text)).toEqual(cpus);
  });
});

describe('largest', () => {
  it('leaves out what is unknown', () => {
    expect(largest([null, 3, 7, null])).toBe(7);
    expect(largest([null])).toBeNull();
    expect(largest([])).toBeNull();
  });
});
