/**
 * Copies a block of a wide matrix's columns to a place where its rows are contiguous, so that they do not compete for
 * the same cache lines.
 */
import type { FunctionBuilder } from '../function-builder.js';
import { get } from './expressions.js';
import { vector } from './lanes.js';
import { advance, loopUntil } from './loops.js';
import type { Product, ProductLocals } from './product-shape.js';
import { emitBlockBounds } from './tile.js';

/** Copies a block of B's columns, starting at `column`, to the panel; all of its rows. */
export function emitPack(
  f: FunctionBuilder,
  locals: ProductLocals,
  { b, terms }: Product,
  panel: number,
  vectors: number,
): void {
  const { column, pA, pB, endB } = locals;
  f.emit('i32.const', panel);
  f.set(pA);
  emitBlockBounds(f, b.address, b.termStride, column, terms, pB, endB);
  const { bytes, load, store } = vector;
  loopUntil(f, pB, endB, b.termStride, () => {
    for (let j = 0; j < vectors; j++) store(f, get(pA), load(get(pB), j * bytes), j * bytes);
    advance(f, pA, vectors * bytes);
  });
}
