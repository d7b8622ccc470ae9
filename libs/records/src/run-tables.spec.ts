import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHistory, writeHistory, type HistoryRow } from './history-file.js';
import { readPredictions, writePredictions } from './predictions-file.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived-run-tables-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

/**
 * Numbers with shortest texts that are known to be hard: the ends of float64, neighbours of round numbers, both zeros.
 */
const HARD = [
  5e-324,
  1.7976931348623157e308,
  2.2250738585072014e-308,
  0.1,
  0.30000000000000004,
  1 / 3,
  9007199254740991,
  1e21,
  123456789.12345679,
];

const row = (epoch: number, isBest: boolean, more: Partial<HistoryRow> = {}): HistoryRow => ({
  member: 0,
  epoch,
  learning_rate: 0.003,
  train_loss: 0.5,
  validation_loss: 0.25,
  is_best: isBest,
  ...more,
});

describe('history.csv', () => {
  it('is a line an epoch, one member after the other, for any program that reads CSV', async () => {
    const path = join(folder, 'history.csv');
    await writeHistory(path, [
      row(1, false, { train_loss: 1.5 }),
      row(2, true, { learning_rate: 0.001, validation_loss: 1e-7 }),
      row(1, true, { member: 2 }),
    ]);
    expect(readFileSync(path, 'utf8')).toBe(
      'member,epoch,learning_rate,train_loss,validation_loss,is_best\n' +
        '0,1,0.003,1.5,0.25,false\n0,2,0.001,0.5,1e-7,true\n2,1,0.003,0.5,0.25,true\n',
    );
  });

  it('reads back to the same bits', async () => {
    const path = join(folder, 'hard.csv');
    const rows = HARD.map((value, index) =>
      row(index + 1, index === 3, { learning_rate: value, train_loss: value, validation_loss: value }),
    );
    await writeHistory(path, rows);
    expect(await readHistory(path)).toEqual(rows);
  });

  it('has empty cells where there is no learning rate', async () => {
    const path = join(folder, 'second-order.csv');
    const rows = [row(1, false, { learning_rate: null }), row(2, true, { learning_rate: null })];
    await writeHistory(path, rows);
    expect(readFileSync(path, 'utf8')).toContain('\n0,1,,0.5,0.25,false\n');
    expect(await readHistory(path)).toEqual(rows);
  });

  it('may have been saved with line ends of Windows, and columns of a later version', async () => {
    const path = file(
      'windows.csv',
      'member,epoch,learning_rate,train_loss,validation_loss,is_best,seconds\r\n3,1,0.1,2,3,true,7\r\n',
    );
    expect(await readHistory(path)).toEqual([
      { member: 3, epoch: 1, learning_rate: 0.1, train_loss: 2, validation_loss: 3, is_best: true },
    ]);
  });

  it.each([
    ['NaN', [row(1, true, { train_loss: NaN })], 'row 1: train_loss: found NaN, must be a finite number from zero up'],
    [
      'a negative loss',
      [row(1, true), row(2, false, { validation_loss: -1 })],
      'row 2: validation_loss: found -1, must be a finite number from zero up',
    ],
    [
      'an infinite rate',
      [row(1, true, { learning_rate: Infinity })],
      'row 1: learning_rate: found Infinity, must be a finite number from zero up',
    ],
    ['no epochs', [], 'it has no epochs, must have at least one'],
    [
      'epochs out of order',
      [row(2, true), row(1, false)],
      'row 1: epoch: found 2, must be 1: the epochs of a member count up from 1',
    ],
    [
      'a member that begins late',
      [row(1, true), row(2, true, { member: 1 })],
      'row 2: epoch: found 2, must be 1: the epochs of a member count up from 1',
    ],
    [
      'members out of order',
      [row(1, true, { member: 1 }), row(1, true)],
      'row 2: member: found 0, must be >= 1: one member after the other',
    ],
    ['half a member', [row(1, true, { member: 0.5 })], 'row 1: member: found 0.5, must be a whole number from zero up'],
    [
      'no epoch that was kept',
      [row(1, true), row(1, false, { member: 1 })],
      'is_best: found 0 epochs of member 1 that were kept, must be 1',
    ],
    ['two of them', [row(1, true), row(2, true)], 'is_best: found 2 epochs of member 0 that were kept, must be 1'],
    [
      'a learning rate now and then',
      [row(1, true), row(2, false, { learning_rate: null })],
      'row 2: learning_rate: must be there for every epoch or for none',
    ],
  ])('is not written with %s', async (_, rows, message) => {
    const path = join(folder, 'never.csv');
    await expect(writeHistory(path, rows)).rejects.toThrow(new Error(`${path}: ${message}`));
    expect(existsSync(path)).toBe(false);
  });

  const HEAD = 'member,epoch,learning_rate,train_loss,validation_loss,is_best';
  it.each([
    ['nothing in it', '', 'the file is empty; must be the history of a training'],
    ['another header', 'epoch,loss\n1,2\n', `line 1: found "epoch,loss", must be "${HEAD}"`],
    ['no epochs', `${HEAD}\n`, 'it has no epochs, must have at least one'],
    ['a short row', `${HEAD}\n0,1,2,3,4,true\n0,2,3\n`, 'line 3: found 3 values, must be 6'],
    [
      'text for a number',
      `${HEAD}\n0,1,0.1,abc,4,true\n`,
      'line 2: train_loss: found "abc", must be a finite number from zero up',
    ],
    [
      'an empty number',
      `${HEAD}\n0,1,0.1,3,,true\n`,
      'line 2: validation_loss: found "", must be a finite number from zero up',
    ],
    [
      'a hexadecimal number',
      `${HEAD}\n0,1,0x10,3,4,true\n`,
      'line 2: learning_rate: found "0x10", must be a finite number from zero up',
    ],
    [
      'infinity',
      `${HEAD}\n0,1,0.1,1e999,4,true\n`,
      'line 2: train_loss: found Infinity, must be a finite number from zero up',
    ],
    [
      'a gap',
      `${HEAD}\n0,1,0.1,3,4,true\n0,3,0.1,3,4,false\n`,
      'line 3: epoch: found 3, must be 2: the epochs of a member count up from 1',
    ],
    ['another flag', `${HEAD}\n0,1,0.1,3,4,yes\n`, 'line 2: is_best: found "yes", must be true or false'],
    [
      'an end in the middle of a line',
      `${HEAD}\n0,1,0.1,3,4,true\n0,2,0.1,3`,
      'line 3: it has no line end (cut short?); "fived train" writes the file anew',
    ],
  ])('is refused with %s, by file and line', async (_, content, message) => {
    const path = file('wrong.csv', content);
    await expect(readHistory(path)).rejects.toThrow(new Error(`${path}: ${message}`));
  });

  it('is named with the command that writes it when it is missing', async () => {
    const path = join(folder, 'missing.csv');
    await expect(readHistory(path)).rejects.toThrow(`${path}: there is no such file; "fived train" writes it`);
  });
});

