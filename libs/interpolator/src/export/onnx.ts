/**
 * A fitted model as an ONNX file that takes raw features: scaling, all members in one graph, their mean, and the 95%
 * band.
 *
 *     scaled = (features - mean) / scale          float64, rounded to float32; 0 where a feature is missing (NaN or
 *                                                 infinite)
 *     layer  = activation(bias + input_1 weight_1 + input_2 weight_2 + ...)      float32, (members, rows, fanOut)
 *     prediction = mean over the members * target.scale + target.mean            float64, as is what follows
 *     lower, upper = prediction -+ bandMultiplier target.scale sqrt(spreadFactor^2 variance + floor^2)
 *
 * A layer is not a MatMul. It is one multiplication and one addition for each of its inputs, in the engines' order, so
 * a runtime has no sum to reorder. ONNX has no fused multiply-add: each is done in float64 and rounded to float32. That
 * is `fma32`, but where the float64 sum is rounded to a tie: there, once in some 10^9 sums, a layer's sum may be one
 * float32 step off. Otherwise the members' outputs have our bits. docs/decisions/0013-export.md says why that is worth
 * the extra nodes.
 */
import { SILU_B, type Layer } from '@fived/nn';
import type { FittedModel } from '../model.js';
import { aboutModel, accuracyText, featuresText, networksText, PRODUCER } from './about.js';
import { createGraph, encodeOnnx, type Graph, type GraphValue, type OnnxType } from './onnx-file.js';
import { beyondFloat32 } from './onnx-precision.js';

/** Half of the limit of a protobuf file, which leaves room for everything that is not a weight. */
const MOST_WEIGHT_BYTES = 2 ** 30;
/** Each input is four nodes. */
const MOST_LAYER_INPUTS = 20_000;

/**
 * The bytes of an ONNX file, the same for the same model.
 *
 * Its input is `features` (rows, features), raw, in the order of the model's names. Its outputs, (rows, 1) each, are
 * `prediction` and the ends of the 95% band, `lower` and `upper`.
 * @param type of input and outputs. With float64 the predictions have our bits (but at ties, see above); with float32
 *   they are our predictions for float32 rows, rounded.
 * @throws RangeError for float32 if it cannot hold the model's features or target, and for a model too large for a
 * graph
 */
export function modelToOnnx(model: FittedModel, type: OnnxType = 'float64'): Uint8Array {
  checkSize(model);
  const reason = type === 'float32' ? beyondFloat32(model) : undefined;
  if (reason !== undefined) throw new RangeError(`float32 cannot hold ${reason}; take float64.`);
  const about = aboutModel(model);
  const graph = createGraph();
  const features = type === 'float32' ? graph.cast('features', 'float64', 'features_float64') : 'features';
  const outputs = addLayers(graph, model, addScaling(graph, model, features));
  addPrediction(graph, model, outputs, type);

  const target = JSON.stringify(about.target);
  const output = (name: string, description: string): GraphValue => ({ name, type, shape: ['rows', 1], description });
  const ranges = about.features.map(({ name, min, max }) => `${JSON.stringify(name)} (${min} to ${max})`);
  return encodeOnnx({
    producer: PRODUCER,
    description:
      `${target} of ${featuresText(about)}: ${networksText(about)}; ${accuracyText(about)}. ` +
      'Takes raw features and scales them itself. Outside the range of the training rows it extrapolates.',
    graph,
    inputs: [
      {
        name: 'features',
        type,
        shape: ['rows', model.network.inputSize],
        description:
          `Raw features in the units of the training rows, in this order; NaN is missing and counts as the mean: ` +
          ranges.join(', '),
      },
    ],
    outputs: [
      output('prediction', `${target}, in the units of the training rows`),
      output('lower', `lower end of the 95% band of ${target}`),
      output('upper', `upper end of the 95% band of ${target}`),
    ],
    metadata: Object.fromEntries(
      Object.entries(about).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
    ),
  });
}

function checkSize({ network, members }: FittedModel): void {
  const weightBytes = network.parameterCount * members.length * Float32Array.BYTES_PER_ELEMENT;
  if (weightBytes > MOST_WEIGHT_BYTES) {
    throw new RangeError(
      `An ONNX file holds weights of at most ${MOST_WEIGHT_BYTES} bytes; this model has ${weightBytes}.`,
    );
  }
  const inputCount = network.layers.reduce((sum, { fanIn }) => sum + fanIn, 0);
  if (inputCount > MOST_LAYER_INPUTS) {
    throw new RangeError(
      `An ONNX graph is made for layers of at most ${MOST_LAYER_INPUTS} inputs together; this model has ${inputCount}.`,
    );
  }
}

/** Turns raw float64 features into scaled float32 ones. Returns their name. */
function addScaling(graph: Graph, { features: { mean, scale } }: FittedModel, features: string): string {
  const centred = graph.node('Sub', [features, graph.real('features.mean', ...mean)], 'centred');
  const divided = graph.node('Div', [centred, graph.real('features.scale', ...scale)], 'divided');
  // a comparison with NaN is false
  const magnitude = graph.node('Abs', [features], 'magnitude');
  const isPresent = graph.node('Less', [magnitude, graph.real('infinity', Infinity)], 'is_present');
  const scaled = graph.node('Where', [isPresent, divided, graph.real('missing', 0)], 'scaled');
  return graph.cast(scaled, 'float32', 'scaled_float32');
}

