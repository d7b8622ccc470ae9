/**
 * The small part of protobuf's wire format that an ONNX file needs. A message is a sequence of fields. Each field is a
 * tag (field number and wire type), then a varint, or a length and that many bytes.
 * https://protobuf.dev/programming-guides/encoding
 */

const VARINT = 0;
const LENGTH_DELIMITED = 2;
/** A varint holds seven bits a byte. The eighth bit says that another byte follows. */
const VARINT_BASE = 128;

function varint(value: number): Uint8Array {
  const digits: number[] = [];
  let rest = value;
  for (; rest >= VARINT_BASE; rest = Math.floor(rest / VARINT_BASE)) digits.push((rest % VARINT_BASE) + VARINT_BASE);
  return Uint8Array.of(...digits, rest);
}

const tag = (field: number, wireType: number): Uint8Array => varint(field * 8 + wireType);

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** A field of a whole number from 0 to 2^53 - 1: int32, int64, uint32, uint64 or an enumeration. */
export function wholeField(field: number, value: number): Uint8Array {
  return concatenate([tag(field, VARINT), varint(value)]);
}

export function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return concatenate([tag(field, LENGTH_DELIMITED), varint(bytes.length), bytes]);
}

/** A field of text, as UTF-8. */
export function textField(field: number, text: string): Uint8Array {
  return bytesField(field, new TextEncoder().encode(text));
}

/** A field that is a message of the given fields. */
export function messageField(field: number, fields: readonly Uint8Array[]): Uint8Array {
  return bytesField(field, concatenate(fields));
}
