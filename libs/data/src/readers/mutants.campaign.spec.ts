/**
 * Seeded damage: however a file is damaged, a reader gives the result of a slow and simple reader, or refuses the file
 * in one clear line.
 *
 * The time limit is not a measurement: it only catches a reader that hangs, or runs back and forth over its input. It
 * counts processor time and takes the best of three, so that a busy machine passes.
 */
import { Buffer } from 'node:buffer';
import { defaultRng, type Generator } from '@fived/random';
import { zipSync } from 'fflate';
import { describe, expect, inject, it } from 'vitest';
import { toNpy, toNpz } from '../write-npy.js';
import { readCsv } from './csv.js';
import { readJson } from './json.js';
import { readNpy } from './npy.js';
import { readNpz } from './npz.js';
import { readTable } from './read-table.js';
import type { Table } from './table.js';
import { mutate } from './testing/mutate.js';
import { readCsvSlowly, readJsonSlowly, readNpySlowly, readNpzSlowly, type SlowTable } from './testing/read-slowly.js';

const MUTANTS = { short: 560, medium: 4000, full: 10_000 }[inject('campaign')];
const MAX_CPU_MS = 50;
/** In addition to twice the file: DEFLATE could make 1032 times as much of a few hundred bytes. */
const MAX_ALLOCATED_BYTES = 4 * 2 ** 20;
const MAX_MESSAGE_LENGTH = 300;
const SOURCE = 'standard input';

type Reader = (bytes: Uint8Array) => Table | Promise<Table>;
interface Kind {
  readonly read: Reader;
  readonly readSlowly: (bytes: Uint8Array) => SlowTable;
}
const csv: Kind = { read: (bytes) => readCsv([bytes], SOURCE), readSlowly: readCsvSlowly };
const json: Kind = { read: (bytes) => readJson(bytes, SOURCE), readSlowly: readJsonSlowly };
const npy: Kind = { read: (bytes) => readNpy(bytes, SOURCE), readSlowly: readNpySlowly };
const npz: Kind = { read: (bytes) => readNpz(bytes, SOURCE), readSlowly: readNpzSlowly };

const rowCount = 6;
const x = Float32Array.from({ length: 3 * rowCount }, (_, i) => Math.sin(i));
const y = Float32Array.from({ length: rowCount }, (_, i) => i / 3);
const cell = (value: number, decimal: string): string => String(value).replace('.', decimal);
const lines = (delimiter: string, decimal: string, end = '\n'): string => {
  const rows = Array.from({ length: rowCount }, (_, row) =>
    [...x.subarray(3 * row, 3 * row + 3), y[row]].map((value) => cell(value, decimal)).join(delimiter),
  );
  return [['x1', 'x2', '"x3"', 'y'].join(delimiter), ...rows, ''].join(end);
};
const objects = Array.from({ length: rowCount }, (_, row) => ({ a: x[3 * row], 'b"': x[3 * row + 1], y: y[row] }));
const arrays = { X: { data: x, shape: [rowCount, 3] }, y: { data: y, shape: [rowCount] } };
const text = (contents: string): Uint8Array => Buffer.from(contents);

/** Written like toNpy does, with another header of the same length. */
const relabelled = (from: string, to: string): Uint8Array => {
  const file = Buffer.from(toNpy(arrays.X));
  file.write(to, file.indexOf(from), 'latin1');
  return file;
};

const seeds: readonly (readonly [bytes: Uint8Array, kind: Kind])[] = [
  [text(`# note\n${lines(',', '.')}`), csv],
  [text(lines(';', ',', '\r\n')), csv],
  [text(`\ufeff${lines('\t', '.')}`), csv],
  [text(lines('  ', '.', '\r')), csv],
  [text('"1.5", "-2" ,""\n\n"3e2",4,NA\n # "\n5,"6",-inf'), csv],
  [text('a b c\n1,5 2 -3\n4 5 6'), csv],
  [text(JSON.stringify(objects.map(Object.values), null, 1)), json],
  [text(JSON.stringify(objects)), json],
  [text(JSON.stringify({ a: [...x], 'b"': [...x], y: [...x] })), json],
  [toNpy(arrays.X), npy],
  [relabelled('<f4', '>f4'), npy],
  [relabelled('<f4', '<i4'), npy],
  [relabelled("'fortran_order': False,", "'fortran_order': True ,"), npy],
  [toNpz(arrays), npz],
  [zipSync({ 'X.npy': toNpy(arrays.X), 'y.npy': toNpy(arrays.y) }), npz],
  [zipSync({ 'a.npy': toNpy(arrays.y), 'b.npy': toNpy(arrays.y) }), npz],
];

