import { describe, expect, it } from 'vitest';
import {
  columnKeys,
  datasetSizes,
  delimiter,
  hiddenSizes,
  networkCases,
  nonNegativeNumber,
  path,
  positiveNumber,
  wholeNumber,
} from './options.js';

describe('a whole number', () => {
  it.each([
    ['300', 300],
    ['1e4', 10000],
    [' 7 ', 7],
    [5, 5],
  ])('is read from %j', (given, expected) => {
    expect(wholeNumber('runs', 1)(given)).toBe(expected);
  });

  it.each(['0', '-3', '2.5', '', 'ten', '0x10', 'Infinity', '9007199254740993', '5 runs'])('is not %j', (given) => {
    expect(() => wholeNumber('runs', 1)(given)).toThrow(`--runs must be a whole number of at least 1; got "${given}".`);
  });

  it('is given once', () => {
    expect(() => wholeNumber('runs', 1)(['2', '3'])).toThrow('--runs was given more than once; give it once.');
  });
});

describe('a positive number', () => {
  it.each([
    ['0.001', 0.001],
    ['1e-3', 0.001],
    ['.5', 0.5],
    ['3', 3],
  ])('is read from %j', (given, expected) => {
    expect(positiveNumber('learning-rate')(given)).toBe(expected);
  });

  it.each(['0', '-1', 'NaN', '1,5', '1e999'])('is not %j', (given) => {
    expect(() => positiveNumber('learning-rate')(given)).toThrow('--learning-rate must be a number above 0');
  });
});

describe('a number of at least zero', () => {
  it('may be zero', () => {
    expect(nonNegativeNumber('noise')('0')).toBe(0);
  });

  it('is not negative', () => {
    expect(() => nonNegativeNumber('noise')('-0.1')).toThrow('--noise must be a number of at least 0; got "-0.1".');
  });
});

describe('hidden widths', () => {
  it.each([
    ['64,32,16', [64, 32, 16]],
    ['8', [8]],
    ['8, 4', [8, 4]],
    ['none', []],
  ])('are read from %j', (given, expected) => {
    expect(hiddenSizes('hidden')(given)).toEqual(expected);
  });

  it.each(['', '64,', '64,0', '64;32', '-4', '70000', '3.5'])('are not %j', (given) => {
    expect(() => hiddenSizes('hidden')(given)).toThrow(
      '--hidden must be widths from 1 to 65536 such as 64,32,16, or "none"',
    );
  });
});

describe('networks with their batch sizes', () => {
  it('are read from a list', () => {
    expect(networkCases('networks')('5-64-32-16-1@32, 5-1@1')).toEqual([
      { sizes: [5, 64, 32, 16, 1], batchSize: 32 },
      { sizes: [5, 1], batchSize: 1 },
    ]);
  });

  it.each(['', '5-64-1', '5-64-1@0', '4-64-1@32', '5-64-2@32', '5-0-1@32', '5-64-1@32,'])('are not %j', (given) => {
    expect(() => networkCases('networks')(given)).toThrow('--networks must be networks of 5 inputs and 1 output');
  });
});

describe('dataset sizes', () => {
  it.each([
    ['1000', [1000]],
    ['1000,5000', [1000, 5000]],
    ['1000:4000:1000', [1000, 2000, 3000, 4000]],
    ['1000:3500:1000', [1000, 2000, 3000]],
    ['5000,1000:3000:1000,2000', [1000, 2000, 3000, 5000]],
  ])('are read from %j', (given, expected) => {
    expect(datasetSizes('sizes', 3)(given)).toEqual(expected);
  });

  it.each(['', '1000,', '1000:2000', '2000:1000:500', '1000:2000:0', '2', 'all', '1000:2000:500:1', '1e3'])(
    'are not %j',
    (given) => {
      expect(() => datasetSizes('sizes', 3)(given)).toThrow(
        /--sizes must be sizes of at least 3 .*1000:10000:1000; got/,
      );
    },
  );

  it('are not more than a thousand', () => {
    expect(() => datasetSizes('sizes', 1)('1:100000000:1')).toThrow('--sizes must be at most 1000 sizes');
  });
});

describe('a path', () => {
  it('is not empty', () => {
    expect(path('out')('results')).toBe('results');
    expect(() => path('out')('')).toThrow('--out must be a path; got "".');
  });
});

describe('columns', () => {
  it.each([
    ['a,b', ['a', 'b']],
    [' a , 2 ', ['a', '2']],
    [
      ['a,b', 'c'],
      ['a,b', 'c'],
    ],
  ])('are read from %j', (given, expected) => {
    expect(columnKeys('features')(given)).toEqual(expected);
  });

  it.each(['', 'a,', ',', 'a,,b'])('are not %j', (given) => {
    expect(() => columnKeys('features')(given)).toThrow(
      `--features must be names or numbers of columns, such as a,b,c; got "${given}".`,
    );
  });
});

describe('a delimiter', () => {
  it.each([
    ['comma', ','],
    [',', ','],
    ['semicolon', ';'],
    [';', ';'],
    ['tab', '\t'],
    ['\\t', '\t'],
    ['\t', '\t'],
    ['space', ' '],
    [' ', ' '],
  ])('is read from %j', (given, expected) => {
    expect(delimiter('delimiter')(given)).toBe(expected);
  });

  it.each(['', '|', 'x', '::'])('is not %j', (given) => {
    expect(() => delimiter('delimiter')(given)).toThrow(
      `--delimiter must be comma, semicolon, tab or space; got "${given}".`,
    );
  });

  it('is given once', () => {
    expect(() => delimiter('delimiter')([';', ','])).toThrow('--delimiter was given more than once; give it once.');
  });
});
