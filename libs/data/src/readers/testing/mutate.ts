/**
 * Damaged copies of a file's bytes, from a seeded stream. They imitate hostile or broken files in which most is still
 * in order, so that they get past the first checks.
 */
import type { Generator } from '@fived/random';

/** Pieces of text that mean something in one format or another. */
const TOKENS = [
  '\ufeff',
  '\r\n',
  '\r',
  '"',
  '""',
  ',',
  ';',
  '\t',
  ' ',
  '#',
  '.',
  '-',
  '\0',
  '1e400',
  '-1e400',
  'NaN',
  'null',
  '1,5',
  '1.5',
  '+.5e-3',
  '""',
  '0x1',
  'x,,',
  '[',
  ']',
  '{',
  '}',
  ':',
  '"__proto__"',
  '"constructor":',
  '\\',
  '\\u0000',
  '\ud83d',
  '\u2028',
  '\u001b[2J',
  '()',
  '(1,)',
  "'descr'",
  '<f8',
  '|O',
  'True',
  '99999999999999999999',
  'PK\u0003\u0004',
  'PK\u0001\u0002',
  'PK\u0005\u0006',
  '\u0080\u0004',
].map((token) => Buffer.from(token));
const EXTREMES = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
const MAX_COPIES = 40;

const splice = (bytes: Uint8Array, start: number, end: number, middle: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, start), middle, bytes.subarray(end)]);

/** Where a text has numbers, or what looks like one. */
const numbersIn = (bytes: Uint8Array): readonly { readonly start: number; readonly end: number }[] =>
  Array.from(
    Buffer.from(bytes)
      .toString('latin1')
      .matchAll(/[\d.+-]+(?:e[+-]?\d+)?/g),
    ({ 0: number, index }) => ({ start: index, end: index + number.length }),
  );

const mutateOnce = (bytes: Uint8Array, random: Generator): Buffer => {
  const place = (): number => random.integers(0, bytes.length + 1);
  const [start, end] = [place(), place()].sort((a, b) => a - b);
  const near = Math.min(bytes.length, start + random.integers(0, 9));
  switch (random.integers(0, 9)) {
    case 0: {
      // flip a bit
      const copy = Buffer.from(bytes);
      if (copy.length > 0) copy[start % copy.length] ^= 1 << random.integers(0, 8);
      return copy;
    }
    case 1: // cut off the end
      return Buffer.from(bytes.subarray(0, end));
    case 2: // remove a few bytes
      return splice(bytes, start, near, Buffer.alloc(0));
    case 3: // remove a part
      return splice(bytes, start, end, Buffer.alloc(0));
    case 4: {
      // repeat a few bytes
      const copies = Array.from({ length: random.integers(1, MAX_COPIES) }, () => bytes.subarray(start, near));
      return splice(bytes, start, start, Buffer.concat(copies));
    }
    case 5: // insert a token, or put it in place of a few bytes
      return splice(
        bytes,
        start,
        random.integers(0, 2) === 0 ? start : near,
        TOKENS[random.integers(0, TOKENS.length)],
      );
    case 6: {
      // overwrite a number of 4 bytes with another
      const copy = Buffer.from(bytes);
      if (copy.length >= 4)
        copy.writeUInt32LE(EXTREMES[random.integers(0, EXTREMES.length)], start % (copy.length - 3));
      return copy;
    }
    case 7: {
      // put a token in place of a number
      const numbers = numbersIn(bytes);
      if (numbers.length === 0) return Buffer.from(bytes);
      const number = numbers[random.integers(0, numbers.length)];
      return splice(bytes, number.start, number.end, TOKENS[random.integers(0, TOKENS.length)]);
    }
    default: {
      // move a few bytes to another place
      const rest = splice(bytes, start, near, Buffer.alloc(0));
      const target = Math.min(end, rest.length);
      return splice(rest, target, target, bytes.subarray(start, near));
    }
  }
};

/** A copy of `bytes`, damaged in one to four ways. */
export const mutate = (bytes: Uint8Array, random: Generator): Uint8Array => {
  let mutated: Uint8Array = bytes;
  for (let left = random.integers(1, 5); left > 0; left--) mutated = mutateOnce(mutated, random);
  return mutated;
};
