/** Where a kernel's rows lie, in every matrix with one row for each row of a minibatch. */
import type { FunctionBuilder, Local } from '../function-builder.js';
import type { FixedLayout } from '../memory.js';
import { at, FLOAT_BYTES, type Address } from './loops.js';
import { POINTER_BYTES, type ActiveUnits } from './product-shape.js';

/** `FixedLayout` has the same addresses, for row 0. */
export interface RowMatrices {
  readonly activations: readonly Address[];
  readonly dActivations: readonly Address[];
  readonly slopes: readonly (Address | undefined)[];
  readonly active: readonly (ActiveUnits | undefined)[];
  readonly target: Address;
}

/** The addresses of row 0, from where all rows follow. */
export function rowMatrices(layout: FixedLayout, sizes: readonly number[]): RowMatrices {
  return place(layout, sizes, (address) => at(address));
}

/** The addresses of row `first`, from where the rest follow. Emits the offset from row 0 once for each row length. */
export function rowMatricesFrom(
  f: FunctionBuilder,
  layout: FixedLayout,
  sizes: readonly number[],
  first: Local,
): RowMatrices {
  const offsets = new Map<number, Local>();
  return place(layout, sizes, (address, rowBytes) => {
    let offset = offsets.get(rowBytes);
    if (offset === undefined) {
      offset = f.local('i32');
      offsets.set(rowBytes, offset);
      f.get(first);
      f.emit('i32.const', rowBytes);
      f.emit('i32.mul');
      f.set(offset);
    }
    return at(address, offset);
  });
}

function place(
  layout: FixedLayout,
  sizes: readonly number[],
  rowsAt: (address: number, rowBytes: number) => Address,
): RowMatrices {
  const matrix = (address: number, l: number): Address => rowsAt(address, sizes[l] * FLOAT_BYTES);
  return {
    activations: layout.activations.map(matrix),
    dActivations: layout.dActivations.map(matrix),
    slopes: layout.slopes.map((address, l) => (address === undefined ? undefined : matrix(address, l))),
    active: layout.active.map(
      (active) =>
        active && {
          lists: rowsAt(active.lists, active.listStride),
          listStride: active.listStride,
          ends: rowsAt(active.ends, POINTER_BYTES),
          cuts: active.cuts && { ...active.cuts, pointers: rowsAt(active.cuts.pointers, POINTER_BYTES) },
        },
    ),
    target: rowsAt(layout.target, FLOAT_BYTES),
  };
}