/** Turns scaled features into the members' outputs (members, rows, 1), float32. Returns their name. */
function addLayers(graph: Graph, model: FittedModel, scaled: string): string {
  let values = scaled;
  for (const layer of model.network.layers) {
    const name = `layers.${layer.index}`;
    values = addDense(graph, model, layer, values, name);
    if (layer.activation === 'relu') values = graph.node('Relu', [values], `${name}.output`);
    if (layer.activation === 'algebraic-silu') values = addSilu(graph, values, name);
  }
  return values;
}

/**
 * bias + input weight, from the first input to the last. The features are (rows, fanIn); the inputs of later layers are
 * (members, rows, fanIn).
 */
function addDense(graph: Graph, { members }: FittedModel, layer: Layer, input: string, name: string): string {
  const { index, fanIn, fanOut, weightOffset, biasOffset } = layer;
  const stack = (part: string, height: number, begin: number): string => {
    const data = new Float32Array(members.length * height * fanOut);
    members.forEach(({ params }, place) => {
      data.set(params.subarray(begin, begin + height * fanOut), place * height * fanOut);
    });
    return graph.constant(`${name}.${part}`, [members.length, height, fanOut], data);
  };
  const numbered = (part: string): readonly string[] => Array.from({ length: fanIn }, (_, i) => `${name}.${part}.${i}`);
  const float64 = (values: string): string => graph.cast(values, 'float64', `${values}.float64`);
  const weights = graph.split(float64(stack('weight', fanIn, weightOffset)), 1, numbered('weight'));
  const columns = graph.split(float64(input), index === 0 ? 1 : 2, numbered('input'));
  return columns.reduce(
    (sum, column, i) => {
      const product = graph.node('Mul', [column, weights[i]], `${name}.product.${i}`);
      const exact = graph.node('Add', [float64(sum), product], `${name}.exact.${i}`);
      return graph.cast(exact, 'float32', `${name}.sum.${i}`);
    },
    stack('bias', 1, biasOffset),
  );
}

/** x (1 + x / sqrt(x^2 + b)) / 2, in the engines' order of operations. */
function addSilu(graph: Graph, x: string, name: string): string {
  const number = (part: string, value: number): string => graph.constant(`${name}.${part}`, [], Float32Array.of(value));
  const square = graph.node('Mul', [x, x], `${name}.square`);
  const root = graph.node(
    'Sqrt',
    [graph.node('Add', [square, number('b', SILU_B)], `${name}.square_b`)],
    `${name}.root`,
  );
  const ratio = graph.node('Div', [x, root], `${name}.ratio`);
  const half = graph.node('Mul', [x, number('half', 0.5)], `${name}.half_x`);
  return graph.node('Mul', [half, graph.node('Add', [ratio, number('one', 1)], `${name}.gate`)], `${name}.output`);
}

/**
 * Turns the members' outputs (members, rows, 1) into `prediction`, `lower` and `upper` (rows, 1), in the given type.
 */
function addPrediction(
  graph: Graph,
  { members, target, uncertainty }: FittedModel,
  float32Outputs: string,
  type: OnnxType,
): void {
  const overMembers = (values: string, name: string): string =>
    graph.node('ReduceMean', [values], name, { axes: [0], keepdims: 0 });
  const output = (operator: string, inputs: readonly string[], name: string): string => {
    if (type === 'float64') return graph.node(operator, inputs, name);
    const exact = graph.node(operator, inputs, `${name}_float64`);
    graph.cast(exact, 'float32', name);
    return exact;
  };
  const { spreadFactor, floor, bandMultiplier } = uncertainty;
  const count = members.length;

  const outputs = graph.cast(float32Outputs, 'float64', 'outputs');
  const mean = overMembers(outputs, 'mean');
  const unscaled = graph.node('Mul', [mean, graph.real('target.scale', target.scale)], 'unscaled');
  const prediction = output('Add', [unscaled, graph.real('target.mean', target.mean)], 'prediction');

  let halfWidth: string;
  if (count === 1) {
    halfWidth = graph.real('half_width', floor * target.scale * bandMultiplier);
  } else {
    // the mean of squares divides by count, the variance by count - 1
    const share = graph.real('spread_factor', spreadFactor * Math.sqrt(count / (count - 1)));
    const spread = graph.node('Mul', [graph.node('Sub', [outputs, mean], 'deviation'), share], 'spread');
    const variance = overMembers(graph.node('Mul', [spread, spread], 'squares'), 'variance');
    const whole = graph.node('Add', [variance, graph.real('floor_square', floor * floor)], 'variance_floor');
    const deviation = graph.node('Sqrt', [whole], 'standard_deviation');
    halfWidth = graph.node(
      'Mul',
      [deviation, graph.real('band_multiplier', target.scale * bandMultiplier)],
      'half_width',
    );
  }
  output('Sub', [prediction, halfWidth], 'lower');
  output('Add', [prediction, halfWidth], 'upper');
}
