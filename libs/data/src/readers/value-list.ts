/** A list of float64 that grows in blocks, so its length need not be known and no value is boxed. */

const FIRST_BLOCK_LENGTH = 64;
const MAX_BLOCK_LENGTH = 1 << 20;

export class ValueList {
  private readonly fullBlocks: Float64Array[] = [];
  private block = new Float64Array(FIRST_BLOCK_LENGTH);
  private used = 0;

  push(value: number): void {
    if (this.used === this.block.length) {
      this.fullBlocks.push(this.block);
      this.block = new Float64Array(Math.min(2 * this.block.length, MAX_BLOCK_LENGTH));
      this.used = 0;
    }
    this.block[this.used++] = value;
  }

  /** A copy of all values, in their order. */
  toArray(): Float64Array {
    return joinBlocks([...this.fullBlocks, this.block.subarray(0, this.used)]);
  }
}

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
