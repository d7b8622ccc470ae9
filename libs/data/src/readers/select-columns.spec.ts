import { describe, expect, it } from 'vitest';
import { nameColumns, selectColumns, selectFeatures } from './select-columns.js';
import { defaultColumnNames, type Table } from './table.js';

const tableOf = (columnNames: readonly string[], hasNames = true): Table => ({
  source: 'data.csv',
  columnNames,
  hasNames,
  values: Float64Array.from({ length: 2 * columnNames.length }, (_, i) => i),
  rowCount: 2,
});

const table = tableOf(['width', 'height', 'depth', 'mass']);
const error = (message: string): Error => new Error(`data.csv ${message}`);

describe('selectColumns', () => {
  it('takes the last column for the target and the others for features', () => {
    expect(selectColumns(table)).toEqual({
      source: 'data.csv',
      featureNames: ['width', 'height', 'depth'],
      targetName: 'mass',
      x: Float64Array.of(0, 1, 2, 4, 5, 6),
      y: Float64Array.of(3, 7),
      rowCount: 2,
    });
  });

  it.each(['height', 2, '2'])('takes the target %j by name or by number from 1', (target) => {
    expect(selectColumns(table, { target })).toMatchObject({
      targetName: 'height',
      y: Float64Array.of(1, 5),
      featureNames: ['width', 'depth', 'mass'],
      x: Float64Array.of(0, 2, 3, 4, 6, 7),
    });
  });

  it('takes features in the order in which they are given', () => {
    const selected = selectColumns(table, { features: ['depth', 1], dimensions: 2 });
    expect(selected.featureNames).toEqual(['depth', 'width']);
    expect(selected.x).toEqual(Float64Array.of(2, 0, 6, 4));
  });

  it('takes a name that is a number as a name first', () => {
    expect(selectColumns(tableOf(['2', '1']), { target: '1' }).targetName).toBe('1');
  });

  it("never changes the table's values", () => {
    const { x, y } = selectColumns(table);
    x.fill(-1);
    y.fill(-1);
    expect(table.values).toEqual(Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7));
  });

  it.each([
    [{ target: 'Mas' }, 'has no column "Mas" (did you mean "mass"?); its columns are width, height, depth, mass'],
    [
      { target: 'heigth' },
      'has no column "heigth" (did you mean "height"?); its columns are width, height, depth, mass',
    ],
    [{ target: 'price' }, 'has no column "price"; its columns are width, height, depth, mass'],
    [{ target: '' }, 'has no column ""; its columns are width, height, depth, mass'],
    [{ target: 0 }, 'has no column 0; its 4 columns are width, height, depth, mass'],
    [{ target: '5' }, 'has no column 5; its 4 columns are width, height, depth, mass'],
    [{ target: 1.5 }, 'has no column 1.5; its 4 columns are width, height, depth, mass'],
    [
      { features: ['width', 'weight'] },
      'has no column "weight" (did you mean "height"?); its columns are width, height, depth, mass',
    ],
    [
      { dimensions: 5 },
      'has 3 features besides the target "mass", expected 5: give --dimensions 3, or choose among width, height, depth',
    ],
    [
      { features: ['width'], dimensions: 2 },
      'has 1 feature besides the target "mass", expected 2: give --dimensions 1, or choose among width',
    ],
  ])('refuses %j', (options, message) => {
    expect(() => selectColumns(table, options)).toThrow(error(message));
  });

  it('refuses a column that is chosen twice', () => {
    expect(() => selectColumns(table, { features: ['width', 1] })).toThrow(
      new Error('data.csv: column "width" is chosen as a feature twice; choose each column once'),
    );
    expect(() => selectColumns(table, { features: ['width', 'mass'] })).toThrow(
      new Error('data.csv: column "mass" is chosen as both a feature and the target; choose each column once'),
    );
  });

  it('refuses a table of one column', () => {
    expect(() => selectColumns(tableOf(['mass']))).toThrow(
      error('has only one column, "mass"; features and a target are needed'),
    );
  });

  it('refuses a table of features alone', () => {
    expect(() => selectColumns(tableOf(['x1', 'x2'], false))).toThrow(
      error('has features (X) but no target; add an array y'),
    );
  });

  it('shortens a list of many names, and names that a terminal would obey', () => {
    const names = Array.from({ length: 5000 }, (_, i) => `\u001b[${i}m${'n'.repeat(1000)}`);
    const shown = `${'n'.repeat(21)}...`;
    expect(() => selectColumns(tableOf(names), { target: 'x' })).toThrow(
      error(String.raw`has no column "x"; its columns are "\u{1b}[0m${shown}", "\u{1b}[1m${shown}" and 4998 more`),
    );
  });
});

describe('selectFeatures', () => {
  it("finds a model's features by name, wherever they stand", () => {
    expect(selectFeatures(table, ['depth', 'width'])).toEqual({
      source: 'data.csv',
      featureNames: ['depth', 'width'],
      x: Float64Array.of(2, 0, 6, 4),
      rowCount: 2,
    });
  });

  it('refuses one that is missing', () => {
    expect(() => selectFeatures(table, ['depth', 'with'])).toThrow(
      error('has no column "with" (did you mean "width"?); its columns are width, height, depth, mass'),
    );
  });
});

describe('nameColumns', () => {
  const unnamed = (count: number): Table => tableOf(defaultColumnNames(count), false);

  it('names the columns of a file without names as a model does, with or without the target', () => {
    expect(nameColumns(unnamed(2), ['a', 'b'], 't').columnNames).toEqual(['a', 'b']);
    expect(nameColumns(unnamed(3), ['a', 'b'], 't').columnNames).toEqual(['a', 'b', 't']);
  });

  it('leaves a file its own names', () => {
    expect(nameColumns(table, ['a', 'b'], 't')).toBe(table);
  });

  it.each([1, 4])('refuses another number of columns: %d', (count) => {
    expect(() => nameColumns(unnamed(count), ['a', 'b'], 't')).toThrow(
      error(`names no columns and has ${count}; needed are 2 columns (a, b), or one more for "t"`),
    );
  });
});
