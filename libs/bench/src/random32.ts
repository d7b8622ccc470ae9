/**
 * A seeded stream of 32-bit numbers for resampling: Bob Jenkins's "A small noncryptographic PRNG" (JSF32, 2007),
 * https://burtleburtle.net/bob/rand/smallprng.html.
 *
 * Why this one: it is nine operations on four 32-bit words, so every JavaScript engine gives the same bits without
 * BigInt; its author also says how one 32-bit seed fills its state; and it passes PractRand. Only the bootstrap uses
 * it. Training has its own NumPy-compatible streams in another library, which this one must not know.
 */

const rotateLeft = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

/**
 * Returns a function that gives the next integer of the stream at each call, from 0 to 2^32 - 1.
 * @throws Error if the seed is not an integer from 0 to 4294967295.
 */
export function jsf32(seed: number): () => number {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new Error(`seed is ${seed}: it must be an integer from 0 to 4294967295`);
  }
  let a = 0xf1ea5eed | 0;
  let b = seed | 0;
  let c = b;
  let d = b;
  const next = (): number => {
    const e = (a - rotateLeft(b, 27)) | 0;
    a = b ^ rotateLeft(c, 17);
    b = (c + d) | 0;
    c = (d + e) | 0;
    d = (e + a) | 0;
    return d >>> 0;
  };
  // The author's own rule: the first 20 numbers only mix the seed into the state.
  for (let i = 0; i < 20; i++) next();
  return next;
}

/**
 * A seeded stream of whole numbers from 0 to count - 1. Scaling 32 bits to an index favours some indices by at most
 * count / 2^32, which no interval can show.
 */
export function indexStream(seed: number): (count: number) => number {
  const next = jsf32(seed);
  return (count) => Math.floor((next() / 2 ** 32) * count);
}
