/** What the published page says about accuracy, checked against our data. */
import { PUBLISHED, r2BandPosition } from '@fived/records';
import { grouped, mse, percent, r2 } from '../figures/number-text.js';
import { endsOf, resultsBySize, type AnyRecord, type AnySizeResult } from '../figures/series.js';
import { checksOf, finding, whyNotJudged, type Check, type Findings } from './checks.js';

/** 1 - 0.000450 / 0.017613 = 0.974, which the published page gives as 97%. */
const PUBLISHED_REDUCTION = 0.97;
/**
 * Returns diminish from the size where less than this share of the whole gain in R2 is left. In the published figures
 * that is from 7,000 samples on.
 */
const SHARE_LEFT = 0.05;
/** If R2 of training and test rows differ by at most this much, generalization counts as strong. */
const SMALL_GAP = 0.01;

/** "0.9337 at 1,000 samples", of the first and of the last size. */
const atEnds = (results: readonly AnySizeResult[], text: (result: AnySizeResult) => string): readonly string[] =>
  endsOf(results).map((result) => `${text(result)} at ${grouped(result.dataset_size)} samples`);

/** The size from which on less than SHARE_LEFT of the whole gain is left; by ascending size, at least two. */
const diminishingFrom = (points: readonly (readonly [size: number, r2: number])[]): number => {
  const [[, first], [, last]] = endsOf(points);
  return points[points.findLastIndex(([, value]) => last - value >= SHARE_LEFT * (last - first)) + 1][0];
};

/** At least two results, by ascending size. */
const FINDINGS: Findings<readonly AnySizeResult[]> = {
  'Model performance improves significantly with larger datasets': (results) => {
    const [first, last] = endsOf(results);
    const [holds, meaning] =
      last.test_r2_min > first.test_r2_max
        ? [true, 'no run at the larger size is as low as the best at the smaller']
        : last.test_r2_max < first.test_r2_min
          ? [false, 'no run at the larger size is as high as the worst at the smaller']
          : [undefined, 'the runs of the two sizes overlap'];
    const ranges = atEnds(results, ({ test_r2_min: low, test_r2_max: high, n_runs }) =>
      n_runs === 1 ? r2(low) : `${r2(low)} to ${r2(high)}`,
    );
    return finding(holds, `The test R² of single runs is ${ranges.join(' and ')}: ${meaning}.`);
  },

  'R² score improves from 0.9417 (1K samples) to 0.9985 (10K samples)': (results) => {
    const [first, last] = endsOf(results);
    const positions = results
      .map((result) => r2BandPosition(result.dataset_size, result.test_r2_mean))
      .filter((position) => position !== undefined);
    const [above, within, below] = (['above', 'within', 'below'] as const).map(
      (wanted) => positions.filter((position) => position === wanted).length,
    );
    const band =
      positions.length === 0
        ? ''
        : ` Of ${positions.length} means that can be set against the range of seven runs of the published code, ` +
          `${above} lie above it, ${within} within it and ${below} below it.`;
    const means = atEnds(results, (result) => r2(result.test_r2_mean)).join(' to ');
    return finding(last.test_r2_mean > first.test_r2_mean, `Here the mean test R² goes from ${means}.${band}`);
  },

  'MSE decreases from 0.017613 to 0.000450 (97% reduction)': (results) => {
    const [first, last] = endsOf(results);
    const reduction = 1 - last.test_mse_mean / first.test_mse_mean;
    const means = atEnds(results, (result) => mse(result.test_mse_mean)).join(' to ');
    return finding(
      reduction >= PUBLISHED_REDUCTION,
      `Here the mean test MSE goes from ${means}: a reduction of ${percent(reduction)}.`,
    );
  },

  'Diminishing returns observed after ~7K samples (improvement rate slows)': (results) => {
    const [first, last] = endsOf(results);
    const gain = last.test_r2_mean - first.test_r2_mean;
    if (results.length < 3 || gain <= 0)
      return finding(
        undefined,
        'It takes at least three dataset sizes, and a mean test R² that rises from the smallest to the largest.',
      );
    const from = diminishingFrom(results.map((result) => [result.dataset_size, result.test_r2_mean]));
    const published = diminishingFrom(PUBLISHED.map(({ datasetSize, testR2 }) => [datasetSize, testR2]));
    const isTold = last.dataset_size > published;
    return finding(
      isTold ? from <= published : undefined,
      `Here less than ${SHARE_LEFT * 100}% of the whole gain in mean test R² (${r2(gain)}) is left ` +
        `from ${grouped(from)} samples on; of the published gain, by the same rule, from ${grouped(published)} on.` +
        (isTold ? '' : ` To say more takes a size above ${grouped(published)}.`),
    );
  },

  'Model demonstrates strong generalization with larger datasets': (results) => {
    const gap = ({ train_r2_mean, test_r2_mean }: AnySizeResult): number => train_r2_mean - test_r2_mean;
    const [first, last] = endsOf(results).map(gap);
    const gaps = atEnds(results, (result) => r2(gap(result))).join(' and ');
    return finding(
      last < first && last < SMALL_GAP,
      `R² on the training rows less R² on the test rows is ${gaps}; ` +
        'the statement is taken to hold where the difference shrinks to less than 0.01.',
    );
  },
};

export const accuracyChecks = (record: AnyRecord): readonly Check[] => {
  const results = resultsBySize(record);
  return checksOf(
    FINDINGS,
    whyNotJudged(record) ?? (results.length < 2 ? 'It takes at least two dataset sizes.' : results),
  );
};
