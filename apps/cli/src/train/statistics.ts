/** Tells people what is in the data, before anything is learned from it. */
import type { ColumnSummary, DataSummary } from '@fived/data/readers';
import { alignColumns, counted, grouped, nameList, shortNumber, shownName } from '../text.js';

const MOST_FEATURES = 30;

const header = ['column', '', 'min', 'max', 'mean', 'missing'];

const cells = ({ name, min, max, mean, missingCount }: ColumnSummary, role: string): readonly string[] => [
  shownName(name),
  role,
  ...[min, max, mean].map((value) => (Number.isNaN(value) ? '-' : shortNumber(value))),
  grouped(missingCount),
];

/** Sentences about what is dropped, filled in or useless; none if there is nothing to say. */
function remarks({
  droppedRowCount,
  missingValueCount,
  duplicateRowCount,
  features,
  target,
}: DataSummary): readonly string[] {
  const constant = features.filter(({ isConstant }) => isConstant).map(({ name }) => name);
  const empty = features.filter(({ min }) => Number.isNaN(min)).map(({ name }) => name);
  return [
    ...(droppedRowCount > 0 ? [`${counted(droppedRowCount, 'row')} without a target left out.`] : []),
    ...(missingValueCount > 0
      ? [`${counted(missingValueCount, 'missing value')} filled in with the mean of the training rows.`]
      : []),
    ...(duplicateRowCount > 0
      ? [`${counted(duplicateRowCount, 'row')} with the same features as an earlier one; kept.`]
      : []),
    ...(constant.length > 0 ? [`Constant, so nothing can be learned from it: ${nameList(constant)}.`] : []),
    ...(empty.length > 0 ? [`Without any value, so nothing can be learned from it: ${nameList(empty)}.`] : []),
    ...(target.isConstant ? [`The target ${shownName(target.name)} is constant: there is nothing to learn.`] : []),
  ];
}

/** Counts of rows and features, a table of the columns, and what a user should know about them. */
export function statisticsText(source: string, summary: DataSummary): string {
  const { rowCount, droppedRowCount, features, target } = summary;
  const shown = features.slice(0, MOST_FEATURES);
  const left = features.length - shown.length;
  const table = alignColumns([header, ...shown.map((column) => cells(column, 'feature')), cells(target, 'target')]);
  return [
    `${source}: ${counted(rowCount + droppedRowCount, 'row')}, ` +
      `${counted(features.length, 'feature')}, target ${shownName(target.name)}`,
    table,
    ...(left > 0 ? [`and ${counted(left, 'feature')} more`] : []),
    ...remarks(summary),
  ].join('\n');
}
