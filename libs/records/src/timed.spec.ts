import { expect, it } from 'vitest';
import { summaryTable, toCsv } from './columns.js';
import { madeUpRecord } from './testing/record.js';
import { whyNotTimed } from './timed.js';

const sideBySide = { ...madeUpRecord, jobs: 4 };

it(
  'times of trainings one by one may be looked at, those of several at a time not, ' +
    'and the line says why and what to do',
  () => {
    for (const record of [madeUpRecord, { ...madeUpRecord, jobs: 1 }])
      expect(whyNotTimed(record, 'a.json')).toBeUndefined();
    expect(whyNotTimed(sideBySide, 'a.json')).toBe(
      'a.json was made with --jobs 4: its trainings ran side by side, so that its times say nothing of speed; ' +
        'make it again with --jobs 1',
    );
  },
);

it('tables of such a record have no column of times', () => {
  const header = (record: typeof madeUpRecord): string => toCsv(summaryTable(record)).split('\n')[0];
  expect(header(madeUpRecord)).toContain(',training_time_mean_s,');
  expect(header(sideBySide)).toBe(
    'dataset_size,runs,test_r2_mean,test_mse_mean,published_test_r2,published_test_mse,r2_in_published_band',
  );
});
