import { describe, expect, it } from 'vitest';
import { readJson } from './json.js';
import type { Table } from './table.js';

const read = (text: string): Table => readJson(new TextEncoder().encode(text), 'data.json');

describe('a JSON file', () => {
  it('may be an array of rows', () => {
    expect(read('[[1, 2.5], [-3e2, null]]')).toEqual({
      source: 'data.json',
      columnNames: ['x1', 'y'],
      hasNames: false,
      values: Float64Array.of(1, 2.5, -300, NaN),
      rowCount: 2,
    });
  });

  it('may be an array of objects, their keys in any order', () => {
    expect(read('[{"b": 1, "a": 2}, {"a": 4, "b": 3}]')).toEqual({
      source: 'data.json',
      columnNames: ['b', 'a'],
      hasNames: true,
      values: Float64Array.of(1, 2, 3, 4),
      rowCount: 2,
    });
  });

  it('may be an object of columns', () => {
    expect(read('\ufeff{"a": [1, 3, 5], "y": [2, 4, 6]}\n')).toEqual({
      source: 'data.json',
      columnNames: ['a', 'y'],
      hasNames: true,
      values: Float64Array.of(1, 2, 3, 4, 5, 6),
      rowCount: 3,
    });
  });

  it.each(['null', 'NaN', 'Infinity', '-Infinity', '""', '"NA"', '"nan"'])('takes %s as missing', (value) => {
    expect(read(`[[1, ${value}]]`).values).toEqual(Float64Array.of(1, NaN));
  });

  it('may have its numbers in quotes', () => {
    expect(read('[["1.5", " 2 "]]').values).toEqual(Float64Array.of(1.5, 2));
  });

  it('may have names with escapes, and like parts of an object', () => {
    expect(
      read(String.raw`{"a\"\\": [1], "\u00e9\ud83d\ude00": [2], "__proto__": [3], "constructor": [4]}`).columnNames,
    ).toEqual(['a"\\', 'é😀', '__proto__', 'constructor']);
    expect(read('[{"__proto__": 1, "y": 2}, {"y": 4, "__proto__": 3}]').values).toEqual(Float64Array.of(1, 2, 3, 4));
  });

  it.each([
    [
      'text',
      '[[1, 2],\n [3, "abc"]]',
      'line 2: row 2, column 2: "abc" is not a number; ' +
        'write it like -1.5e3, without thousands separators, or write null where a value is missing',
    ],
    [
      'a truth value',
      '[{"a": 1, "y": true}]',
      'line 1: row 1, column "y": true is not a number; ' +
        'write it like -1.5e3, without thousands separators, or write null where a value is missing',
    ],
    [
      'a value that float64 cannot hold',
      '{"a": [1, 1e400]}',
      'line 1: row 2, column "a": 1e400 is beyond the largest float64, 1.8e308; ' +
        'rescale the column, or write null where a value is missing',
    ],
    ['an array for a value', '[[1, [2]]]', 'line 1: row 1, column 2: an array is not a number'],
    ['an object for a value', '{"a": [{}]}', 'line 1: row 1, column "a": an object is not a number'],
    [
      'a row that is too short',
      '[[1, 2], [3]]',
      'line 1: row 2 has 1 value, row 1 has 2; write null where a value is missing',
    ],
    [
      'a row that is no array',
      '[[1, 2], 3]',
      'line 1: row 2 is not an array; write rows as [[1, 2], [3, 4]] or [{"x1": 1, "y": 2}]',
    ],
    [
      'an array of numbers',
      '[1, 2]',
      'line 1: row 1 is not an array; write rows as [[1, 2], [3, 4]] or [{"x1": 1, "y": 2}]',
    ],
    [
      'a row that is no object',
      '[{"a": 1}, [2]]',
      'line 1: row 2 is not an object; row 1 is, and all rows are written alike',
    ],
    ['a name twice', '[{"a": 1, "a": 2}]', 'line 1: row 1 has "a" twice; give each column its own name'],
    [
      'a name too many',
      '[{"a": 1}, {"a": 2, "b": 3}]',
      'line 1: row 2 has "b", which row 1 has not; give each row the same names',
    ],
    [
      'a name too few',
      '[{"a": 1, "b": 2}, {"b": 3}]',
      'line 1: row 2 has no a, which row 1 has; write null where a value is missing',
    ],
    ['a column twice', '{"a": [1], "a": [2]}', 'line 1: there are two columns "a"; give each column its own name'],
    [
      'two columns whose names are equal once escapes are read',
      String.raw`{"a": [1], "\u0061": [2]}`,
      'line 1: there are two columns "a"; give each column its own name',
    ],
    [
      'columns of other lengths',
      '{"a": [1, 2], "y": [3]}',
      'line 1: column "y" has 1 value, column "a" has 2; write null where a value is missing',
    ],
    [
      'a column that is no array',
      '{"a": {"0": 1}}',
      'line 1: column "a" is not an array of numbers; ' +
        'write an object of columns, {"x1": [1, 2], "y": [3, 4]}, or an array of rows',
    ],
    [
      'one row as an object, as JSON Lines have it',
      '{"a": 1}\n{"a": 2}',
      'line 1: column "a" is not an array of numbers; ' +
        'write an object of columns, {"x1": [1, 2], "y": [3, 4]}, or an array of rows',
    ],
    [
      'a comma too many',
      '[[1, 2],]',
      'line 1: row 2 is not an array; write rows as [[1, 2], [3, 4]] or [{"x1": 1, "y": 2}]',
    ],
    ['a value left out', '[[1, , 2]]', 'line 1: expected a number, found ", 2]]"'],
    ['an end too early', '[[1, 2],\n[3, 4]\n', 'line 3: expected ], found the end of the file'],
    [
      'something after the table',
      '[[1, 2]]\n[[3, 4]]',
      'line 2: expected the end of the file after the table, found "[[3, 4]]"',
    ],
    ['a string that is not closed', '{"a', 'line 1: a string is opened and not closed'],
    [
      'a bad escape',
      String.raw`{"\x41": [1]}`,
      String.raw`line 1: "\\x41" is not a string of JSON: it holds a line break, a control character or a bad escape`,
    ],
    ['no colon', '{"a" [1]}', 'line 1: expected :, found "[1]}"'],
    ['a name without quotes', '{a: [1]}', 'line 1: expected a string, found "a: [1]}"'],
    ['neither array nor object', '3', 'line 1: expected [, found "3"'],
  ])('is refused with the place: %s', (_title, text, message) => {
    expect(() => read(text)).toThrow(new Error(`data.json, ${message}`));
  });

  it.each(['[]', '{}', '[[]]', '{"a": []}', '[{}]'])('is refused without rows: %s', (text) => {
    expect(() => read(text)).toThrow(new Error('data.json has no rows of numbers'));
  });

  it('is refused if it is not UTF-8', () => {
    expect(() => readJson(Uint8Array.of(0x5b, 0xff), 'data.json')).toThrow(
      new Error('data.json is not UTF-8 text; save it as UTF-8'),
    );
  });

  it('is refused for very many columns, before they are made', () => {
    expect(() => read(`[[${'0,'.repeat(1e5)}0]]`)).toThrow('data.json has 100001 columns, at most 10000 are read');
    expect(() => read(`{${Array.from({ length: 1e5 }, (_, i) => `"${i}":[]`).join()}}`)).toThrow(
      'data.json has 10001 columns',
    );
  });

  it('is refused for a depth that would overflow a recursive reader', () => {
    expect(() => read('['.repeat(1e6))).toThrow('row 1, column 1: an array is not a number');
    expect(() => read('{"a":'.repeat(1e6))).toThrow('column "a" is not an array of numbers');
  });
});
