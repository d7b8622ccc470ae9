/**
 * A fitted model as a safetensors file, which Python's safetensors and others read, and back. `model-metadata.ts` has what
 * is no tensor.
 *
 *     layers.L.weight                (members, fanIn, fanOut) float32, L from 0: output = input weight + bias
 *     layers.L.bias                  (members, fanOut) float32
 *     features.mean, .scale          (inputs) float64: scaled = (x - mean) / scale
 *     features.min, .max             (inputs) float64: range of the training rows
 *     target.mean, .scale            (1) float64: prediction = (mean of the members' outputs) * scale + mean
 *     history.train_loss, .validation_loss     (sum of the members' epochs run) float64: one member after the other
 *
 * Nothing in a file is believed: tensors that are missing, unknown or of another shape or type, numbers that are not
 * finite, scales that are not above zero, ranges upside down, and weights that do not have the stated hash are errors.
 */
import type { Network } from '@fived/nn';
import { allParams, type FittedModel, type MemberSummary, type ModelMember } from './model.js';
import { readMetadata, writeMetadata } from './model-metadata.js';
import { decodeSafetensors, encodeSafetensors, requireFinite, type Tensor } from './safetensors/index.js';
import { formatShape, quoted, sourceLabel } from './safetensors/messages.js';
import { sha256OfWeights } from './weights-hash.js';

/** The bytes of a model's file: the same for the same model. */
export function encodeModel(model: FittedModel): Uint8Array {
  const { network, members, features, target } = model;
  const tensors = new Map<string, Tensor>();
  /** One part of every member's parameters. */
  const stack = (begin: number, end: number): Float32Array => Float32Array.from(members.flatMap(({ params }) => Array.from(params.subarray(begin, end))));
  for (const { index, fanIn, fanOut, weightOffset, biasOffset } of network.layers) {
    tensors.set(`layers.${index}.weight`, { dtype: 'F32', shape: [members.length, fanIn, fanOut], data: stack(weightOffset, biasOffset) });
    tensors.set(`layers.${index}.bias`, { dtype: 'F32', shape: [members.length, fanOut], data: stack(biasOffset, biasOffset + fanOut) });
  }
  const join = (of: (member: ModelMember) => Float64Array): Float64Array => Float64Array.from(members.flatMap((member) => Array.from(of(member))));
  const vectors: Readonly<Record<string, Float64Array>> = {
    'features.mean': features.mean,
    'features.scale': features.scale,
    'features.min': features.min,
    'features.max': features.max,
    'target.mean': Float64Array.of(target.mean),
    'target.scale': Float64Array.of(target.scale),
    'history.train_loss': join(({ history }) => history.trainLoss),
    'history.validation_loss': join(({ history }) => history.validationLoss),
  };
  for (const [name, data] of Object.entries(vectors)) tensors.set(name, { dtype: 'F64', shape: [data.length], data });
  return encodeSafetensors(tensors, writeMetadata(model));
}

/**
 * @param file where the bytes come from, for messages
 * @throws Error of one line that says what is wrong
 */
export function decodeModel(bytes: Uint8Array, file: string): FittedModel {
  const { tensors, metadata } = decodeSafetensors(bytes, file);
  const source = sourceLabel(file);
  const { weightsSha256, members, ...described } = readMetadata(metadata, source);
  requireFinite(tensors, file);

  const take = tensorTaker(tensors, source);
  const vector = (name: string, length: number): Float64Array => take(name, 'F64', [length]);
  const { inputSize } = described.network;
  const model: FittedModel = {
    ...described,
    members: takeMembers(described.network, members, take),
    features: {
      mean: vector('features.mean', inputSize),
      scale: vector('features.scale', inputSize),
      min: vector('features.min', inputSize),
      max: vector('features.max', inputSize),
    },
    target: { mean: vector('target.mean', 1)[0], scale: vector('target.scale', 1)[0] },
  };
  for (const unknown of tensors.keys()) {
    throw new Error(`${source}: tensor ${quoted(unknown)} does not belong to the network of its metadata`);
  }
  checkScaling(model, source);
  if (sha256OfWeights(allParams(model)) !== weightsSha256) {
    throw new Error(`${source}: the weights do not have the SHA-256 of metadata weights_sha256: the file was changed or damaged`);
  }
  return model;
}

interface TakenData {
  readonly F32: Float32Array;
  readonly F64: Float64Array;
}

type Take = <D extends keyof TakenData>(name: string, dtype: D, shape: readonly number[]) => TakenData[D];

/** Takes tensors out of the map, checked, so that those are left that nobody asked for. */
const tensorTaker =
  (tensors: Map<string, Tensor>, source: string): Take =>
  (name, dtype, shape) => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(`${source}: tensor "${name}" is missing`);
    if (tensor.dtype !== dtype || tensor.shape.join() !== shape.join()) {
      throw new Error(
        `${source}: tensor "${name}" must be ${dtype} of shape ${formatShape(shape)}; ` +
          `it is ${tensor.dtype} of shape ${formatShape(tensor.shape)}`,
      );
    }
    tensors.delete(name);
    return tensor.data as TakenData[typeof dtype];
  };

/** Nothing is allocated before all shapes are known to fit, so at most as much as the file is long. */
function takeMembers({ layers, parameterCount }: Network, summaries: readonly MemberSummary[], take: Take): readonly ModelMember[] {
  const count = summaries.length;
  const parts = layers.map(({ index, fanIn, fanOut }) => ({
    weight: take(`layers.${index}.weight`, 'F32', [count, fanIn, fanOut]),
    bias: take(`layers.${index}.bias`, 'F32', [count, fanOut]),
  }));
  const epochs = summaries.reduce((sum, { epochsRun }) => sum + epochsRun, 0);
  const trainLoss = take('history.train_loss', 'F64', [epochs]);
  const validationLoss = take('history.validation_loss', 'F64', [epochs]);
  let firstEpoch = 0;
  return summaries.map((summary, place) => {
    const params = new Float32Array(parameterCount);
    layers.forEach(({ fanIn, fanOut, weightOffset, biasOffset }, index) => {
      const { weight, bias } = parts[index];
      params.set(weight.subarray(place * fanIn * fanOut, (place + 1) * fanIn * fanOut), weightOffset);
      params.set(bias.subarray(place * fanOut, (place + 1) * fanOut), biasOffset);
    });
    const own = [firstEpoch, firstEpoch + summary.epochsRun] as const;
    firstEpoch += summary.epochsRun;
    return { ...summary, params, history: { trainLoss: trainLoss.slice(...own), validationLoss: validationLoss.slice(...own) } };
  });
}

function checkScaling({ features, target, names }: FittedModel, source: string): void {
  const { scale, min, max } = features;
  const flat = scale.findIndex((value) => !(value > 0));
  if (flat >= 0 || !(target.scale > 0)) {
    const tensor = flat >= 0 ? 'features.scale' : 'target.scale';
    throw new Error(`${source}: tensor "${tensor}" must be above zero; it holds ${flat >= 0 ? scale[flat] : target.scale}`);
  }
  const reversed = min.findIndex((value, i) => value > max[i]);
  if (reversed >= 0) {
    throw new Error(
      `${source}: the range of feature ${quoted(names.features[reversed])} is upside down: ` +
        `features.min is ${min[reversed]}, features.max ${max[reversed]}`,
    );
  }
}
