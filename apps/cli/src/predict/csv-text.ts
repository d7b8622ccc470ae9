/** What `fived predict` writes: comma-separated, decimal points, every number so that it reads back to the same float64. */
import type { Batch } from './batches.js';

/** RFC 4180, and so that our own reader takes no name for a comment. */
const nameCell = (name: string): string => (/[",;\t#]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);

export const headerLine = (names: readonly string[]): string => `${names.map(nameCell).join(',')}\n`;

const cell = (value: number): string => (Number.isNaN(value) ? '' : Object.is(value, -0) ? '-0' : String(value));

/** A line a row: the prediction, behind the columns of the file if they are kept. */
export function batchLines({ values, predicted }: Batch, keep: boolean): string {
  const width = values.length / predicted.length;
  let text = '';
  for (let row = 0; row < predicted.length; row++) {
    if (keep) for (let column = row * width; column < (row + 1) * width; column++) text += `${cell(values[column])},`;
    text += `${cell(predicted[row])}\n`;
  }
  return text;
}

/** The target's name, or, where a column has it already, that name with `_predicted` behind it. */
export function predictionName(target: string, kept: readonly string[]): string {
  let name = target;
  while (kept.includes(name)) name += '_predicted';
  return name;
}
