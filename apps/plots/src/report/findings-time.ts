/** What the published page says about training time, checked against our data. */
import { fitPowerLaw } from '@fived/bench';
import { PUBLISHED, type PowerLaw, type Range } from '@fived/records';
import { median } from '../figures/histogram.js';
import { endsOf, resultsBySize, type AnyRecord, type AnySizeResult } from '../figures/series.js';
import { checksOf, finding, whyNotJudged, type Check, type Finding, type Findings } from './checks.js';
import { counted, grouped, milliseconds, perSampleMs, percent, seconds } from '../figures/number-text.js';

const SIZE_OF_THE_REQUIREMENT = 10_000;
const SECONDS_OF_THE_REQUIREMENT = 60;

type Results = readonly AnySizeResult[];

const timesOf = ({ individual_runs }: AnySizeResult): readonly number[] =>
  individual_runs.map((run) => run.training_time_seconds);

/** Undefined for a single size, and for times too short for the clock. */
const lawOf = (results: Results): PowerLaw | undefined =>
  results.length < 2 || results.some(({ training_time_seconds_min }) => training_time_seconds_min <= 0)
    ? undefined
    : fitPowerLaw(results.map((result) => ({ size: result.dataset_size, seconds: timesOf(result) })));

const toText = (low: number, high: number): string => `${low.toFixed(3)} to ${high.toFixed(3)}`;

const lawText = ({ exponent, exponent_ci95: interval }: PowerLaw): string =>
  `n^${exponent.toFixed(3)}` + (interval === null ? '' : ` (95% interval of the exponent ${toText(...interval)})`);

/** "Training time grows as n^0.98 (...).", or nothing where sizes are too few. */
export const growthText = (record: AnyRecord): string => {
  const law = lawOf(resultsBySize(record));
  return law === undefined ? '' : `Training time grows as ${lawText(law)}.`;
};

/** The published times of the same sizes, as a law, where at least three of them were published. */
const publishedGrowth = (results: Results): string => {
  const same = PUBLISHED.filter(({ datasetSize }) => results.some(({ dataset_size }) => dataset_size === datasetSize));
  if (same.length < 3) return '';
  const law = fitPowerLaw(
    same.map(({ datasetSize, trainingTimeSeconds }) => ({ size: datasetSize, seconds: [trainingTimeSeconds] })),
  );
  return ` The published times of these sizes grow as ${lawText(law)}.`;
};

/** Of an exponent that is less than 1 if growth is less than linear. */
const isBelowLinear = ([lower, upper]: Range): boolean | undefined =>
  upper < 1 ? true : lower > 1 ? false : undefined;

const ofLaw = (results: Results, find: (law: PowerLaw, interval: Range) => Finding): Finding => {
  const law = lawOf(results);
  const interval = law?.exponent_ci95;
  return law && interval
    ? find(law, interval)
    : finding(undefined, 'It takes at least three dataset sizes to fit a growth with its interval.');
};

/** "+1.5%", "-7.5%". */
const change = ([from, to]: readonly [number, number]): string => `${to < from ? '' : '+'}${percent(to / from - 1)}`;

/** By ascending size. */
const FINDINGS: Findings<Results> = {
  'Training time scales sub-linearly with dataset size': (results) =>
    ofLaw(results, (law, interval) => {
      const holds = isBelowLinear(interval);
      const meaning =
        holds === undefined
          ? 'the interval holds 1, so that growth is not told from linear'
          : `all of the interval lies ${holds ? 'below' : 'above'} 1, which is linear growth`;
      return finding(holds, `Here training time grows as ${lawText(law)}: ${meaning}.${publishedGrowth(results)}`);
    }),

  '10K samples train in 31.67 seconds (well under 1-minute requirement)': (results) => {
    const result = results.find(({ dataset_size }) => dataset_size === SIZE_OF_THE_REQUIREMENT);
    if (result === undefined) return finding(undefined, 'The result file has no run of 10,000 samples.');
    const { training_time_seconds_mean: mean, training_time_seconds_max: slowest, epochs_used, n_runs } = result;
    const runs =
      n_runs === 1 ? 'in the one run' : `in the mean of ${n_runs} runs and in ${seconds(slowest)} in the slowest`;
    return finding(
      slowest < SECONDS_OF_THE_REQUIREMENT,
      `Here 10,000 samples train in ${seconds(mean)} ${runs} (${counted(epochs_used, 'epoch')}); ` +
        'the requirement is 60 s.',
    );
  },

  /** Time over n grows as n^(exponent - 1), so that it falls where training time grows less than linearly. */
  'Time per sample decreases with larger datasets (batch processing efficiency)': (results) =>
    ofLaw(results, ({ exponent }, interval) => {
      const means = results.map((result) => perSampleMs(result.training_time_seconds_mean, result.dataset_size));
      const medians = results.map((result) => perSampleMs(median(timesOf(result)), result.dataset_size));
      const [first, last] = endsOf(results.map(({ dataset_size }) => grouped(dataset_size)));
      const ends = endsOf(means);
      const falls = means.slice(1).filter((mean, index) => mean < means[index]).length;
      return finding(
        isBelowLinear(interval),
        `Here the mean goes from ${milliseconds(ends[0])} at ${first} samples to ${milliseconds(ends[1])} at ${last} ` +
          `(${change(ends)}; the median ${change(endsOf(medians))}), falling in ${falls} of ` +
          `${counted(means.length - 1, 'step')}. As a law it is n^${(exponent - 1).toFixed(3)} ` +
          `(95% interval of the exponent ${toText(interval[0] - 1, interval[1] - 1)}).`,
      );
    }),
};

export const timeChecks = (record: AnyRecord): readonly Check[] =>
  checksOf(FINDINGS, whyNotJudged(record) ?? resultsBySize(record));

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
