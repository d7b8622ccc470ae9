/** A comparison in words and tables, for people. */
import type { ComparedTimes, ComparisonRecord } from '@fived/records';
import { alignColumns } from '../text-table.js';

const ABSENT = '-';

const seconds = (value: number): string => `${value.toPrecision(4)} s`;

const interval = ({ ratio_ci95: ends }: ComparedTimes): string =>
  ends === null ? ABSENT : `${ends[0].toFixed(3)} to ${ends[1].toFixed(3)}`;

const probability = (p: number): string => (p < 0.0001 ? '<0.0001' : p.toFixed(4));

const header = ['n', 'verdict', 'runs', 'BASE median', 'NEW median', 'NEW / BASE', '95% interval', 'p'];

export function comparisonTable({ sizes }: ComparisonRecord): string {
  const rows = sizes.map((size) => [
    String(size.dataset_size),
    size.verdict,
    size.base_runs === size.new_runs ? String(size.base_runs) : `${size.base_runs}, ${size.new_runs}`,
    seconds(size.base_median_seconds),
    seconds(size.new_median_seconds),
    size.ratio.toFixed(3),
    interval(size),
    probability(size.p),
  ]);
  return alignColumns([header, ...rows]);
}

/** What the overall ratio is a ratio of, and what counted as one observation. */
const RATIO_OF = {
  rounds: 'of the faster half of the runs',
  'pairs of rounds': 'of paired runs',
  sizes: 'of the faster half of the runs',
} as const;

const percent = (ratio: number): string => `${Math.abs((ratio - 1) * 100).toFixed(1)}%`;

/** "8.0% slower", "16.7 times as long". */
function effect({ ratio, verdict }: ComparedTimes): string {
  if (ratio >= 2) return `takes ${ratio.toFixed(1)} times as long as BASE`;
  return `is ${percent(ratio)} ${verdict} than BASE`;
}

/** What the verdict means, and what to do if it decides nothing. */
function explanation({ overall, observed_by: by, runs_needed: needed }: ComparisonRecord): string {
  switch (overall.verdict) {
    case 'slower':
    case 'faster':
      return `NEW ${effect(overall)}.`;
    case 'no change':
      return 'NEW takes as long as BASE, to within 3%.';
    case 'within noise': {
      const { noise_factor: noise } = overall;
      const reach = noise === null || noise === 1 ? '' : ` (which reaches ${percent(noise)} here)`;
      return (
        `A difference, if there is one, is not told from noise${reach}; ` +
        'more runs, a quieter machine or sweeps that take turns (--paired) would tell more.'
      );
    }
    case 'not enough runs':
      return (
        'So few observations cannot tell a change from a disturbance of some seconds ' +
        '(what is over within 4 s counts as one); ' +
        (by === 'sizes' || needed === null
          ? 'measure both with --order round-robin.'
          : `measure both with --runs ${needed} or more.`)
      );
  }
}

/** Lines about sizes for which p alone would not carry the verdict; none if there are none. */
export function farApartLines({ sizes, overall }: ComparisonRecord): readonly string[] {
  const isFarApart = ({ verdict, p }: ComparedTimes): boolean =>
    (verdict === 'slower' || verdict === 'faster') && p > 0.05;
  return [...sizes, overall].some(isFarApart)
    ? [
        'A verdict beside a large p: every run of the one took over twice as long as every run of the other, ' +
          'which needs no test.',
      ]
    : [];
}

/** The overall verdict and what it rests on. */
export function overallLines(record: ComparisonRecord): string {
  const { overall, observations, observed_by: by, sizes } = record;
  const [base, next] = observations;
  const count = by === 'rounds' && base !== next ? `${base} and ${next}` : String(base);
  return (
    `Overall: ${overall.verdict}. NEW / BASE = ${overall.ratio.toFixed(3)} ` +
    `(95% interval ${interval(overall)}, p = ${probability(overall.p)}), ` +
    `${RATIO_OF[by]}, geometric mean over ${sizes.length} ${sizes.length === 1 ? 'size' : 'sizes'}. ` +
    `Independent observations: ${count} (${by}).\n${explanation(record)}`
  );
}

/** The sizes that could not be compared, one line for each file; none if there are none. */
export function unmatchedLines({
  sizes_only_in_base: base,
  sizes_only_in_new: next,
}: ComparisonRecord): readonly string[] {
  return [
    ...(base.length > 0 ? [`Only in BASE, and not compared: n = ${base.join(', ')}.`] : []),
    ...(next.length > 0 ? [`Only in NEW, and not compared: n = ${next.join(', ')}.`] : []),
  ];
}
