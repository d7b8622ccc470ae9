/**
 * Copies a block of a wide matrix's columns to where its rows follow each other, so that they share no place in the
 * cache.
 */
import type { FunctionBuilder } from '../function-builder.js';
import { advance, VECTOR_BYTES } from './loops.js';
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
  f.loop((again) => {
    for (let j = 0; j < vectors; j++) {
      f.get(pA);
      f.get(pB);
      f.emit('v128.load', j * VECTOR_BYTES);
      f.emit('v128.store', j * VECTOR_BYTES);
    }
    advance(f, pA, vectors * VECTOR_BYTES);
    advance(f, pB, b.termStride);
    f.get(pB);
    f.get(endB);
    f.emit('i32.ne');
    f.br_if(again);
  });
}
