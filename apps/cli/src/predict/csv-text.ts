/**
 * What `fived predict` writes: comma-separated, with decimal points, every number such that it reads back to the same
 * float64. The lines are bytes from the start: a hundred megabytes of text, made as strings, would leave as much
 * garbage several times over.
 */
import { MAX_FLOAT64_LENGTH, writeFloat64 } from '@fived/data';
import { inertText } from '@fived/records';
import type { Batch } from './batches.js';

const COMMA = 44;
const LF = 10;

/** RFC 4180, and such that our own reader takes no name for a comment. */
const nameCell = (name: string): string => (/[",;\t#]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);

export function headerLine(names: readonly string[]): string {
  return `${names.map((name) => nameCell(inertText(name, 'terminal'))).join(',')}\n`;
}

/** Writes the number, or nothing where it is missing, and the character that ends its cell. */
function writeCell(values: Float64Array, place: number, end: number, bytes: Uint8Array, start: number): number {
  const at = Number.isNaN(values[place]) ? start : writeFloat64(values, place, bytes, start);
  bytes[at] = end;
  return at + 1;
}

/**
 * Makes a function that writes one line for each row: the columns of the file if they are kept, then the predictions.
 * While the function runs again the lines of its last call are still valid, so that they can be written meanwhile.
 * After that they are not.
 */
export function createLineWriter(keep: boolean): (batch: Batch) => Uint8Array {
  let bytes = Buffer.alloc(0);
  let before = Buffer.alloc(0);
  return ({ values, predicted }) => {
    const rowCount = predicted[0].length;
    const width = keep ? values.length / rowCount : 0;
    [bytes, before] = [before, bytes];
    const mostBytes = rowCount * (width + predicted.length) * (MAX_FLOAT64_LENGTH + 1);
    if (bytes.length < mostBytes) bytes = Buffer.alloc(mostBytes);
    let at = 0;
    for (let row = 0; row < rowCount; row++) {
      for (let column = 0; column < width; column++) at = writeCell(values, row * width + column, COMMA, bytes, at);
      for (let i = 0; i < predicted.length; i++)
        at = writeCell(predicted[i], row, i + 1 < predicted.length ? COMMA : LF, bytes, at);
    }
    return bytes.subarray(0, at);
  };
}

/** The name itself, or the name with `_predicted` behind it if a column has it already. */
export function predictionName(wanted: string, kept: readonly string[]): string {
  let name = wanted;
  while (kept.includes(name)) name += '_predicted';
  return name;
}
