/**
 * What `fived predict` writes: comma-separated, decimal points, every number so that it reads back to the same float64.
 * The lines are bytes from the start: text of a hundred megabytes, made as strings, is as much garbage several times
 * over.
 */
import { MAX_FLOAT64_LENGTH, writeFloat64 } from '@fived/data';
import type { Batch, Predicted } from './batches.js';

const COMMA = 44;
const LF = 10;

/** RFC 4180, and so that our own reader takes no name for a comment. */
const nameCell = (name: string): string => (/[",;\t#]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);

export function headerLine(names: readonly string[]): string {
  return `${names.map(nameCell).join(',')}\n`;
}

/** The number, or nothing where it is missing, and what ends its cell. */
function writeCell(values: Float64Array, place: number, end: number, bytes: Uint8Array, start: number): number {
  const at = Number.isNaN(values[place]) ? start : writeFloat64(values, place, bytes, start);
  bytes[at] = end;
  return at + 1;
}

/**
 * A function that makes a line a row: the columns of the file if they are kept, and what is predicted. The lines still
 * hold when it is called again, so that they can be written meanwhile, but not longer.
 */
export function createLineWriter(keep: boolean): (batch: Batch<Predicted>) => Uint8Array {
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

/** The name itself, or, where a column has it already, that name with `_predicted` behind it. */
export function predictionName(wanted: string, kept: readonly string[]): string {
  let name = wanted;
  while (kept.includes(name)) name += '_predicted';
  return name;
}
