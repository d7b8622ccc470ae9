/** A list of float64 that grows in blocks, so its length need not be known and no value is boxed. */

export interface ValueList {
  readonly length: number;
  push(value: number): void;
  /** A copy of all values, in their order. */
  toArray(): Float64Array;
}

const FIRST_BLOCK_LENGTH = 64;
const MAX_BLOCK_LENGTH = 1 << 20;

export const createValueList = (): ValueList => {
  const fullBlocks: Float64Array[] = [];
  let block = new Float64Array(FIRST_BLOCK_LENGTH);
  let used = 0;
  let fullLength = 0;
  return {
    get length() {
      return fullLength + used;
    },
    push(value) {
      if (used === block.length) {
        fullBlocks.push(block);
        fullLength += used;
        block = new Float64Array(Math.min(2 * block.length, MAX_BLOCK_LENGTH));
        used = 0;
      }
      block[used++] = value;
    },
    toArray: () => joinBlocks([...fullBlocks, block.subarray(0, used)]),
  };
};

/** The blocks one after another, in one array. */
export const joinBlocks = (blocks: readonly Float64Array[]): Float64Array => {
  const joined = new Float64Array(blocks.reduce((length, block) => length + block.length, 0));
  let start = 0;
  for (const block of blocks) {
    joined.set(block, start);
    start += block.length;
  }
  return joined;
};
