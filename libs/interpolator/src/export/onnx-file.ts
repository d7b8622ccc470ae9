/**
 * An ONNX file: a graph of operations, its constants and a description. Only the part of the format that our models
 * need. The field numbers are those of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), IR version
 * 7 and operator set 13, both of 2020, so that every current runtime reads it.
 *
 * The file is a message of protobuf. A message is a sequence of fields. Each field is a tag (field number and wire
 * type), then a varint, or a length and that many bytes. https://protobuf.dev/programming-guides/encoding
 */
import { littleEndian } from '../file/safetensors/byte-order.js';

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

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
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

const IR_VERSION = 7;
const OPERATOR_SET = 13;

/** TensorProto.DataType */
const DATA_TYPES = { float32: 1, float64: 11 };

export type OnnxType = keyof typeof DATA_TYPES;
export const onnxTypes = Object.keys(DATA_TYPES) as readonly OnnxType[];

/** An attribute is a whole number, or a list of them. */
type Attributes = Readonly<Record<string, number | readonly number[]>>;

/** An input or output of the graph. In its shape, a number is fixed and a name stands for any length. */
export interface GraphValue {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly (number | string)[];
  readonly description: string;
}

/** The contents of a graph, in order: a node comes after the nodes whose outputs it takes. */
export function createGraph() {
  const nodes: Uint8Array[] = [];
  const constants: Uint8Array[] = [];
  /** Returns the names of the outputs. */
  const add = (
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Attributes = {},
  ): readonly string[] => {
    nodes.push(
      messageField(1, [
        ...inputs.map((input) => textField(1, input)),
        ...outputs.map((output) => textField(2, output)),
        textField(3, `${operator} ${outputs[0]}`), // the node's own name
        textField(4, operator),
        ...Object.entries(attributes).map(([name, value]) => messageField(5, attribute(name, value))),
      ]),
    );
    return outputs;
  };
  /** Adds a node with one output; returns the output's name. */
  const node = (operator: string, inputs: readonly string[], output: string, attributes?: Attributes): string =>
    add(operator, inputs, [output], attributes)[0];
  /** Adds a constant; returns its name. */
  const constant = (name: string, shape: readonly number[], data: Float32Array | Float64Array): string => {
    const type = data instanceof Float32Array ? 'float32' : 'float64';
    const dimensions = shape.map((size) => wholeField(1, size));
    constants.push(
      messageField(5, [
        ...dimensions,
        wholeField(2, DATA_TYPES[type]),
        textField(8, name),
        bytesField(9, littleEndian(data)),
      ]),
    );
    return name;
  };

  return {
    nodes,
    constants,
    node,
    cast: (input: string, type: OnnxType, output: string): string =>
      node('Cast', [input], output, { to: DATA_TYPES[type] }),
    /** Splits a value along an axis into as many equal parts as there are outputs; returns their names. */
    split: (input: string, axis: number, outputs: readonly string[]): readonly string[] =>
      add('Split', [input], outputs, { axis }),
    constant,
    /** A float64 constant, one value a column. */
    real: (name: string, ...values: readonly number[]): string =>
      constant(name, [values.length], Float64Array.from(values)),
  };
}

export type Graph = ReturnType<typeof createGraph>;

function attribute(name: string, value: number | readonly number[]): readonly Uint8Array[] {
  const isNumber = typeof value === 'number';
  const values = isNumber ? [wholeField(3, value)] : value.map((each) => wholeField(8, each));
  return [textField(1, name), ...values, wholeField(20, isNumber ? 2 : 7)];
}

const valueField = (field: number, { name, type, shape, description }: GraphValue): Uint8Array => {
  const dimensions = shape.map((size) =>
    messageField(1, [typeof size === 'number' ? wholeField(1, size) : textField(2, size)]),
  );
  const tensor = messageField(1, [wholeField(1, DATA_TYPES[type]), messageField(2, dimensions)]);
  return messageField(field, [textField(1, name), messageField(2, [tensor]), textField(3, description)]);
};

export interface OnnxModel {
  readonly producer: string;
  readonly description: string;
  readonly graph: Graph;
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** Any keys and texts. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The file. It must stay below 2 GiB, since protobuf's readers accept no more. */
export function encodeOnnx({ producer, description, graph, inputs, outputs, metadata }: OnnxModel): Uint8Array {
  return concatenate([
    wholeField(1, IR_VERSION),
    textField(2, producer),
    textField(6, description),
    messageField(7, [
      ...graph.nodes,
      textField(2, 'interpolator'), // the graph's own name
      ...graph.constants,
      ...inputs.map((value) => valueField(11, value)),
      ...outputs.map((value) => valueField(12, value)),
    ]),
    messageField(8, [textField(1, ''), wholeField(2, OPERATOR_SET)]),
    ...Object.entries(metadata).map(([key, value]) => messageField(14, [textField(1, key), textField(2, value)])),
  ]);
}
