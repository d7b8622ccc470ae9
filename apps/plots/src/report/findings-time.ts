/** What the published page says about training time, checked against our data. */
import { fitPowerLaw, type Interval, type PowerLaw } from '@fived/bench';
import { PUBLISHED } from '@fived/records';
import type { AnyRecord } from '../figures/series.js';
import type { Check, Verdict } from './document.js';
import { median } from './median.js';
import { endsOf, resultsBySize, type AnySizeResult } from './sources.js';
import { counted, grouped, milliseconds, perSampleMs, percent, seconds } from './words.js';

const SIZE_OF_THE_REQUIREMENT = 10_000;
const SECONDS_OF_THE_REQUIREMENT = 60;

const timesOf = ({ individual_runs }: AnySizeResult): readonly number[] =>
  individual_runs.map((run) => run.training_time_seconds);

/** Undefined for a single size, and for times that are too short for the clock. */
const lawOf = (results: readonly AnySizeResult[]): PowerLaw | undefined =>
  results.length < 2 || results.some(({ training_time_seconds_min }) => training_time_seconds_min <= 0)
    ? undefined
    : fitPowerLaw(results.map((result) => ({ size: result.dataset_size, seconds: timesOf(result) })));

const toText = (low: number, high: number): string => `${low.toFixed(3)} to ${high.toFixed(3)}`;

const lawText = ({ exponent, exponentCi95: interval }: PowerLaw): string =>
  `n^${exponent.toFixed(3)}` +
  (interval === null ? '' : ` (95% interval of the exponent ${toText(interval.lower, interval.upper)})`);

/** "training time grows as n^0.98 (...)", or undefined if there are too few sizes. */
export const growthText = (record: AnyRecord): string | undefined => {
  const law = lawOf(resultsBySize(record));
  return law === undefined ? undefined : `training time grows as ${lawText(law)}`;
};

/** The power law of the published times for the same sizes; undefined if fewer than three of them were published. */
const publishedLaw = (results: readonly AnySizeResult[]): PowerLaw | undefined => {
  const same = PUBLISHED.filter(({ datasetSize }) => results.some(({ dataset_size }) => dataset_size === datasetSize));
  return same.length < 3
    ? undefined
    : fitPowerLaw(
        same.map(({ datasetSize, trainingTimeSeconds }) => ({ size: datasetSize, seconds: [trainingTimeSeconds] })),
      );
};

type Finding = Omit<Check, 'statement'>;

const TOO_FEW_SIZES: Finding = {
  verdict: 'cannot be told',
  found: 'It takes at least three dataset sizes to fit a growth with its interval.',
};

/** The verdict on an exponent, which is below 1 if time grows less than linearly. */
const verdictOf = ({ lower, upper }: Interval): Verdict =>
  upper < 1 ? 'holds' : lower > 1 ? 'does not hold' : 'cannot be told';

const sublinear = (results: readonly AnySizeResult[]): Finding => {
  const law = lawOf(results);
  if (law === undefined || law.exponentCi95 === null) return TOO_FEW_SIZES;
  const verdict = verdictOf(law.exponentCi95);
  const meaning = {
    holds: 'all of the interval lies below 1, which is linear growth',
    'does not hold': 'all of the interval lies above 1, which is linear growth',
    'cannot be told': 'the interval holds 1, so that growth is not told from linear',
  }[verdict];
  const published = publishedLaw(results);
  const beside = published === undefined ? '' : ` The published times of these sizes grow as ${lawText(published)}.`;
  return { verdict, found: `Here training time grows as ${lawText(law)}: ${meaning}.${beside}` };
};

const underAMinute = (results: readonly AnySizeResult[]): Finding => {
  const result = results.find(({ dataset_size }) => dataset_size === SIZE_OF_THE_REQUIREMENT);
  if (result === undefined)
    return { verdict: 'cannot be told', found: 'The result file has no run of 10,000 samples.' };
  const { training_time_seconds_mean: mean, training_time_seconds_max: slowest, epochs_used, n_runs } = result;
  const runs =
    n_runs === 1 ? 'in the one run' : `in the mean of ${n_runs} runs and in ${seconds(slowest)} in the slowest`;
  return {
    verdict: slowest < SECONDS_OF_THE_REQUIREMENT ? 'holds' : 'does not hold',
    found:
      `Here 10,000 samples train in ${seconds(mean)} ${runs} (${counted(epochs_used, 'epoch')}); ` +
      'the requirement is 60 s.',
  };
};

/** "+1.5%", "-7.5%". */
const change = (from: number, to: number): string => `${to < from ? '' : '+'}${percent(to / from - 1)}`;

/** Time over n grows as n^(exponent - 1), so it falls if training time grows less than linearly. */
const perSampleFalls = (results: readonly AnySizeResult[]): Finding => {
  const law = lawOf(results);
  if (law === undefined || law.exponentCi95 === null) return TOO_FEW_SIZES;
  const means = results.map((result) => perSampleMs(result.training_time_seconds_mean, result.dataset_size));
  const medians = results.map((result) => perSampleMs(median(timesOf(result)), result.dataset_size));
  const [[first, last], [firstMean, lastMean], [firstMedian, lastMedian]] = [
    endsOf(results),
    endsOf(means),
    endsOf(medians),
  ];
  const falls = means.slice(1).filter((mean, index) => mean < means[index]).length;
  const { lower, upper } = law.exponentCi95;
  return {
    verdict: verdictOf(law.exponentCi95),
    found:
      `Here the mean goes from ${milliseconds(firstMean)} at ${grouped(first.dataset_size)} samples ` +
      `to ${milliseconds(lastMean)} at ${grouped(last.dataset_size)} (${change(firstMean, lastMean)}; the median ` +
      `${change(firstMedian, lastMedian)}), falling in ${falls} of ${counted(means.length - 1, 'step')}. As a law ` +
      `it is n^${(law.exponent - 1).toFixed(3)} (95% interval of the exponent ${toText(lower - 1, upper - 1)}).`,
  };
};

const STATEMENTS: readonly (readonly [statement: string, find: (results: readonly AnySizeResult[]) => Finding])[] = [
  ['Training time scales sub-linearly with dataset size', sublinear],
  ['10K samples train in 31.67 seconds (well under 1-minute requirement)', underAMinute],
  ['Time per sample decreases with larger datasets (batch processing efficiency)', perSampleFalls],
];

export const timeChecks = (record: AnyRecord): readonly Check[] =>
  STATEMENTS.map(([statement, find]) => ({ statement, ...find(resultsBySize(record)) }));

/**
 * The size whose runs differ most, and by how much: their standard deviation as a share of their mean. Undefined with
 * single runs.
 */
export const widestSpread = (record: AnyRecord): { readonly size: number; readonly share: number } | undefined =>
  resultsBySize(record)
    .filter(({ n_runs }) => n_runs > 1)
    .map((result) => ({
      size: result.dataset_size,
      share: result.training_time_seconds_std / result.training_time_seconds_mean,
    }))
    .sort((a, b) => b.share - a.share)
    .at(0);