type Outcome = { readonly table: Table } | { readonly error: unknown };

const outcomeOf = async (bytes: Uint8Array, read: Reader): Promise<Outcome> => {
  try {
    return { table: await read(bytes) };
  } catch (error) {
    return { error };
  }
};

const isClear = (error: unknown): boolean =>
  error instanceof Error &&
  error.constructor === Error &&
  error.message.length <= MAX_MESSAGE_LENGTH &&
  new RegExp(`^${SOURCE}[^\\p{C}\\p{Zl}\\p{Zp}]+$`, 'u').test(error.message);

const isFast = async (bytes: Uint8Array, read: Reader): Promise<boolean> => {
  for (let attempt = 0; attempt < 3; attempt++) {
    const before = process.cpuUsage();
    await outcomeOf(bytes, read);
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1000 <= MAX_CPU_MS) return true;
  }
  return false;
};

const slowly = (bytes: Uint8Array, { readSlowly }: Kind): SlowTable | undefined => {
  try {
    return readSlowly(bytes);
  } catch {
    return undefined;
  }
};

const isSame = ({ columnNames, values, rowCount: count }: Table, { names, columns }: SlowTable): boolean =>
  names.length === columnNames.length &&
  values.length === count * names.length &&
  columnNames.every((name, column) => {
    const place = names.indexOf(name);
    if (place < 0) return false;
    const found = columns[place];
    return found.length === count && found.every((value, row) => Object.is(value, values[row * names.length + column]));
  });

/** What is wrong with the result for a mutant, or nothing. */
const faultOf = (bytes: Uint8Array, kind: Kind, outcome: Outcome): string | undefined => {
  const slow = slowly(bytes, kind);
  if ('error' in outcome) {
    if (slow !== undefined && kind === csv) return `is in order, but gave ${String(outcome.error)}`;
    return isClear(outcome.error) ? undefined : `gave no clear error: ${String(outcome.error)}`;
  }
  if (slow === undefined) return 'is damaged, but was read';
  return isSame(outcome.table, slow) ? undefined : `gave ${String(outcome.table.values)}, not ${JSON.stringify(slow)}`;
};

/** Cut at random places. Each chunk is overwritten once the next is requested. */
function* inChunks(bytes: Uint8Array, random: Generator): Iterable<Uint8Array> {
  for (let start = 0; start < bytes.length;) {
    const end = start + random.integers(1, 100);
    const chunk = bytes.slice(start, end);
    yield chunk;
    chunk.fill(0x31);
    start = end;
  }
}

describe('damaged copies', () => {
  it('give what a slow reader gives, or are refused in one line', { timeout: 3_600_000 }, async () => {
    const random = defaultRng(9);
    let read = 0;
    const refusals = new Set<string>();
    for (let i = 0; i < MUTANTS; i++) {
      const [seed, kind] = seeds[i % seeds.length];
      const mutant = mutate(seed, random);
      const before = process.memoryUsage().arrayBuffers;
      const outcome = await outcomeOf(mutant, kind.read);
      const allocatedBytes = process.memoryUsage().arrayBuffers - before;
      const fault =
        faultOf(mutant, kind, outcome) ??
        (allocatedBytes > 2 * mutant.length + MAX_ALLOCATED_BYTES ? `took ${allocatedBytes} bytes` : undefined) ??
        ((await isFast(mutant, kind.read)) ? undefined : 'took too long');
      if (fault !== undefined)
        expect.fail(`mutant ${i}, ${JSON.stringify(Buffer.from(mutant).toString('latin1'))}: ${fault}`);
      if ('table' in outcome) read += 1;
      else refusals.add(String(outcome.error).replace(/"(?:[^"\\]|\\.)*"|\d+/g, ''));

      // Whatever format it is taken for, and however the bytes arrive.
      const any = await outcomeOf(mutant, (bytes) => readTable(inChunks(bytes, random)));
      if ('error' in any && !isClear(any.error)) expect.fail(`mutant ${i} gave no clear error: ${String(any.error)}`);
      if ('table' in any && 'table' in outcome) expect(any.table.values).toEqual(outcome.table.values);
    }
    // Damage that never or always shows, or always in the same way, would test nothing.
    expect(read).toBeGreaterThan(MUTANTS / 20);
    expect(read).toBeLessThan((2 * MUTANTS) / 3);
    expect(refusals.size).toBeGreaterThan(60);
    if (inject('campaign') !== 'short')
      console.error(`${MUTANTS} mutants: ${read} read, ${refusals.size} kinds of refusal`);
  });
});
