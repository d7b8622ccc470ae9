/** For tests only: one dataset in the files that users have. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { syntheticRows, toNpy, toNpz } from '@fived/data';

export const NAMES = ['x1', 'x2', 'x3', 'x4', 'x5', 'y'] as const;

/** One array for each row, features and target. Every value is a float32. */
export function tableRows(sampleCount: number): readonly (readonly number[])[] {
  const { x, y, rowCount, dimensions } = syntheticRows({ sampleCount });
  return Array.from({ length: rowCount }, (_, row) => [
    ...x.subarray(row * dimensions, (row + 1) * dimensions),
    y[row],
  ]);
}

export const toText = (
  rows: readonly (readonly (number | string)[])[],
  names: readonly string[] = NAMES,
  delimiter = ',',
): string => [names, ...rows].map((cells) => `${cells.join(delimiter)}\n`).join('');

/** Writes the same rows in every format that can be read, and returns the names of the files. */
export function writeFormats(folder: string, rows: readonly (readonly number[])[]): readonly string[] {
  const x = Float32Array.from(rows.flatMap((row) => row.slice(0, 5)));
  const y = Float32Array.from(rows, (row) => row[5]);
  const comma = rows.map((row) => row.map((value) => String(value).replace('.', ',')));
  const reordered = rows.map(([x1, x2, x3, x4, x5, target]) => [target, x5, 99, x3, x1, x2, x4]);
  const files: Readonly<Record<string, string | Uint8Array>> = {
    'rows.csv': toText(rows),
    'unnamed.csv': rows.map((row) => `${row.join(',')}\n`).join(''),
    'features.csv': toText(
      rows.map((row) => row.slice(0, 5)),
      NAMES.slice(0, 5),
    ),
    'reordered.csv': toText(reordered, ['y', 'x5', 'extra', 'x3', 'x1', 'x2', 'x4']),
    'german.csv': `\ufeff${toText(comma, NAMES, ';').replaceAll('\n', '\r\n')}`,
    'rows.tsv': toText(rows, NAMES, '\t'),
    'blanks.txt': `# a comment\n${toText(rows, NAMES, '  ')}`,
    'rows.json': JSON.stringify(rows.map((row) => Object.fromEntries(row.map((value, i) => [NAMES[i], value])))),
    'columns.json': JSON.stringify(Object.fromEntries(NAMES.map((name, i) => [name, rows.map((row) => row[i])]))),
    'arrays.json': JSON.stringify(rows),
    'rows.npz': toNpz({ X: { data: x, shape: [rows.length, 5] }, y: { data: y, shape: [rows.length] } }),
    'rows.npy': toNpy({ data: Float32Array.from(rows.flat()), shape: [rows.length, 6] }),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return Object.keys(files);
}
