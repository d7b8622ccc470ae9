/** What `fived predict` writes: comma-separated, decimal points, every number so that it reads back to the same float64. */
import type { Batch, Predicted } from './batches.js';

/** RFC 4180, and so that our own reader takes no name for a comment. */
const nameCell = (name: string): string => (/[",;\t#]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);

export const headerLine = (names: readonly string[]): string => `${names.map(nameCell).join(',')}\n`;

const cell = (value: number): string => (Number.isNaN(value) ? '' : Object.is(value, -0) ? '-0' : String(value));

/** A line a row: the columns of the file if they are kept, and what is predicted. */
export function batchLines({ values, predicted }: Batch<Predicted>, keep: boolean): string {
  const rowCount = predicted[0].length;
  const width = values.length / rowCount;
  let text = '';
  for (let row = 0; row < rowCount; row++) {
    if (keep) for (let column = row * width; column < (row + 1) * width; column++) text += `${cell(values[column])},`;
    text += cell(predicted[0][row]);
    for (let i = 1; i < predicted.length; i++) text += `,${cell(predicted[i][row])}`;
    text += '\n';
  }
  return text;
}

/** The name itself, or, where a column has it already, that name with `_predicted` behind it. */
export function predictionName(wanted: string, kept: readonly string[]): string {
  let name = wanted;
  while (kept.includes(name)) name += '_predicted';
  return name;
}
