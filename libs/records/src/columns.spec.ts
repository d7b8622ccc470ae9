import { describe, expect, it } from 'vitest';
import type { SizeResult } from './benchmark-record.js';
import type { Column, Table } from './columns.js';
import { summaryTable, toCsv, toMarkdown, toTable, toText } from './columns.js';
import { madeUpRecord } from './testing/record.js';

const [thousand] = madeUpRecord.results;
// A size that was not published.
const results = [thousand, { ...thousand, dataset_size: 12500, training_time_seconds_mean: 1.25 }];
const tableOf = (sizes: readonly SizeResult[]): Table => summaryTable({ ...madeUpRecord, results: sizes });
const table = tableOf(results);

describe('toCsv', () => {
  it('has one header row, full precision and empty cells where nothing was published', () => {
    expect(toCsv(table).split('\n')).toEqual([
      'dataset_size,runs,training_time_mean_s,training_time_std_s,time_per_sample_ms,test_r2_mean,test_mse_mean,' +
        'published_time_s,published_test_r2,published_test_mse,r2_in_published_band',
      '1000,2,0.2,0.1,0.2,0.945,0.0155,9.93,0.9417,0.017613,above',
      '12500,2,1.25,0.1,0.1,0.945,0.0155,,,,',
      '',
    ]);
  });

  it('quotes what would break a row', () => {
    const column: Column = {
      key: 'a,b',
      header: 'a',
      unit: null,
      align: 'left',
      value: () => 'say "x"',
      format: String,
    };
    expect(toCsv(toTable([thousand], [column]))).toBe('"a,b"\n"say ""x"""\n');
  });
});

describe('toTable', () => {
  it('keeps the unrounded value beside what people read, for rows of any kind', () => {
    const column: Column<{ readonly third: number | undefined }> = {
      key: 'third_s',
      header: 'third | part',
      unit: 's',
      align: 'right',
      value: ({ third }) => third,
      format: (value) => value.toFixed(2),
    };
    const numbers = toTable([{ third: 1 / 3 }, { third: undefined }], [column]);
    expect(numbers.rows).toEqual([[{ value: 1 / 3, text: '0.33' }], [{ value: undefined, text: '-' }]]);
    expect(toMarkdown(numbers)).toBe('| third \\| part (s) |\n| ---: |\n| 0.33 |\n| - |\n');
    expect(toMarkdown(numbers, (text) => `<${text}>`)).toContain('| <third | part (s)> |\n');
  });
});

describe('toMarkdown', () => {
  it('has units in its header and aligns numbers to the right', () => {
    expect(toMarkdown(table).split('\n')).toEqual([
      '| dataset size | runs | training time (s) | ± std (s) | time per sample ' +
        '(ms) | test R² | test MSE | published time (s) | published R² | published MSE | R² in published band |',
      '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | :--- |',
      '| 1,000 | 2 | 0.200 | 0.100 | 0.2000 | 0.9450 | 0.015500 | 9.93 | 0.9417 | 0.017613 | above |',
      '| 12,500 | 2 | 1.250 | 0.100 | 0.1000 | 0.9450 | 0.015500 | - | - | - | - |',
      '',
    ]);
  });
});

describe('toText', () => {
  it('aligns columns under headers of several lines', () => {
    expect(`\n${toText(table)}`).toBe(`
                                  time
               training            per                    published                        R² in
dataset            time  ± std  sample    test                 time  published  published  published
   size  runs       (s)    (s)    (ms)      R²  test MSE        (s)         R²        MSE  band
-------  ----  --------  -----  ------  ------  --------  ---------  ---------  ---------  ---------
  1,000     2     0.200  0.100  0.2000  0.9450  0.015500       9.93     0.9417   0.017613  above
 12,500     2     1.250  0.100  0.1000  0.9450  0.015500          -          -          -  -
`);
  });

  it('needs no more than 110 characters a line for the whole sweep', () => {
    const wide = { ...thousand, dataset_size: 10000, training_time_seconds_mean: 123.456 };
    for (const line of toText(tableOf([wide])).split('\n')) expect(line.length).toBeLessThanOrEqual(110);
  });
});
