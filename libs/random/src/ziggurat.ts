/**
 * Standard normals by the ziggurat method (Marsaglia and Tsang 2000, in the 64-bit form of Doornik 2005), exactly as in
 * NumPy's Generator. The bits of one draw choose a layer, a sign and a place in the layer; 98.5% of draws end there.
 * The others fall into a layer's wedge, decided by exp, or into the tail beyond 3.65, drawn by Marsaglia's exponential
 * method.
 */
import { exp } from './fdlibm/exp.js';
import { log1p } from './fdlibm/log1p.js';
import type { Pcg64 } from './pcg64.js';
import { TWO_TO_32 } from './uint32.js';
import { INVERSE_TAIL_START, LAYER_HEIGHT, LAYER_THRESHOLD, LAYER_WIDTH, TAIL_START } from './ziggurat-tables.js';

const tail = (bits: Pcg64): number => {
  for (;;) {
    const beyond = -INVERSE_TAIL_START * log1p(-bits.nextDouble());
    const y = -log1p(-bits.nextDouble());
    if (y + y > beyond * beyond) return TAIL_START + beyond;
  }
};

/** One draw from the normal distribution of mean 0 and variance 1. */
export const standardNormal = (bits: Pcg64): number => {
  for (;;) {
    // From the lowest bit: 8 bits for the layer, 1 for the sign, 52 for the place.
    bits.next64();
    const { high, low } = bits;
    const layer = low & 0xff;
    const placeLow = ((high << 23) | (low >>> 9)) >>> 0;
    const place = ((high >>> 9) & 0xfffff) * TWO_TO_32 + placeLow;
    const size = place * LAYER_WIDTH[layer];
    const x = (low & 0x100) === 0 ? size : -size;
    if (place < LAYER_THRESHOLD[layer]) return x;
    if (layer === 0) {
      const z = tail(bits);
      return (placeLow & 0x100) === 0 ? z : -z;
    }
    const height = (LAYER_HEIGHT[layer - 1] - LAYER_HEIGHT[layer]) * bits.nextDouble() + LAYER_HEIGHT[layer];
    if (height < exp(-0.5 * x * x)) return x;
  }
};
