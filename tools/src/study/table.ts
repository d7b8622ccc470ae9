/** `study.md`: the tables that people read. */
import { tableMarkdown, toTable, type Column } from '@fived/records';
import { ideaNames, ideaTitle } from './ideas.js';
import { methodTitle } from './methods.js';
import { noiseTitle, problemTitle, targetTitle } from './problems.js';
import type { Errors, IdeaRun, StudyRecord } from './record.js';
import {
  contenderNames,
  errorsOf,
  linesOf,
  standing,
  verdictOf,
  type ContenderName,
  type Line,
  type Result,
} from './summary.js';

const text = <Row>(header: string, align: Column['align'], value: (row: Row) => string): Column<Row> => ({
  key: header.replaceAll(' ', '_'),
  header,
  unit: null,
  align,
  value,
  format: String,
});

const error = (value: number): string =>
  value >= 0.01 && value < 1000 ? value.toPrecision(3) : value.toExponential(2);
const seconds = (value: number): string => `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)} s`;
const contenderTitle = (name: ContenderName): string => (name === 'ours' ? 'ours' : methodTitle(name));
const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const cell = (result: Result | undefined, kind: keyof Errors, line: Line): string => {
  if (result === undefined) return 'failed';
  const mark = { best: '**', near: '*', behind: '' }[standing(result[kind], errorsOf(line, kind))];
  return `${mark}${error(result[kind])}${mark} (${seconds(result.seconds)}${result.is_over_budget ? ', over' : ''})`;
};

const problemColumns: readonly Column<Line>[] = [
  text('target', 'left', ({ problem }) => targetTitle(problem.target)),
  text('n', 'right', ({ problem }) => problem.sample_count.toLocaleString('en-US')),
  text('noise', 'left', ({ problem }) => noiseTitle(problem)),
];

const errorTable = (lines: readonly Line[], kind: keyof Errors): string => {
  const columns = contenderNames.map((name) =>
    text<Line>(contenderTitle(name), 'right', (line) => cell(line.results[name], kind, line)),
  );
  return tableMarkdown(toTable(lines, [...problemColumns, ...columns]));
};

/** One sentence, and one line for each problem where ours is not near the best. */
export const verdictText = (lines: readonly Line[]): readonly string[] => {
  const { lines: all, best, near, behind } = verdictOf(lines);
  const sentence =
    `Ours is best or within 10% of the best test MSE at equal time on ${best + near} of ${plural(all, 'row')} ` +
    `(best on ${best}).`;
  if (behind.length === 0) return [sentence];
  const places = behind.map(
    ({ problem, ratio, leader }) =>
      `* ${problemTitle(problem)}: ${ratio.toPrecision(3)} times the error of ${contenderTitle(leader)}`,
  );
  return [`${sentence} It is not on:`, '', ...places];
};

const methodsPart = ({ rows }: StudyRecord): readonly string[] => {
  if (rows.length === 0) return [];
  const lines = linesOf(rows);
  const seeds = new Set(rows.map(({ problem }) => problem.seed)).size;
  return [
    '## Targets against four Python methods',
    '',
    ...verdictText(lines),
    '',
    `Mean squared error on the 15% test rows${seeds > 1 ? ` (geometric mean of ${plural(seeds, 'seed')})` : ''}, ` +
      'and seconds on one core. Bold: the best; italic: within 10% of it.',
    'Each method has as much time as ours took, in which it tries its variants ' +
      'in order and chooses by the validation rows; "over" marks one whose',
    'first variant took longer.',
    '',
    errorTable(lines, 'test_mse'),
    '### Against the truth',
    '',
    'Root of the mean squared error on 10,000 further rows without noise.',
    '',
    errorTable(lines, 'truth_rmse'),
  ];
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

const ideaColumns: readonly Column<readonly IdeaRun[]>[] = [
  text('n', 'right', ([{ sample_count }]) => sample_count.toLocaleString('en-US')),
  text('idea', 'left', ([{ idea }]) => ideaTitle(idea)),
  text('test MSE', 'right', (runs) => error(mean(runs.map(({ test_mse }) => test_mse)))),
  text('std', 'right', (runs) => (runs.length > 1 ? error(deviation(runs.map(({ test_mse }) => test_mse))) : '-')),
  text('RMSE to the truth', 'right', (runs) => error(mean(runs.map(({ truth_rmse }) => truth_rmse)))),
  text('seconds', 'right', (runs) => seconds(mean(runs.map((run) => run.seconds)))),
  text('seeds', 'right', (runs) => String(runs.length)),
];

const ideasPart = ({ ideas }: StudyRecord): readonly string[] => {
  if (ideas.length === 0) return [];
  const sizes = [...new Set(ideas.map(({ sample_count }) => sample_count))].sort((a, b) => a - b);
  const groups = sizes.flatMap((size) =>
    ideaNames
      .map((name) => ideas.filter(({ idea, sample_count }) => idea === name && sample_count === size))
      .filter(({ length }) => length > 0),
  );
  return [
    '## What each idea brought',
    '',
    'The synthetic target, whose noise has a variance of 1e-4. ' +
      'Means over seeds, with the population standard deviation of the test MSE.',
    '',
    tableMarkdown(toTable(groups, ideaColumns)),
  ];
};

/** Pure: the same record gives the same text. */
export const studyMarkdown = (record: StudyRecord): string => {
  const { cpu, os, node } = record.environment;
  const versions = Object.entries(record.versions).map(([name, version]) => `, ${name} ${version}`);
  return [
    '# Accuracy by default',
    '',
    `${cpu.model ?? 'Unknown CPU'}, ${os.name ?? 'unknown system'}, Node ${node}${versions.join('')}. ` +
      'Every fit in a process of its own, on one core.',
    '',
    ...methodsPart(record),
    ...ideasPart(record),
  ].join('\n');
};
