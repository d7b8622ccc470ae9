import { defaultRng } from '@fived/random';
import { describe, expect, it } from 'vitest';
import { assemble } from '../assembler.js';
import { FunctionBuilder } from '../function-builder.js';
import { at } from './loops.js';
import type { ListCuts } from './product-shape.js';
import { emitLists, leftPackingTable, listLocals, listStride } from './lists.js';

const TABLE = 0;
const VALUES = 4096;
const LISTS = 32768;
const ENDS = 61440;
const CUTS = 62464;

/** The memory behind the lists that the kernel makes from the values. */
function listed(values: Float32Array, rows: number, width: number, cuts?: ListCuts): DataView {
  const f = new FunctionBuilder();
  const locals = listLocals(f);
  emitLists(f, locals, TABLE, at(VALUES), width, rows, {
    lists: at(LISTS),
    listStride: listStride(width),
    ends: at(ENDS),
    cuts,
  });
  const memory = new WebAssembly.Memory({ initial: 1 });
  new Uint8Array(memory.buffer).set(leftPackingTable(), TABLE);
  new Float32Array(memory.buffer, VALUES).set(values);
  const { run } = new WebAssembly.Instance(new WebAssembly.Module(assemble({ pages: 1 }, { run: f })), {
    env: { memory },
  }).exports;
  (run as () => void)();
  return new DataView(memory.buffer);
}

/** The units named between two addresses. */
const unitsBetween = (view: DataView, begin: number, end: number): number[] =>
  Array.from({ length: (end - begin) / 2 }, (_, entry) => view.getUint16(begin + 2 * entry, true) / 4);

/** The lists that the kernel makes from the values, one a row, as numbers of units. */
function listsOf(values: Float32Array, rows: number, width: number): number[][] {
  const view = listed(values, rows, width);
  return Array.from({ length: rows }, (_, row) =>
    unitsBetween(view, LISTS + row * listStride(width), view.getUint32(ENDS + 4 * row, true)),
  );
}

const expected = (values: Float32Array, rows: number, width: number): number[][] =>
  Array.from({ length: rows }, (_, row) =>
    [...values.subarray(row * width, (row + 1) * width).entries()]
      .filter(([, value]) => value !== 0)
      .map(([unit]) => unit),
  );

describe('The lists of active units', () => {
  it.each([32, 33, 40, 47, 48, 63, 64, 65, 79, 100])(
    'name every value that is not zero, in order, for %i units',
    (width) => {
      const random = defaultRng(width);
      for (const density of [0, 0.1, 0.5, 0.9, 1]) {
        const values = Float32Array.from({ length: 9 * width }, () =>
          random.integers(0, 100) < 100 * density ? random.normal(0, 1) : 0,
        );
        expect(listsOf(values, 9, width)).toEqual(expected(values, 9, width));
      }
    },
  );

  it('take -0 for zero, and name NaN, infinities and denormals', () => {
    const values = new Float32Array(32);
    values.set([-0, NaN, 0, Infinity, 2 ** -149, -0, -Infinity]);
    expect(listsOf(values, 1, 32)).toEqual([[1, 3, 4, 6]]);
  });

  it.each([
    [64, 16],
    [79, 32],
    [100, 48],
    [40, 16],
  ])('of %i units, cut between each %i, begin and end where these do', (width, units) => {
    const random = defaultRng(width);
    const values = Float32Array.from({ length: 5 * width }, () => Math.max(0, random.normal(0, 1)));
    const whole = expected(values, 5, width);
    const view = listed(values, 5, width, { units, pointers: at(CUTS), stride: 20 });
    for (let row = 0; row < 5; row++) {
      for (let part = 0; part * units < width; part++) {
        const pointer = CUTS + 20 * part + 4 * row;
        const named = unitsBetween(view, view.getUint32(pointer, true), view.getUint32(pointer + 20, true));
        expect(named).toEqual(whole[row].filter((unit) => unit >= part * units && unit < (part + 1) * units));
      }
    }
  });

  it('write less than a part beyond the longest list, which their stride leaves room for', () => {
    const full = new Float32Array(3 * 40).fill(1);
    expect(listsOf(full, 3, 40).map((list) => list.length)).toEqual([40, 40, 40]);
  });
});

describe('The table for left packing', () => {
  it('has the positions of the set bits of each byte, as offsets of floats', () => {
    const table = leftPackingTable();
    const list = (byte: number, count: number): number[] => [...table.subarray(8 * byte, 8 * byte + count)];
    expect(list(0b0000_0001, 1)).toEqual([0]);
    expect(list(0b1010_0110, 4)).toEqual([4, 8, 20, 28]);
    expect(list(0b1111_1111, 8)).toEqual([0, 4, 8, 12, 16, 20, 24, 28]);
  });
});
