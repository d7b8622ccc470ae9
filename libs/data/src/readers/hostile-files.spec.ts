/** Seeded damage: a reader gives a table or says in one line what is wrong, and never takes much memory for a small file. */
import { Buffer } from 'node:buffer';
import { defaultRng } from '@fived/random';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { toNpy, toNpz } from '../npy.js';
import { readCsv } from './csv.js';
import { readJson } from './json.js';
import { readNpy } from './npy.js';
import { readNpz } from './npz.js';
import { readTable } from './read-table.js';
import type { Table } from './table.js';
import { mutate } from './testing/mutate.js';

const MUTANTS = 400;
const MAX_MESSAGE_LENGTH = 300;
/** For files of a few hundred bytes; DEFLATE could make at most 1032 times as much of them. */
const MAX_ALLOCATED_BYTES = 8 * 2 ** 20;

const rowCount = 6;
const x = Float32Array.from({ length: 3 * rowCount }, (_, i) => Math.sin(i));
const y = Float32Array.from({ length: rowCount }, (_, i) => i / 3);
const lines = (delimiter: string, decimal: string, end = '\n'): string => {
  const rows = Array.from({ length: rowCount }, (_, row) =>
    [...x.subarray(3 * row, 3 * row + 3), y[row]].map((value) => String(value).replace('.', decimal)).join(delimiter),
  );
  return [['x1', 'x2', '"x3"', 'y'].join(delimiter), ...rows, ''].join(end);
};
const objects = Array.from({ length: rowCount }, (_, row) => ({ a: x[3 * row], 'b"': x[3 * row + 1], y: y[row] }));
const arrays = { X: { data: x, shape: [rowCount, 3] }, y: { data: y, shape: [rowCount] } };

type Reader = (bytes: Uint8Array) => Table | Promise<Table>;
const SOURCE = 'standard input';
const csv: Reader = (bytes) => readCsv([bytes], SOURCE);
const json: Reader = (bytes) => readJson(bytes, SOURCE);
const npy: Reader = (bytes) => readNpy(bytes, SOURCE);
const npz: Reader = (bytes) => readNpz(bytes, SOURCE);
const anyFormat: Reader = (bytes) => readTable([bytes]);

const seeds: readonly (readonly [name: string, bytes: Uint8Array, reader: Reader])[] = [
  ['comma.csv', strToU8(`# note\n${lines(',', '.')}`), csv],
  ['semicolon.csv', strToU8(lines(';', ',', '\r\n')), csv],
  ['tab.tsv', strToU8(`\ufeff${lines('\t', '.')}`), csv],
  ['blanks.txt', strToU8(lines('  ', '.', '\r')), csv],
  ['rows.json', strToU8(JSON.stringify(objects.map(Object.values), null, 1)), json],
  ['objects.json', strToU8(JSON.stringify(objects)), json],
  ['columns.json', strToU8(JSON.stringify({ a: [...x], 'b"': [...x], y: [...x] })), json],
  ['array.npy', toNpy(arrays.X), npy],
  ['stored.npz', toNpz(arrays), npz],
  ['deflated.npz', zipSync({ 'X.npy': toNpy(arrays.X), 'y.npy': toNpy(arrays.y) }), npz],
  ['columns.npz', zipSync({ 'a.npy': toNpy(arrays.y), 'b.npy': toNpy(arrays.y) }), npz],
];

type Outcome = { readonly rowCount: number } | { readonly error: unknown };

const outcomeOf = async (bytes: Uint8Array, reader: Reader): Promise<Outcome> => {
  try {
    const table = await reader(bytes);
    const isFull = table.values.length === table.rowCount * table.columnNames.length;
    const hasNoInfinity = table.values.every((value) => Number.isNaN(value) || Number.isFinite(value));
    return isFull && hasNoInfinity ? { rowCount: table.rowCount } : { error: table };
  } catch (error) {
    return { error };
  }
};

const isClear = (error: unknown): boolean =>
  error instanceof Error &&
  error.constructor === Error &&
  error.message.length <= MAX_MESSAGE_LENGTH &&
  new RegExp(`^${SOURCE}[^\\p{C}]+$`, 'u').test(error.message);

describe('damaged copies', () => {
  it.each(seeds)('of %s give a table or a clear error', async (name, bytes, reader) => {
    const random = defaultRng(seeds.findIndex(([other]) => other === name));
    let tables = 0;
    let errors = 0;
    for (let i = 0; i < MUTANTS; i++) {
      const mutant = mutate(bytes, random);
      const before = process.memoryUsage().arrayBuffers;
      const outcome = await outcomeOf(mutant, i % 2 === 0 ? reader : anyFormat);
      const allocated = process.memoryUsage().arrayBuffers - before;
      if ('rowCount' in outcome) tables += 1;
      else if (isClear(outcome.error)) errors += 1;
      else expect.fail(`${JSON.stringify(Buffer.from(mutant).toString('latin1'))} gave ${String(outcome.error)}`);
      expect(allocated).toBeLessThan(MAX_ALLOCATED_BYTES);
    }
    expect(tables + errors).toBe(MUTANTS);
    // Damage that never or always shows would try nothing.
    expect(tables).toBeGreaterThan(0);
    expect(errors).toBeGreaterThan(MUTANTS / 10);
  });

  it('of an archive never change a value: the checksums see to that', async () => {
    const random = defaultRng(99);
    const bytes = zipSync({ 'X.npy': toNpy(arrays.X), 'y.npy': toNpy(arrays.y) });
    const whole = await readTable([bytes]);
    for (let i = 0; i < MUTANTS; i++) {
      const table = await readTable([mutate(bytes, random)]).catch(() => undefined);
      if (table !== undefined) expect(table.values).toEqual(whole.values);
    }
  });
});

describe('a file of megabytes on one line', () => {
  it.each([',', '1', '"', '[', '{"a":', ' ', '#', '\0', '\r'])('made of %j is refused', async (text) => {
    const { error } = (await outcomeOf(strToU8(text.repeat(1e7 / text.length)), anyFormat)) as { error: unknown };
    expect(isClear(error), String(error)).toBe(true);
  });
});
