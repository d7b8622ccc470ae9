import { describe, expect, it } from 'vitest';
import {
  columnKeys,
  datasetSizes,
  delimiter,
  hiddenSizes,
  networkCases,
  nonNegativeNumber,
  path,
  percentage,
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
    expect(wholeNumber(1)(given, 'runs')).toBe(expected);
  });

  it.each(['0', '-3', '2.5', '', 'ten', '0x10', 'Infinity', '9007199254740993', '5 runs'])('is not %j', (given) => {
    expect(() => wholeNumber(1)(given, 'runs')).toThrow(`--runs must be a whole number of at least 1; got "${given}".`);
  });

  it('is given once', () => {
    expect(() => wholeNumber(1)(['2', '3'], 'runs')).toThrow('--runs was given more than once; give it once.');
  });
});

describe('a positive number', () => {
  it.each([
    ['0.001', 0.001],
    ['1e-3', 0.001],
    ['.5', 0.5],
    ['3', 3],
  ])('is read from %j', (given, expected) => {
    expect(positiveNumber(given, 'learning-rate')).toBe(expected);
  });

  it.each(['0', '-1', 'NaN', '1,5', '1e999'])('is not %j', (given) => {
    expect(() => positiveNumber(given, 'learning-rate')).toThrow('--learning-rate must be a number above 0');
  });
});

describe('a number of at least zero', () => {
  it('may be zero', () => {
    expect(nonNegativeNumber('0', 'noise')).toBe(0);
  });

  it('is not negative', () => {
    expect(() => nonNegativeNumber('-0.1', 'noise')).toThrow('--noise must be a number of at least 0; got "-0.1".');
  });
});

describe('hidden widths', () => {
  it.each([
    ['64,32,16', [64, 32, 16]],
    ['8', [8]],
    ['8, 4', [8, 4]],
    ['none', []],
  ])('are read from %j', (given, expected) => {
    expect(hiddenSizes(given, 'hidden')).toEqual(expected);
  });

  it.each(['', '64,', '64,0', '64;32', '-4', '70000', '3.5'])('are not %j', (given) => {
    expect(() => hiddenSizes(given, 'hidden')).toThrow(
      '--hidden must be widths from 1 to 65536 such as 64,32,16, or "none"',
    );
  });
});

describe('networks with their batch sizes', () => {
  it('are read from a list', () => {
    expect(networkCases('5-64-32-16-1@32, 5-1@1', 'networks')).toEqual([
      { sizes: [5, 64, 32, 16, 1], batchSize: 32 },
      { sizes: [5, 1], batchSize: 1 },
    ]);
  });

  it.each(['', '5-64-1', '5-64-1@0', '4-64-1@32', '5-64-2@32', '5-0-1@32', '5-64-1@32,'])('are not %j', (given) => {
    expect(() => networkCases(given, 'networks')).toThrow('--networks must be networks of 5 inputs and 1 output');
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
    expect(datasetSizes(3)(given, 'sizes')).toEqual(expected);
  });

  it.each(['', '1000,', '1000:2000', '2000:1000:500', '1000:2000:0', '2', 'all', '1000:2000:500:1', '1e3'])(
    'are not %j',
    (given) => {
      expect(() => datasetSizes(3)(given, 'sizes')).toThrow(
        /--sizes must be sizes of at least 3 .*1000:10000:1000; got/,
      );
    },
  );

  it('are not more than a thousand', () => {
    expect(() => datasetSizes(1)('1:100000000:1', 'sizes')).toThrow('--sizes must be at most 1000 sizes');
  });
});

describe('a path', () => {
  it('is not empty', () => {
    expect(path('results', 'out')).toBe('results');
    expect(() => path('', 'out')).toThrow('--out must be a path; got "".');
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
    expect(columnKeys(given, 'features')).toEqual(expected);
  });

  it.each(['', 'a,', ',', 'a,,b'])('are not %j', (given) => {
    expect(() => columnKeys(given, 'features')).toThrow(
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
    expect(delimiter(given, 'delimiter')).toBe(expected);
  });

  it.each(['', '|', 'x', '::'])('is not %j', (given) => {
    expect(() => delimiter(given, 'delimiter')).toThrow(
      `--delimiter must be comma, semicolon, tab or space; got "${given}".`,
    );
  });

  it('is given once', () => {
    expect(() => delimiter([';', ','], 'delimiter')).toThrow('--delimiter was given more than once; give it once.');
  });
});

describe('a percentage', () => {
  it.each([
    ['5%', 0.05],
    ['0.05', 0.05],
    ['.05', 0.05],
    ['2.5 %', 0.025],
    ['0%', 0],
    ['0', 0],
    ['150%', 1.5],
  ])('is read from %s', (text, value) => {
    expect(percentage(text, 'limit')).toBeCloseTo(value, 15);
  });

  it.each(['5', '1', '-5%', 'five', '', '%', '5%%', '2000%', '1e-2', 'Infinity'])(
    'refuses "%s" and says what would be right',
    (text) => {
      expect(() => percentage(text, 'limit')).toThrow(
        `--limit must be a percentage such as 5% or 0.05; got "${text}".`,
      );
    },
  );
});
