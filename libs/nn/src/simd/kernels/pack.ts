/**
 * Copies a block of a wide matrix's columns to where its rows follow each other, so that they share no place in the
 * cache.
 */
import type { FunctionBuilder } from '../function-builder.js';
import { get } from './expressions.js';
import { vector } from './lanes.js';
import { advance, loopUntil } from './loops.js';
import type { Product, ProductLocals } from './product-shape.js';
import { emitBlockBounds } from './tile.js';

/** Copies the block of B's columns at `column`, all its rows, to the panel. */
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
