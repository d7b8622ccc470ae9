/**
 * Columns are defined once. They give a table as data, and from it the CSV, the Markdown table, the terminal's
 * table and the report's. `SUMMARY_COLUMNS` are those of the benchmark's summary.
 */
import type { BaseBenchmarkRecord, BaseSizeResult, BenchmarkRecord } from './benchmark-record.js';
import { differsFromPublished } from './differs-from-published.js';
import { publishedFor, r2BandPosition } from './published.js';
import { whyNotTimed } from './timed.js';

/** `Row` is the type that the values are read from. */
export interface Column<Row = BaseSizeResult> {
  /** In the CSV: one word, with the unit. */
  readonly key: string;
  /** For people. The unit is separate. */
  readonly header: string;
  readonly unit: string | null;
  readonly align: 'left' | 'right';
  /** Undefined if there is nothing to show. */
  readonly value: (row: Row) => CellValue;
  /** For people. The CSV has unrounded numbers. */
  readonly format: (value: number) => string;
}

type CellValue = number | string | undefined;

export interface Cell {
  /** Unrounded. */
  readonly value: CellValue;
  /** For people. */
  readonly text: string;
}

/** A table as data. */
export interface Table {
  readonly columns: readonly Pick<Column, 'key' | 'header' | 'unit' | 'align'>[];
  /** One cell a column. */
  readonly rows: readonly (readonly Cell[])[];
}

const fixed =
  (digits: number) =>
  (value: number): string =>
    value.toFixed(digits);

/** 10000 -> "10,000", whatever the system's language. */
export const grouped = (value: number): string => value.toLocaleString('en-US');

const number = (
  key: string,
  header: string,
  unit: string | null,
  format: Column['format'],
  value: (result: BaseSizeResult) => number | undefined,
): Column => ({ key, header, unit, align: 'right', format, value });

const MS_PER_SECOND = 1000;

const TIME_COLUMNS: readonly Column[] = [
  number('training_time_mean_s', 'training time', 's', fixed(3), (result) => result.training_time_seconds_mean),
  number('training_time_std_s', '± std', 's', fixed(3), (result) => result.training_time_seconds_std),
  number(
    'time_per_sample_ms',
    'time per sample',
    'ms',
    fixed(4),
    (result) => (result.training_time_seconds_mean * MS_PER_SECOND) / result.dataset_size,
  ),
];
const PUBLISHED_TIME = number(
  'published_time_s',
  'published time',
  's',
  fixed(2),
  (result) => publishedFor(result.dataset_size)?.trainingTimeSeconds,
);

const PUBLISHED_COLUMNS: readonly Column[] = [
  PUBLISHED_TIME,
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

const SUMMARY_COLUMNS: readonly Column[] = [
  number('dataset_size', 'dataset size', null, grouped, (result) => result.dataset_size),
  number('runs', 'runs', null, grouped, (result) => result.n_runs),
  ...TIME_COLUMNS,
  number('test_r2_mean', 'test R²', null, fixed(4), (result) => result.test_r2_mean),
  number('test_mse_mean', 'test MSE', null, fixed(6), (result) => result.test_mse_mean),
  ...PUBLISHED_COLUMNS,
];

/** Marks a missing value in a table for people. */
const ABSENT = '-';

const forPeople = (value: CellValue, format: (value: number) => string): string =>
  value === undefined ? ABSENT : typeof value === 'number' ? format(value) : value;

/** Reads the value of every column from every row. */
export function toTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): Table {
  return {
    columns,
    rows: rows.map((row) =>
      columns.map((column): Cell => {
        const value = column.value(row);
        return { value, text: forPeople(value, column.format) };
      }),
    ),
  };
}

/**
 * The summary of a record: a row for each size. Times are left out if they say nothing about speed, and published
 * figures if the settings are not the published ones.
 */
export function summaryTable(record: BaseBenchmarkRecord | BenchmarkRecord): Table {
  const untimed = whyNotTimed(record, '') === undefined ? [] : [...TIME_COLUMNS, PUBLISHED_TIME];
  const incomparable = differsFromPublished(record).length === 0 ? [] : PUBLISHED_COLUMNS;
  return toTable(
    record.results,
    SUMMARY_COLUMNS.filter((column) => !untimed.includes(column) && !incomparable.includes(column)),
  );
}

// RFC 4180: quotes only where needed; a quote inside is doubled.
const csvCell = (value: CellValue): string => {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Comma-separated, with a header row and full precision. A missing value is an empty cell. */
export function toCsv({ columns, rows }: Table): string {
  return [columns.map(({ key }) => key), ...rows.map((cells) => cells.map(({ value }) => value))]
    .map((cells) => `${cells.map(csvCell).join(',')}\n`)
    .join('');
}

const escapeBar = (text: string): string => text.replaceAll('|', '\\|');

/**
 * A Markdown table (GitHub flavour), with units in its header. `escapeCell` makes a text safe in a cell; the default
 * escapes only what would end the cell.
 */
export function toMarkdown({ columns, rows }: Table, escapeCell: (text: string) => string = escapeBar): string {
  const headers = columns.map(({ header, unit }) => escapeCell(unit === null ? header : `${header} (${unit})`));
  const rules = columns.map(({ align }) => (align === 'right' ? '---:' : ':---'));
  return [headers, rules, ...rows.map((cells) => cells.map(({ text }) => escapeCell(text)))]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}

/** Breaks a text at its blanks into lines of at most `width` characters, as far as its words allow. */
const wrap = (text: string, width: number): readonly string[] =>
  text.split(' ').reduce<string[]>((lines, word) => {
    const joined = `${lines.at(-1) ?? ''} ${word}`;
    return lines.length > 0 && joined.length <= width ? [...lines.slice(0, -1), joined] : [...lines, word];
  }, []);

const longest = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length));

/** The cells of a column in the terminal's table, and the column's width. */
const textColumn = ({ columns, rows }: Table, index: number) => {
  const column = columns[index];
  const values = rows.map((cells) => cells[index].text);
  const unit = column.unit === null ? [] : [`(${column.unit})`];
  const width = longest([...column.header.split(' '), ...unit, ...values]);
  return { column, values, width, header: [...wrap(column.header, width), ...unit] };
};

/**
 * A table for the terminal. Headers are broken into lines no wider than the values need, and units are in brackets. No
 * line ends in a blank.
 */
export function toText(table: Table): string {
  const blocks = table.columns.map((_, index) => textColumn(table, index));
  const headerLines = Math.max(...blocks.map(({ header }) => header.length));
  const cells = blocks.map(({ column, values, width, header }) => {
    const padding = Array.from({ length: headerLines - header.length }, () => '');
    return [...padding, ...header, '-'.repeat(width), ...values].map((cell) =>
      column.align === 'left' ? cell.padEnd(width) : cell.padStart(width),
    );
  });
  const lines = Array.from({ length: headerLines + 1 + table.rows.length }, (_, line) =>
    cells.map((column) => column[line]).join('  '),
  );
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}
