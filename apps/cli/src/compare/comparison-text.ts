/** A comparison for people. */
import { MOST_RUNS, type ComparisonRecord, type OverallTimes } from '@fived/records';
import { alignColumns, counted, grouped } from '../text.js';

const seconds = (value: number): string => `${value.toPrecision(4)} s`;

const probability = (p: number): string => (p < 0.0001 ? '<0.0001' : p.toFixed(4));

/** The typical times and their ratio, a line a size. */
function comparisonTable({ sizes }: ComparisonRecord): string {
  const rows = sizes.map(({ dataset_size, base_seconds, new_seconds, ratio }) => [
    String(dataset_size),
    seconds(base_seconds),
    seconds(new_seconds),
    ratio.toFixed(3),
  ]);
  return alignColumns([['n', 'BASE', 'NEW', 'NEW / BASE'], ...rows]);
}

const percent = (ratio: number): string => `${Math.abs((ratio - 1) * 100).toFixed(1)}%`;

/** "8.0% slower", "16.7 times as long". */
function effect({ ratio, verdict }: OverallTimes): string {
  if (ratio >= 2) return `takes ${ratio.toFixed(1)} times as long as BASE`;
  return `is ${percent(ratio)} ${verdict} than BASE`;
}

/** How many runs to measure, unless a file cannot hold so many. */
const runsText = ({ runs_needed: needed, sizes }: ComparisonRecord): string =>
  needed * sizes.length <= MOST_RUNS
    ? `--runs ${needed} or more`
    : `longer runs (more --epochs, larger --sizes; of these it would take ${grouped(needed)} a size)`;

/** What the verdict means, and what to measure where it decides nothing. */
function explanation(record: ComparisonRecord): string {
  const { overall } = record;
  const { p, noise_factor: noise } = overall;
  switch (overall.verdict) {
    case 'slower':
    case 'faster':
      return (
        `NEW ${effect(overall)}.` +
        (p !== null && p > 0.05
          ? ' Every run of the one took over twice as long as every run of the other, which needs no test.'
          : '')
      );
    case 'no change':
      return 'NEW takes as long as BASE, to within 3%.';
    case 'within noise':
      return (
        'A difference, if there is one, is not told from noise' +
        `${noise === null || noise === 1 ? '' : ` (which reaches ${percent(noise)} here)`}; ` +
        'more runs or a quieter machine would tell more.'
      );
    case 'not enough runs':
      return (
        'So few rounds cannot tell a change from a disturbance of some seconds ' +
        `(what is over within 4 s counts as one): measure both with ${runsText(record)}.`
      );
    case 'measure round-robin':
      return (
        'Only rounds tell a change from a slow phase of the machine: ' +
        `measure with fived bench ${runsText(record)}, one training at a time.`
      );
  }
}

/** Of sizes that differ so much that it needs no test, a line each, unless all do: the verdict says that. */
function farApartLines({ sizes }: ComparisonRecord): readonly string[] {
  const far = sizes.filter(({ is_beyond_drift }) => is_beyond_drift);
  if (far.length === sizes.length) return [];
  return far.map(({ dataset_size, ratio }) => {
    const [slow, fast] = ratio > 1 ? ['NEW', 'BASE'] : ['BASE', 'NEW'];
    return `n = ${dataset_size}: every run of ${slow} took over twice as long as every run of ${fast}.`;
  });
}

/** "(95% interval 1.287 to 1.503, p = 0.0079)", as far as they are known. */
function evidence({ ratio_ci95: ends, p }: OverallTimes): string {
  const known = [
    ...(ends === null ? [] : [`95% interval ${ends[0].toFixed(3)} to ${ends[1].toFixed(3)}`]),
    ...(p === null ? [] : [`p = ${probability(p)}`]),
  ];
  return known.length === 0 ? '' : ` (${known.join(', ')})`;
}

/** How many rounds a verdict rests on; nothing where there are none. */
function roundsText({ overall, rounds, observations }: ComparisonRecord): string {
  if (overall.verdict === 'measure round-robin') return '';
  const [made, independent] = [rounds, observations].map((of) => of.join(' and '));
  return ` Rounds: ${made}${made === independent ? '' : `, which count as ${independent} since they are short`}.`;
}

/** The overall verdict with what it rests on. */
function overallLines(record: ComparisonRecord): string {
  const { overall, sizes } = record;
  return (
    `Overall: ${overall.verdict}. NEW / BASE = ${overall.ratio.toFixed(3)}${evidence(overall)}: ` +
    `the faster half of the runs, geometric mean over ${counted(sizes.length, 'size')}.${roundsText(record)}\n` +
    explanation(record)
  );
}

/** The sizes that could not be compared, a line each file; none if there are none. */
function unmatchedLines({ sizes_only_in_base: base, sizes_only_in_new: next }: ComparisonRecord): readonly string[] {
  return [
    ...(base.length > 0 ? [`Only in BASE, and not compared: n = ${base.join(', ')}.`] : []),
    ...(next.length > 0 ? [`Only in NEW, and not compared: n = ${next.join(', ')}.`] : []),
  ];
}

export const comparisonText = (record: ComparisonRecord): string =>
  [comparisonTable(record), ...farApartLines(record), ...unmatchedLines(record), '', overallLines(record)].join('\n');
