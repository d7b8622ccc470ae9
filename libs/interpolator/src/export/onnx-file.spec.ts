import { describe, expect, it } from 'vitest';
import { bytesField, messageField, textField, wholeField } from './onnx-file.js';

// The examples of https://protobuf.dev/programming-guides/encoding, byte by byte.
describe('A field of protobuf', () => {
  it('of a number is its tag and a varint', () => {
    expect(Array.from(wholeField(1, 150))).toEqual([0x08, 0x96, 0x01]);
    expect(Array.from(wholeField(1, 0))).toEqual([0x08, 0x00]);
    expect(Array.from(wholeField(20, 127))).toEqual([0xa0, 0x01, 0x7f]);
  });

  it('of a number beyond 32 bits is not cut off', () => {
    // 2^35: five groups of seven zeros, then a one
    expect(Array.from(wholeField(1, 2 ** 35))).toEqual([0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]);
  });

  it('of text is its tag, its length in UTF-8 and its bytes', () => {
    expect(Array.from(textField(2, 'testing'))).toEqual([0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]);
    expect(Array.from(textField(2, 'ö'))).toEqual([0x12, 0x02, 0xc3, 0xb6]);
  });

  it('of a message is the fields of that, one after the other', () => {
    expect(Array.from(messageField(3, [wholeField(1, 150)]))).toEqual([0x1a, 0x03, 0x08, 0x96, 0x01]);
    expect(Array.from(bytesField(4, new Uint8Array(300))).slice(0, 3)).toEqual([0x22, 0xac, 0x02]);
  });
});
