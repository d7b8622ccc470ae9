/**
 * A growing byte buffer with the encodings of the WebAssembly binary format (core specification, section 5.2).
 *
 * Integers are LEB128: seven bits a byte, least significant first, the top bit set on all but the last.
 */

const INITIAL_BYTES = 4096;

export class ByteWriter {
  private buffer = new Uint8Array(INITIAL_BYTES);
  private view = new DataView(this.buffer.buffer);
  private used = 0;

  get length(): number {
    return this.used;
  }

  /** The bytes so far: a view, valid until the next write. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.buffer.subarray(0, this.used);
  }

  clear(): void {
    this.used = 0;
  }

  u8(byte: number): void {
    if (this.used === this.buffer.length) this.reserve(1);
    this.buffer[this.used++] = byte;
  }

  /** Unsigned LEB128 of a whole number from 0 to 2^32 - 1. */
  u32(value: number): void {
    if (value >= 0 && value < 0x80 && value === (value | 0)) {
      this.u8(value); // most numbers are this small: numbers of locals, small offsets
      return;
    }
    if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
      throw new RangeError(`An unsigned 32-bit integer is needed; got ${value}.`);
    }
    let rest = value;
    do {
      const low = rest & 0x7f;
      rest >>>= 7;
      this.u8(rest === 0 ? low : low | 0x80);
    } while (rest !== 0);
  }

  /** Signed LEB128 of a whole number from -2^31 to 2^31 - 1; the last byte's bit 6 is the sign. */
  s32(value: number): void {
    if (!Number.isInteger(value) || value < -0x80000000 || value > 0x7fffffff) {
      throw new RangeError(`A signed 32-bit integer is needed; got ${value}.`);
    }
    let rest = value;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
      this.u8(done ? low : low | 0x80);
      if (done) return;
    }
  }

  f32(value: number): void {
    this.reserve(4);
    this.view.setFloat32(this.used, value, true);
    this.used += 4;
  }

  f64(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.used, value, true);
    this.used += 8;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.used);
    this.used += bytes.length;
  }

  /** A name: its length in bytes, then its UTF-8. */
  name(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.u32(bytes.length);
    this.append(bytes);
  }

  private reserve(count: number): void {
    if (this.used + count <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.used + count));
    larger.set(this.buffer);
    this.buffer = larger;
    this.view = new DataView(larger.buffer);
  }
}
