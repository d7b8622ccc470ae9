/**
 * The columns of the benchmark's summary, stated once: the CSV, the Markdown table and the terminal's table are made from them.
 */
import type { BaseSizeResult } from './benchmark-record.js';
import { publishedFor, r2BandPosition } from './published.js';

export interface Column {
  /** In the CSV: one word, with the unit. */
  readonly key: string;
  /** For people; the unit stands apart. */
  readonly header: string;
  readonly unit: string | null;
  readonly align: 'left' | 'right';
  /** Undefined where there is nothing to show. */
  readonly value: (result: BaseSizeResult) => number | string | undefined;
  /** For people; the CSV has numbers unrounded. */
  readonly format: (value: number) => string;
}

const fixed =
  (digits: number) =>
  (value: number): string =>
    value.toFixed(digits);

/** 10000 -> "10,000", whatever the system's language. */
const grouped = (value: number): string => value.toLocaleString('en-US');

const number = (
  key: string,
  header: string,
  unit: string | null,
  format: Column['format'],
  value: (result: BaseSizeResult) => number | undefined,
): Column => ({ key, header, unit, align: 'right', format, value });

const MS_PER_SECOND = 1000;

export const SUMMARY_COLUMNS: readonly Column[] = [
  number('dataset_size', 'dataset size', null, grouped, (result) => result.dataset_size),
  number('runs', 'runs', null, grouped, (result) => result.n_runs),
  number('training_time_mean_s', 'training time', 's', fixed(3), (result) => result.training_time_seconds_mean),
  number('training_time_std_s', '± std', 's', fixed(3), (result) => result.training_time_seconds_std),
  number(
    'time_per_sample_ms',
    'time per sample',
    'ms',
    fixed(4),
    (result) => (result.training_time_seconds_mean * MS_PER_SECOND) / result.dataset_size,
  ),
  number('test_r2_mean', 'test R²', null, fixed(4), (result) => result.test_r2_mean),
  number('test_mse_mean', 'test MSE', null, fixed(6), (result) => result.test_mse_mean),
  number('published_time_s', 'published time', 's', fixed(2), (result) => publishedFor(result.dataset_size)?.trainingTimeSeconds),
  number('published_test_r2', 'published R²', null, fixed(4), (result) => publishedFor(result.dataset_size)?.testR2),
  number('published_test_mse', 'published MSE', null, fixed(6), (result) => publishedFor(result.dataset_size)?.testMse),
  {
    key: 'r2_in_published_band',
    header: 'R² in published band',
    unit: null,
    align: 'left',
    format: String,
    value: (result) => r2BandPosition(result.dataset_size, result.test_r2_mean),
  },
];

/** What stands for a missing value in a table for people. */
const ABSENT = '-';

const forPeople = (column: Column, result: BaseSizeResult): string => {
  const value = column.value(result);
  return value === undefined ? ABSENT : typeof value === 'number' ? column.format(value) : value;
};

// RFC 4180: quotes only where they are needed, doubled inside.
const csvCell = (value: number | string | undefined): string => {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Comma-separated, a header row, full precision; an empty cell where there is no value. */
export const toCsv = (results: readonly BaseSizeResult[], columns: readonly Column[] = SUMMARY_COLUMNS): string => {
  const rows = results.map((result) => columns.map((column) => csvCell(column.value(result))));
  return [columns.map((column) => csvCell(column.key)), ...rows].map((cells) => `${cells.join(',')}\n`).join('');
};

/** A Markdown table (the GitHub flavour), with the units in its header. */
export const toMarkdown = (results: readonly BaseSizeResult[], columns: readonly Column[] = SUMMARY_COLUMNS): string => {
  const headers = columns.map(({ header, unit }) => (unit === null ? header : `${header} (${unit})`));
  const rules = columns.map(({ align }) => (align === 'right' ? '---:' : ':---'));
  const rows = results.map((result) => columns.map((column) => forPeople(column, result)));
  return [headers, rules, ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`).join('');
};

/** Breaks a text at its blanks into lines of at most `width` characters, where its words allow. */
const wrap = (text: string, width: number): readonly string[] =>
  text.split(' ').reduce<string[]>((lines, word) => {
    const joined = `${lines.at(-1) ?? ''} ${word}`;
    return lines.length > 0 && joined.length <= width ? [...lines.slice(0, -1), joined] : [...lines, word];
  }, []);

const longest = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length));

/** What a column holds in the terminal's table, and how wide that is. */
const textColumn = (column: Column, results: readonly BaseSizeResult[]) => {
  const values = results.map((result) => forPeople(column, result));
  const unit = column.unit === null ? [] : [`(${column.unit})`];
  const width = longest([...column.header.split(' '), ...unit, ...values]);
  return { column, values, width, header: [...wrap(column.header, width), ...unit] };
};

/** A table for the terminal: headers broken into lines no wider than the values need, units in brackets. No line ends in a blank. */
export const toText = (results: readonly BaseSizeResult[], columns: readonly Column[] = SUMMARY_COLUMNS): string => {
  const blocks = columns.map((column) => textColumn(column, results));
  const headerLines = Math.max(...blocks.map(({ header }) => header.length));
  const cells = blocks.map(({ column, values, width, header }) => {
    const padding = Array.from({ length: headerLines - header.length }, () => '');
    return [...padding, ...header, '-'.repeat(width), ...values].map((cell) =>
      column.align === 'left' ? cell.padEnd(width) : cell.padStart(width),
    );
  });
  const lines = Array.from({ length: headerLines + 1 + results.length }, (_, line) => cells.map((column) => column[line]).join('  '));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
};
