/**
 * The tables of the ziggurat method for normals: 256 layers of equal area under exp(-x^2 / 2), to the bit those of
 * NumPy (ziggurat_constants.h; golden/ziggurat-tables.json has them). As in Doornik 2005, each layer follows from the
 * one below it, which ends at x: it is as high as AREA / x, so it ends where exp(-x^2 / 2) is higher by that.
 */
import { exp } from './fdlibm/exp.js';
import { log1p } from './fdlibm/log1p.js';

const LAYERS = 256;

/** Where the lowest layer ends and the tail begins. */
export const TAIL_START = 3.654152885361009;

/** 1 / TAIL_START, with NumPy's digits. */
export const INVERSE_TAIL_START = 0.2736612373297583;

/** The area of a layer; the tail counts to the lowest one. */
const AREA = 0.004928673233974652;

/**
 * Where the C library that once made NumPy's tables rounded otherwise than fdlibm does: these layers' ends and heights
 * are one float64 higher there, or lower if the number is negative.
 */
const ENDS_OFF = [-252, 199, 179, -170, 160, -154, 140, -121, -115, -111, -97, -96, 94, -92, -86, -43, -24];
const HEIGHTS_OFF = [
  252, -228, -222, 220, 216, -213, 202, -200, 198, -177, -166, -161, 157, 135, 131, -127, 121, 114, 111, 110, 91, -87,
  -84, 38,
];
const HALF_ULP = 2 ** -53;

const asInNumPy = (value: number, layer: number, off: readonly number[]): number =>
  value + (Number(off.includes(layer)) - Number(off.includes(-layer))) * value * HALF_ULP;

/** log1p's argument is exact near 1, where it matters. */
const log = (y: number): number => (y < 0.5 ? -log1p(1 / y - 1) : log1p(y - 1));

const ends = new Float64Array(LAYERS);

/** fi: exp(-x^2 / 2) at the end x of each layer. */
export const LAYER_HEIGHT = new Float64Array(LAYERS).fill(1);

ends[LAYERS - 1] = TAIL_START;
for (let layer = LAYERS - 1; layer > 0; layer--) {
  const end = ends[layer];
  const height = asInNumPy(exp(-0.5 * end * end), layer, HEIGHTS_OFF);
  LAYER_HEIGHT[layer] = height;
  ends[layer - 1] = asInNumPy(Math.sqrt(-2 * log(AREA / end + height)), layer - 1, ENDS_OFF);
}
ends[0] = AREA / LAYER_HEIGHT[LAYERS - 1]; // of a rectangle with the area of the lowest layer and the tail

/** wi: the right end of each layer, over 2^52. */
export const LAYER_WIDTH = ends.map((end) => end / 2 ** 52);

/**
 * ki: a 52-bit draw below it is inside the layer at once, since it is inside the next higher one too. Integers, exact
 * in a float64: one plus the quotient is rounded to 52 bits.
 */
export const LAYER_THRESHOLD = ends.map((end, layer) =>
  layer === 1 ? 0 : (1 + ends[(layer + LAYERS - 1) % LAYERS] / end - 1) * 2 ** 52,
);
