/**
 * An ONNX file: a graph of operations, its constants and a description. Only the part of the format that our models
 * need. The field numbers are those of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), IR version
 * 7 and operator set 13, both of 2020, so that every current runtime reads it.
 */
import { littleEndian } from '../file/safetensors/byte-order.js';
import { bytesField, concatenate, messageField, textField, wholeField } from './protobuf.js';

const IR_VERSION = 7;
const OPERATOR_SET = 13;

export type OnnxType = 'float32' | 'float64';

/** TensorProto.DataType */
const DATA_TYPES = { float32: 1, float64: 11 } as const satisfies Record<OnnxType, number>;

/** An attribute is a whole number, or a list of them. */
export type Attributes = Readonly<Record<string, number | readonly number[]>>;

/** An input or output of the graph. In its shape, a number is fixed and a name stands for any length. */
export interface GraphValue {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly (number | string)[];
  readonly description: string;
}

/** The contents of a graph, in order: a node comes after the nodes whose outputs it takes. */
export interface Graph {
  /** Adds a node with one output; returns the output's name. */
  node(operator: string, inputs: readonly string[], output: string, attributes?: Attributes): string;
  /**
   * Adds a node that splits a value along an axis into as many equal parts as there are outputs; returns their names.
   */
  split(input: string, axis: number, outputs: readonly string[]): readonly string[];
  /** Adds a constant; returns its name. */
  constant(name: string, shape: readonly number[], data: Float32Array | Float64Array): string;
  readonly nodes: readonly Uint8Array[];
  readonly constants: readonly Uint8Array[];
}

export function createGraph(): Graph {
  const nodes: Uint8Array[] = [];
  const constants: Uint8Array[] = [];
  function add(operator: string, inputs: readonly string[], outputs: readonly string[], attributes: Attributes): void {
    nodes.push(
      messageField(1, [
        ...inputs.map((input) => textField(1, input)),
        ...outputs.map((output) => textField(2, output)),
        textField(3, `${operator} ${outputs[0]}`), // the node's own name
        textField(4, operator),
        ...Object.entries(attributes).map(([name, value]) => messageField(5, attribute(name, value))),
      ]),
    );
  }

  return {
    nodes,
    constants,
    node(operator, inputs, output, attributes = {}) {
      add(operator, inputs, [output], attributes);
      return output;
    },
    split(input, axis, outputs) {
      add('Split', [input], outputs, { axis });
      return outputs;
    },
    constant(name, shape, data) {
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
    },
  };
}

/** The `to` of a Cast. */
export function castTo(type: OnnxType): Attributes {
  return { to: DATA_TYPES[type] };
}

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
  readonly graphName: string;
  readonly graph: Graph;
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** Any keys and texts. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The file. It must stay below 2 GiB, since protobuf's readers accept no more. */
export function encodeOnnx({
  producer,
  description,
  graphName,
  graph,
  inputs,
  outputs,
  metadata,
}: OnnxModel): Uint8Array {
  return concatenate([
    wholeField(1, IR_VERSION),
    textField(2, producer),
    textField(6, description),
    messageField(7, [
      ...graph.nodes,
      textField(2, graphName),
      ...graph.constants,
      ...inputs.map((value) => valueField(11, value)),
      ...outputs.map((value) => valueField(12, value)),
    ]),
    messageField(8, [textField(1, ''), wholeField(2, OPERATOR_SET)]),
    ...Object.entries(metadata).map(([key, value]) => messageField(14, [textField(1, key), textField(2, value)])),
  ]);
}
