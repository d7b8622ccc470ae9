/**
 * What `fived predict` writes: comma-separated lines, or JSON Lines. Decimal points, and every number such that it
 * reads back to the same float64. The lines are bytes from the start: a hundred megabytes of text, made as strings,
 * would leave as much garbage several times over.
 */
import { MAX_FLOAT64_LENGTH, writeFloat64 } from '@fived/data';
import { inertText, jsonText } from '@fived/records';
import type { Batch } from './batches.js';

/** What stands around the numbers. */
export interface LineFormat {
  /** The first line, if there is one. */
  readonly header: string;
  /** Before the number of each column. */
  readonly before: readonly Uint8Array[];
  readonly end: Uint8Array;
  /** In place of a number that is missing. */
  readonly missing: Uint8Array;
}

/** RFC 4180, and such that our own reader takes no name for a comment. */
const nameCell = (name: string): string => (/[",;\t#]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);

export const csvFormat = (names: readonly string[]): LineFormat => ({
  header: `${names.map((name) => nameCell(inertText(name, 'terminal'))).join(',')}\n`,
  before: names.map((_, column) => Buffer.from(column === 0 ? '' : ',')),
  end: Buffer.from('\n'),
  missing: Buffer.from(''),
});

/** An object a row. */
export const jsonFormat = (names: readonly string[]): LineFormat => ({
  header: '',
  before: names.map((name, column) => Buffer.from(`${column === 0 ? '{' : ','}${jsonText(name)}:`)),
  end: Buffer.from('}\n'),
  missing: Buffer.from('null'),
});

/** Copies a few bytes, sooner than `set` does. Returns where they end. */
function writeBytes(few: Uint8Array, bytes: Uint8Array, start: number): number {
  for (let i = 0; i < few.length; i++) bytes[start + i] = few[i];
  return start + few.length;
}

/**
 * Makes a function that writes one line for each row: the columns of the file if they are kept, then the predictions.
 * While the function runs again the lines of its last call are still valid, so that they can be written meanwhile.
 * After that they are not.
 */
export function createLineWriter({ before: prefixes, end, missing }: LineFormat): (batch: Batch) => Uint8Array {
  let bytes = Buffer.alloc(0);
  let before = Buffer.alloc(0);
  const mostInLine =
    prefixes.reduce((sum, { length }) => sum + length + Math.max(MAX_FLOAT64_LENGTH, missing.length), 0) + end.length;
  const writeCell = (column: number, values: Float64Array, place: number, start: number): number => {
    const at = writeBytes(prefixes[column], bytes, start);
    return Number.isNaN(values[place]) ? writeBytes(missing, bytes, at) : writeFloat64(values, place, bytes, at);
  };
  return ({ values, predicted }) => {
    const rowCount = predicted[0].length;
    const kept = prefixes.length - predicted.length;
    const width = values.length / rowCount;
    [bytes, before] = [before, bytes];
    if (bytes.length < rowCount * mostInLine) bytes = Buffer.alloc(rowCount * mostInLine);
    let at = 0;
    for (let row = 0; row < rowCount; row++) {
      for (let column = 0; column < kept; column++) at = writeCell(column, values, row * width + column, at);
      for (let i = 0; i < predicted.length; i++) at = writeCell(kept + i, predicted[i], row, at);
      at = writeBytes(end, bytes, at);
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
