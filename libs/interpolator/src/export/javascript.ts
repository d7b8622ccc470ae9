/**
 * A fitted model as the text of an ES module without dependencies: `predict(x1, x2, ...)` gives our predictions to the
 * bit.
 *
 * This works because IEEE 754 rounds everything that our engines do exactly, and the order is fixed
 * (docs/method/arithmetic.md). Scaling and the mean of the members are float64. The networks are float32, here by
 * `Math.fround` after each operation, and by a copy of @fived/nn's `fma32` for the sums. Weights are written as
 * decimals that round to their float32s. The reasons are in docs/decisions/0013-export.md.
 */
import { SILU_B, type Network } from '@fived/nn';
import type { FittedModel } from '../model.js';
import { aboutModel, accuracyText, featuresText, networksText, type About } from './about.js';
import { float32Text, float64Text, literal } from './javascript-text.js';

/** About 50 MB of text. */
const MOST_WEIGHTS = 4_000_000;
/** V8 does not compile more. */
const MOST_ARGUMENTS = 65_535;

/**
 * The text of the module, the same for the same model. It exports `predict`, with one argument for each feature in the
 * model's order, and `about`, plain data about the model.
 * @throws RangeError for a model of more than 4 million weights or 65,535 features
 */
export function modelToJavaScript(model: FittedModel): string {
  const { network, members, features, target } = model;
  const weightCount = network.parameterCount * members.length;
  if (weightCount > MOST_WEIGHTS) {
    throw new RangeError(
      `A JavaScript module holds at most ${MOST_WEIGHTS} weights; this model has ${weightCount}; take the format onnx.`,
    );
  }
  if (network.inputSize > MOST_ARGUMENTS) {
    throw new RangeError(
      `A JavaScript function has at most ${MOST_ARGUMENTS} arguments; ` +
        `this model has ${network.inputSize} features; take the format onnx.`,
    );
  }
  const about = aboutModel(model);
  return [
    `/**
 * ${literal(about.target)} of ${featuresText(about)}: ${networksText(about)}; ${accuracyText(about)}.
 *
 * Made by fived from a trained model, and equal to its predictions to the bit. Needs nothing but JavaScript of 2016 or
 * later.
 */
`,
    '/** Plain data about the model, in the units of the training rows. */\n' +
      `export const about = ${literal(about, 2)};\n`,
    `const sizes = [${network.sizes.join(', ')}];
const featureMean = ${list(features.mean)};
const featureScale = ${list(features.scale)};
const targetMean = ${float64Text(target.mean)};
const targetScale = ${float64Text(target.scale)};
`,
    '// The weights of each member, layer by layer: a line for each input, which has a weight for each output; ' +
      'then the biases.\n' +
      `const members = [\n${members.map(({ params }) => memberText(network, params)).join('')}];\n`,
    networkText(network),
    predictText(about),
  ].join('\n');
}

const list = (values: Float64Array): string => `[${Array.from(values, float64Text).join(', ')}]`;

function memberText({ layers }: Network, params: Float32Array): string {
  const lines = layers.flatMap(({ fanIn, fanOut, weightOffset }) =>
    Array.from({ length: fanIn + 1 }, (_, row) => {
      const begin = weightOffset + row * fanOut;
      return `    ${Array.from(params.subarray(begin, begin + fanOut), float32Text).join(', ')},\n`;
    }),
  );
  return `  new Float32Array([\n${lines.join('')}  ]),\n`;
}

const ACTIVATIONS: Readonly<Record<Network['activation'], string>> = {
  relu: `/** max(x, 0) */
const activate = (x) => (x < 0 ? 0 : x);`,
  'algebraic-silu': `/** x (1 + x / sqrt(x^2 + ${SILU_B})) / 2 */
function activate(x) {
  const ratio = f32(x / f32(Math.sqrt(f32(f32(x * x) + ${SILU_B}))));
  return f32(f32(0.5 * x) * f32(1 + ratio));
}`,
};

