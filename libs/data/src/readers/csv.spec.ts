import { describe, expect, it } from 'vitest';
import { openCsv, type CsvOptions } from './csv.js';
import { readTable } from './read-table.js';
import type { Table } from './table.js';

const read = (text: string | Uint8Array, options: CsvOptions = {}): Promise<Table> =>
  readTable([typeof text === 'string' ? new TextEncoder().encode(text) : text], { name: 'data.csv', ...options });

const rowsOf = ({ values, columnNames }: Table): number[][] =>
  Array.from({ length: values.length / columnNames.length }, (_, row) =>
    Array.from(values.subarray(row * columnNames.length, (row + 1) * columnNames.length)),
  );

const rows = async (text: string, options?: CsvOptions): Promise<number[][]> => rowsOf(await read(text, options));

describe('a CSV file', () => {
  it('gives names, rows and values', async () => {
    expect(await read('a,b,y\n1,2,3\n-4.5,5e-1,.25\n')).toEqual({
      source: 'data.csv',
      columnNames: ['a', 'b', 'y'],
      hasNames: true,
      values: Float64Array.of(1, 2, 3, -4.5, 0.5, 0.25),
      rowCount: 2,
    });
  });

  it('without a header names its columns x1, x2, ... and y', async () => {
    const { columnNames, hasNames, rowCount } = await read('1,2,3\n4,5,6');
    expect({ columnNames, hasNames, rowCount }).toEqual({
      columnNames: ['x1', 'x2', 'y'],
      hasNames: false,
      rowCount: 2,
    });
  });

  it.each([
    '',
    'NaN',
    'nan',
    '-nan',
    'NA',
    'na',
    'null',
    'NULL',
    'inf',
    '-inf',
    '+Inf',
    'INFINITY',
    '-infinity',
    '""',
    '" NA "',
  ])('takes the cell %j as missing', async (cell) => {
    expect(await rows(`a,b,y\n1,2,3\n4,${cell},6\n`)).toEqual([
      [1, 2, 3],
      [4, NaN, 6],
    ]);
  });

  it('rounds decimals to the nearest float64', async () => {
    const cells = ['0.1', '1.7976931348623157e308', '4.9e-324', '1e-400', '9007199254740993', '-0'];
    expect(await rows(cells.join(','))).toEqual([[0.1, Number.MAX_VALUE, Number.MIN_VALUE, 0, 9007199254740992, -0]]);
  });

  it('may have comments, blank lines, blanks around cells, and any line end', async () => {
    const text = '# made by hand, "with a quote\n\n  a ,\tb,y\r\n \t \r\n1 , 2,3\r  # 4,5,6\n\n7,8,9';
    expect(await read(text)).toMatchObject({ columnNames: ['a', 'b', 'y'], values: Float64Array.of(1, 2, 3, 7, 8, 9) });
  });

  it('may start with a byte order mark, also before a quote and a comment', async () => {
    expect((await read('\ufeffa,y\n1,2')).columnNames).toEqual(['a', 'y']);
    expect((await read('\ufeff"a","y"\n1,2')).columnNames).toEqual(['a', 'y']);
    expect((await read('\ufeff# note\na,y\n1,2')).columnNames).toEqual(['a', 'y']);
  });

  it('may have quoted cells, with delimiters and doubled quotes inside', async () => {
    const table = await read('"a, in ""cm""" , "b" ,y\n"1","2" ,3\n4,5,"6"');
    expect(table.columnNames).toEqual(['a, in "cm"', 'b', 'y']);
    expect(rowsOf(table)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  it('has `#` as a character like any other within a line', async () => {
    expect((await read('col#1,y\n1,2')).columnNames).toEqual(['col#1', 'y']);
  });

  it('may have columns named like parts of an object', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'length'];
    expect((await read(`${names.join(',')}\n1,2,3,4`)).columnNames).toEqual(names);
  });

  it('names a column without a name, as of an index that pandas wrote, by its number', async () => {
    expect((await read(',a,y\n0,1,2')).columnNames).toEqual(['column1', 'a', 'y']);
  });

  it('may have a single column', async () => {
    expect(await read('my column\n1\n2\n3')).toMatchObject({
      columnNames: ['my column'],
      values: Float64Array.of(1, 2, 3),
    });
  });
});

describe('the dialect', () => {
  const numbers = [
    [1, 2.5],
    [3, 4.5],
  ];

  it.each([
    ['comma', 'a,y\n1,2.5\n3,4.5'],
    ['semicolon', 'a;y\n1;2.5\n3;4.5'],
    ['tab', 'a\ty\n1\t2.5\n3\t4.5'],
    ['a blank', 'a y\n1 2.5\n3 4.5'],
    ['runs of blanks and tabs', '  a   y\n  1 \t 2.5  \n  3   4.5'],
    ['semicolon, decimal comma', 'a;y\n1;2,5\n3;4,5'],
    ['tab, decimal comma', 'a\ty\n1\t2,5\n3\t4,5'],
    ['blanks, decimal comma', '1 2,5\n3 4,5'],
    ['comma, quoted decimal commas', '"a","y"\n"1","2,5"\n3,"4,5"'],
    ['blanks and quotes', '"a b" y\n"1" 2.5\n3 "4.5"'],
    ['a header with other delimiters in its names', '"a;b c",y\n1,2.5\n3,4.5'],
  ])('is found: %s', async (_title, text) => {
    expect(await rows(text)).toEqual(numbers);
  });

  it('has empty cells at the end of a line with tabs', async () => {
    expect(await rows('1\t2\t\n3\t4\t')).toEqual([
      [1, 2, NaN],
      [3, 4, NaN],
    ]);
  });

  it('takes whole numbers between commas as two columns, not as decimal commas', async () => {
    expect(await rows('1,2\n3,4')).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('takes a first line of numbers or missing values as a row', async () => {
    expect(await rows('1,NaN\n3,4')).toEqual([
      [1, NaN],
      [3, 4],
    ]);
    expect(await rows('NA,nan\n3,4')).toEqual([
      [NaN, NaN],
      [3, 4],
    ]);
  });

  it('is what the options say instead', async () => {
    expect(await rows('1,2\n3,4', { delimiter: ';', decimal: ',' })).toEqual([[1.2], [3.4]]);
    expect(await read('1,2\n3,4', { header: true })).toMatchObject({ columnNames: ['1', '2'], rowCount: 1 });
    await expect(read('a,b\n3,4', { header: false })).rejects.toThrow(
      'data.csv, line 1, column 1 ("x1"): "a" is not a number',
    );
  });

  it('is found from the first 100 rows: a decimal comma that comes later is an error', async () => {
    const whole = Array.from({ length: 100 }, (_, i) => `${i};${i}\n`).join('');
    const message =
      'data.csv, line 101, column 2 ("y"): "1,5" is not a number; write it like -1.5e3, ' +
      'without thousands separators, or leave the cell empty or write NaN, NA, null or inf where a value is missing';
    await expect(read(`${whole}1;1,5\n`)).rejects.toThrow(new Error(message));
    expect(await rows(`${whole}1;1,5\n`, { decimal: ',' })).toHaveLength(101);
  });
});

describe('a CSV file that is wrong', () => {
  const missing = 'or leave the cell empty or write NaN, NA, null or inf where a value is missing';
  const likePoint = `write it like -1.5e3, without thousands separators, ${missing}`;
  const likeComma = `write it like -1,5e3, without thousands separators, ${missing}`;

  it.each([
    ['text', 'a,b,y\n1,2,3\n# note\n4,abc,6', `line 4, column 2 ("b"): "abc" is not a number; ${likePoint}`],
    ['text in a file without a header', '1,2,3\n4,5,x', `line 2, column 3 ("y"): "x" is not a number; ${likePoint}`],
    [
      'a thousands separator',
      'a;y\n1.5;2\n1,234.5;3',
      `line 3, column 1 ("a"): "1,234.5" is not a number; ${likePoint}`,
    ],
    ['a thousands point', 'a;y\n1,5;2\n1.234,5;3', `line 3, column 1 ("a"): "1.234,5" is not a number; ${likeComma}`],
    ['both decimal signs', 'a;y\n1,5;2\n1.5;3', `line 2, column 1 ("a"): "1,5" is not a number; ${likePoint}`],
    ['text in a file with decimal commas', '1,5;2\n2,5;x', `line 2, column 2 ("y"): "x" is not a number; ${likeComma}`],
    [
      'hexadecimal',
      '1,0x10',
      'line 1 has a text in column 2 and a number in column 1: ' +
        'it is either a header, with a name for every column, or a row, with a number in every column',
    ],
    ['a number with a unit', 'a,y\n1,2 m', `line 2, column 2 ("y"): "2 m" is not a number; ${likePoint}`],
    [
      'a NUL byte far down',
      `a,y\n${'1,2\n'.repeat(2000)}1,\0`,
      `line 2002, column 2 ("y"): "\\u{0}" is not a number; ${likePoint}`,
    ],
    ['an escape sequence', 'a,y\n1,\u001b[31m', `line 2, column 2 ("y"): "\\u{1b}[31m" is not a number; ${likePoint}`],
    [
      'a long cell',
      `a,y\n1,${'9'.repeat(5000)}`,
      `line 2, column 2 ("y"): "${'9'.repeat(30)}..." is not a number; ${likePoint}`,
    ],
    [
      'a long name',
      `${'n'.repeat(5000)},y\nx,1`,
      `line 2, column 1 ("${'n'.repeat(30)}..."): "x" is not a number; ${likePoint}`,
    ],
    [
      '1e400',
      'a,y\n1,1e400',
      `line 2, column 2 ("y"): "1e400" is beyond the largest float64, 1.8e308; rescale the column, ${missing}`,
    ],
    [
      '-1e400',
      'a;y\n1;-1,5e400',
      `line 2, column 2 ("y"): "-1,5e400" is beyond the largest float64, 1.8e308; rescale the column, ${missing}`,
    ],
    [
      'too few cells',
      'a,b,y\n1,2,3\n4,5',
      'line 3 has 2 cells, the first line has 3; give each row as many, empty or NA where a value is missing',
    ],
    [
      'too many cells',
      '1,2\n\n4,5,6',
      'line 3 has 3 cells, the first line has 2; give each row as many, empty or NA where a value is missing',
    ],
    [
      'one cell',
      '1 2\n3 4\n5',
      'line 3 has 1 cell, the first line has 2; give each row as many, empty or NA where a value is missing',
    ],
    [
      'a quote that is not closed',
      'a,y\n1,2\n"3,4\n5,6',
      'line 3: a quote is opened and not closed on its line; quote whole cells, and write "" for a quote inside',
    ],
    [
      'a quoted line break',
      'a,y\n1,2\n"3\n",4\n5,6',
      'line 3: a quote is opened and not closed on its line; quote whole cells, and write "" for a quote inside',
    ],
    [
      'a quote inside a cell',
      'a,y\n1,2\n3"4,5',
      'line 3: a quote stands inside a cell; quote whole cells, and write "" for a quote inside',
    ],
    [
      'text after a quote',
      'a,y\n1,2\n"3"4,5',
      'line 3: a quote stands inside a cell; quote whole cells, and write "" for a quote inside',
    ],
    [
      'a header of names and numbers',
      '\na,2,y\n1,2,3',
      'line 2 has a text in column 1 and a number in column 2: ' +
        'it is either a header, with a name for every column, or a row, with a number in every column',
    ],
  ])('is refused by line, column and value: %s', async (_title, text, message) => {
    await expect(read(text)).rejects.toThrow(new Error(`data.csv, ${message}`));
  });

  it.each([
    [
      'two columns of one name',
      'x,y, x\n1,2,3',
      'data.csv: columns 1 and 3 are both named "x"; give each column its own name',
    ],
    ['a header only', 'a,b,y\n', 'data.csv has no rows of numbers'],
    ['comments only', '# a\n\n#b', 'data.csv has no rows of numbers'],
    ['nothing', '', 'data.csv is empty'],
    [
      'too many columns',
      `${','.repeat(10_000)}\n`,
      'data.csv has 10001 columns, at most 10000 are read; is it a table of numbers, a row a line?',
    ],
    [
      'very many short lines after a long one',
      `${'1,'.repeat(9999)}1\n${'1\n'.repeat(1e6)}`,
      'data.csv, line 2 has 1 cell, the first line has 10000; ' +
        'give each row as many, empty or NA where a value is missing',
    ],
    [
      'an endless line',
      '1'.repeat(4e6),
      'data.csv, line 1 is longer than 1048576 characters; is it a table of numbers, a row a line?',
    ],
    [
      'a long line',
      `1,2\n3,${'4'.repeat(1 << 20)}\n`,
      'data.csv, line 2 is longer than 1048576 characters; is it a table of numbers, a row a line?',
    ],
  ])('is refused as a whole: %s', async (_title, text, message) => {
    await expect(read(text)).rejects.toThrow(new Error(message));
  });

  it('is refused for a name in another encoding, but not for such a comment', async () => {
    const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
    const message = 'data.csv: the name of column 1, "Gr\ufffd\ufffde", is not UTF-8; save the file as UTF-8';
    await expect(read(latin1('Größe,y\n1,2'))).rejects.toThrow(new Error(message));
    expect((await read(latin1('# Größe\na,y\n1,2'))).columnNames).toEqual(['a', 'y']);
    expect((await read('Größe,y\n1,2')).columnNames).toEqual(['Größe', 'y']);
  });
});

describe('openCsv', () => {
  const text = `a;y\r\n${Array.from({ length: 300 }, (_, i) => `${i};"${i},5"\r\n# ü\r\n`).join('')}`;
  const bytes = new TextEncoder().encode(text);
  const inChunks = function* (length: number): Generator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
  };

  it.each([1, 2, 3, 7, 64, 1000, 1e6])('gives the same rows whatever the chunks: of %d bytes', async (length) => {
    const { columnNames, dialect, blocks } = await openCsv(inChunks(length), 'data.csv');
    const values: number[] = [];
    for await (const block of blocks) values.push(...block);
    expect(columnNames).toEqual(['a', 'y']);
    expect(dialect).toEqual({ delimiter: ';', decimal: ',', header: true });
    expect(values).toEqual(Array.from({ length: 300 }, (_, i) => [i, i + 0.5]).flat());
  });

  it.each([1, 2, 3, 7, 1000])('counts the same lines whatever the chunks: of %d bytes', async (length) => {
    const wrong = new TextEncoder().encode('1,2\r\n\r\n3,4\r\r# 5\n6,x\r\n');
    const chunks = Array.from({ length: Math.ceil(wrong.length / length) }, (_, i) =>
      wrong.subarray(i * length, (i + 1) * length),
    );
    await expect(readTable(chunks)).rejects.toThrow('standard input, line 6, column 2 ("y"): "x" is not a number');
  });

  it('takes of a long stream only what it needs for the columns', async () => {
    let taken = 0;
    const endless = function* (): Generator<Uint8Array> {
      for (;;) {
        taken += 1;
        yield new TextEncoder().encode('1,2\n'.repeat(10));
      }
    };
    const { blocks } = await openCsv(endless(), 'data.csv');
    expect(taken).toBe(10);
    await blocks.next();
    expect(taken).toBe(10);
  });
});