describe('predictions.csv', () => {
  const of = (actual: readonly number[], predicted: readonly number[], lower = predicted, upper = predicted) => ({
    actual: Float64Array.from(actual),
    predicted: Float64Array.from(predicted),
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
  });
  const none = of([], []);

  it('is a line a row of data, one set after the other', async () => {
    const path = join(folder, 'predictions.csv');
    const test = of([1e6, -0.5], [1000000.125, -0.25], [999999, -1.5], [1000001.5, -0.25]);
    const train = of([3], [3.5], [3.25], [3.75]);
    await writePredictions(path, { test, train });
    expect(readFileSync(path, 'utf8')).toBe(
      'set,actual,predicted,lower,upper\ntrain,3,3.5,3.25,3.75\n' +
        'test,1000000,1000000.125,999999,1000001.5\ntest,-0.5,-0.25,-1.5,-0.25\n',
    );
    expect(await readPredictions(path)).toEqual({ train, validation: none, test });
  });

  it('reads back to the same bits, the sign of zero included', async () => {
    const path = join(folder, 'hard-predictions.csv');
    const values = [...HARD, ...HARD.map((value) => -value), 0, -0];
    const validation = of(values, [...values].reverse());
    await writePredictions(path, { validation });
    // toEqual distinguishes 0 from -0.
    expect(await readPredictions(path)).toEqual({ train: none, validation, test: none });
  });

  it.each([
    ['NaN', of([1, 2], [1, NaN]), 'test row 2: predicted: found NaN, must be a finite number'],
    ['infinity', of([-Infinity], [1]), 'test row 1: actual: found -Infinity, must be a finite number'],
    ['unequal lengths', of([1, 2], [1]), 'test: found 2 actual and 1 predicted values, must be equally many'],
    ['too few ends of bands', of([1, 2], [1, 2], [1]), 'test: found 2 actual and 1 lower values, must be equally many'],
    ['a band of NaN', of([1], [1], [1], [NaN]), 'test row 1: upper: found NaN, must be a finite number'],
    [
      'a prediction outside its band',
      of([1, 2], [1, 2], [0, 2.5], [2, 3]),
      'test row 2: found 2 predicted, must be from lower, 2.5, to upper, 3',
    ],
  ])('is not written with %s', async (_, test, message) => {
    const path = join(folder, 'never-predictions.csv');
    await expect(writePredictions(path, { test })).rejects.toThrow(new Error(`${path}: ${message}`));
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    [
      'another header',
      'actual,predicted\n',
      'line 1: found "actual,predicted", must be "set,actual,predicted,lower,upper"',
    ],
    [
      'another set',
      'set,actual,predicted,lower,upper\ntest,1,2,1,3\nval,1,2,1,3\n',
      'line 3: set: found "val", must be one of train, validation, test',
    ],
    [
      'text for a number',
      'set,actual,predicted,lower,upper\ntest,1,two,1,2\n',
      'line 2: predicted: found "two", must be a finite number',
    ],
    [
      'NaN',
      'set,actual,predicted,lower,upper\ntrain,NaN,2,1,3\n',
      'line 2: actual: found "NaN", must be a finite number',
    ],
    [
      'a band turned over',
      'set,actual,predicted,lower,upper\ntrain,1,2,3,1\n',
      'line 2: found 2 predicted, must be from lower, 3, to upper, 1',
    ],
    [
      'an end in the middle of a number',
      'set,actual,predicted,lower,upper\ntest,1,2,1,3\ntest,1,2.71',
      'line 3: it has no line end (cut short?)',
    ],
  ])('is refused with %s, by file and line', async (_, content, message) => {
    const path = file('wrong-predictions.csv', content);
    await expect(readPredictions(path)).rejects.toThrow(`${path}: ${message}`);
  });
});
