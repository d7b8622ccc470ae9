/**
 * Against Python's safetensors: we read what it writes, and it has read what we write (tools/golden/model_files.py).
 */
import { describe, expect, it } from 'vitest';
import { decodeSafetensors } from './decode.js';
import { encodeSafetensors } from './encode.js';
import { ourFiles, pythonFiles, refusedFiles } from './testing/golden-files.js';

/** At an odd position in a larger buffer, like a part of an archive. */
const atOddOffset = (bytes: Uint8Array): Uint8Array => {
  const larger = new Uint8Array(bytes.length + 8).fill(0xff);
  larger.set(bytes, 3);
  return larger.subarray(3, 3 + bytes.length);
};

describe('a file that Python has written', () => {
  it.each(pythonFiles)('is read to the bit: $title', ({ bytes, tensors, metadata }) => {
    expect(decodeSafetensors(bytes, 'python')).toStrictEqual({ tensors, metadata });
  });

  it.each(pythonFiles)('is read at an odd offset and from a Buffer: $title', ({ bytes, tensors, metadata }) => {
    expect(decodeSafetensors(atOddOffset(bytes), 'python')).toStrictEqual({ tensors, metadata });
    expect(decodeSafetensors(Buffer.from(bytes), 'python')).toStrictEqual({ tensors, metadata });
  });

  it.each(pythonFiles)('is written again to the same bytes: $title', ({ bytes }) => {
    const { tensors, metadata } = decodeSafetensors(bytes, 'python');
    expect(Buffer.from(encodeSafetensors(tensors, metadata)).toString('latin1')).toBe(
      Buffer.from(bytes).toString('latin1'),
    );
  });

  it.each(refusedFiles)(
    'is refused by the name of its type if no typed array of numbers is meant: $title',
    ({ bytes }) => {
      const types = 'only F64, F32, I32, U32, U8';
      expect(() => decodeSafetensors(bytes, 'a.safetensors')).toThrow(
        new RegExp(
          `^a\\.safetensors: tensor "w": the dtype "(F16|I8|I16|U16|I64|U64|BOOL)" is not read here, ${types}$`,
        ),
      );
    },
  );
});

describe('a file that is written', () => {
  it.each(ourFiles)('has the bytes that Python has read: $title', ({ bytes, tensors, metadata }) => {
    expect(Buffer.from(encodeSafetensors(tensors, metadata)).toString('latin1')).toBe(
      Buffer.from(bytes).toString('latin1'),
    );
  });

  it.each(ourFiles)('is read again in the same order: $title', ({ bytes, tensors, metadata }) => {
    const read = decodeSafetensors(bytes, 'ours');
    expect([...read.tensors]).toStrictEqual([...tensors]);
    expect([...read.metadata]).toStrictEqual([...metadata]);
  });
});