/** `fma32` of @fived/nn, which has the proof; its own text would be that of a compiler. */
const FMA32 = `/** a * b + c of float32s, rounded once to float32. */
function fma32(a, b, c) {
  const product = a * b;
  const sum = product + c;
  const nearest = f32(sum);
  if (f32(sum + (sum - nearest) * 2 ** -26) === nearest) return nearest;
  // the sum may be half way between two float32s; the error of the addition decides
  const rest = sum - product;
  const error = product - (sum - rest) + (c - rest);
  const one = nearest === Infinity ? 2 ** 128 : nearest === -Infinity ? -(2 ** 128) : nearest;
  const other = 2 * sum - one;
  const isTie = f32(other) === other;
  return isTie && (error > 0 ? other > one : error < 0 && other < one) ? f32(other) : nearest;
}`;

/** The errors that the module's functions throw. The first two appear there in templates. */
const NOT_A_NUMBER = 'Argument ${i + 1} must be a number (NaN if missing); got ${typeof value}.';
const TOO_FAR = 'Argument ${i + 1} is ${value}, too far from the training rows to compute with.';
const NOT_FINITE = 'The features are too far from the training rows: the prediction is not finite.';

const networkText = ({
  activation,
  layers,
}: Network): string => `// Each operation of the networks is rounded to float32.
const f32 = Math.fround;

${FMA32}
${layers.length > 1 ? `\n${ACTIVATIONS[activation]}\n` : ''}
// values[0] holds the scaled features, values[layer] what comes out of a layer.
const values = sizes.map((size) => new Float32Array(size));
const lastLayer = sizes.length - 1;

/** One member's output for the features in values[0]. */
function runNetwork(weights) {
  let begin = 0; // of the layer's weights
  for (let layer = 1; layer <= lastLayer; layer++) {
    const input = values[layer - 1];
    const output = values[layer];
    const biases = begin + input.length * output.length;
    for (let o = 0; o < output.length; o++) {
      let sum = weights[biases + o];
      for (let i = 0; i < input.length; i++) sum = fma32(input[i], weights[begin + i * output.length + o], sum);
      output[o] = ${layers.length > 1 ? 'layer < lastLayer ? activate(sum) : sum' : 'sum'};
    }
    begin = biases + output.length;
  }
  return values[lastLayer][0];
}

function setFeature(i, value) {
  if (typeof value !== 'number') throw new TypeError(\`${NOT_A_NUMBER}\`);
  if (!Number.isFinite(value)) {
    values[0][i] = 0; // the mean
    return;
  }
  values[0][i] = (value - featureMean[i]) / featureScale[i];
  if (!Number.isFinite(values[0][i])) throw new RangeError(\`${TOO_FAR}\`);
}
`;

/** Its arguments have plain names, since not every text is a valid one. JSDoc says which feature each is. */
function predictText({ features, target }: About): string {
  const names = features.map((_, i) => `x${i + 1}`);
  const described = features.map(
    ({ name, min, max }, i) =>
      ` * @param {number} x${i + 1} ${literal(name)}, in the training rows from ${min} to ${max}\n`,
  );
  return `/**
 * Predicts ${literal(target)}. NaN or an infinity is a missing feature, which counts as the mean of the training rows.
 * Outside the range of the training rows it extrapolates.
${described.join('')} * @returns {number}
 * @throws {TypeError} for an argument that is no number
 * @throws {RangeError} for one so far from the training rows that there is no finite result
 */
export function predict(${names.join(', ')}) {
  [${names.join(', ')}].forEach((value, i) => setFeature(i, value));
  let sum = 0;
  for (const weights of members) sum += runNetwork(weights);
  const prediction = (sum / members.length) * targetScale + targetMean;
  if (!Number.isFinite(prediction)) throw new RangeError('${NOT_FINITE}');
  return prediction;
}
`;
}
