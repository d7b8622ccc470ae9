/**
 * A fitted model as a safetensors file, which Python's safetensors and others can read, and back. `model-metadata.ts`
 * has everything that is not a tensor.
 *
 *     layers.L.weight                (members, fanIn, fanOut) float32, L from 0: output = input weight + bias
 *     layers.L.bias                  (members, fanOut) float32
 *     features.mean, .scale          (inputs) float64: scaled = (x - mean) / scale
 *     features.min, .max             (inputs) float64: range of the training rows
 *     target.mean, .scale            (1) float64: prediction = (mean of the members' outputs) * scale + mean
 *     history.train_loss, .validation_loss     (sum of the members' epochs run) float64: one member after the other
 *
 * The file of a fit also has the tensors of `state-tensors.ts`, from which it can resume.
 *
 * Nothing in a file is trusted. These are errors: tensors that are missing, unknown or of another shape or type;
 * numbers that are not finite; scales that are not above zero; ranges upside down; a state that contradicts itself; and
 * contents that do not match the stated hashes.
 */
import type { Network } from '@fived/nn';
import { contentSha256 } from './content-hash.js';
import { allParams, type FittedModel, type MemberSummary, type ModelMember } from './model.js';
import { coveredTexts, readMetadata, writeMetadata } from './model-metadata.js';
import { decodeSafetensors, encodeSafetensors, requireFinite, type Tensor } from './safetensors/index.js';
import { quoted, sourceLabel } from './safetensors/messages.js';
import type { FitState, SavedFit } from './saved-fit.js';
import { stateTensors, takeTrainedMembers, UNBOUNDED } from './state-tensors.js';
import { requireNoMore, tensorTaker, type Take } from './take-tensors.js';
import { sha256OfWeights } from './weights-hash.js';

/**
 * The bytes of a model's file, the same for the same model and state. Without a state it predicts, but no fit can
 * resume from it.
 */
export function encodeModel(model: FittedModel, state?: FitState): Uint8Array {
  const { network, members, features, target } = model;
  const tensors = new Map<string, Tensor>();
  /** One part of every member's parameters. */
  const stack = (begin: number, end: number): Float32Array =>
    Float32Array.from(members.flatMap(({ params }) => Array.from(params.subarray(begin, end))));
  for (const { index, fanIn, fanOut, weightOffset, biasOffset } of network.layers) {
    tensors.set(`layers.${index}.weight`, {
      dtype: 'F32',
      shape: [members.length, fanIn, fanOut],
      data: stack(weightOffset, biasOffset),
    });
    tensors.set(`layers.${index}.bias`, {
      dtype: 'F32',
      shape: [members.length, fanOut],
      data: stack(biasOffset, biasOffset + fanOut),
    });
  }
  const join = (of: (member: ModelMember) => Float64Array): Float64Array =>
    Float64Array.from(members.flatMap((member) => Array.from(of(member))));
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
  if (state !== undefined) stateTensors(model, state).forEach((tensor, name) => tensors.set(name, tensor));
  const metadata = writeMetadata(model, state?.rowsSha256);
  metadata.set('content_sha256', contentSha256(tensors, coveredTexts(metadata)));
  return encodeSafetensors(tensors, metadata);
}

/**
 * Only the model, for predicting.
 * @param file where the bytes come from, for messages
 * @throws Error of one line that says what is wrong
 */
export function decodeModel(bytes: Uint8Array, file: string): FittedModel {
  return decode(bytes, file).model;
}

/**
 * The model with the state of its training.
 * @param file where the bytes come from, for messages
 * @throws Error of one line that says what is wrong; also if the file holds only a model
 */
export function decodeSavedFit(bytes: Uint8Array, file: string): SavedFit {
  const { model, state } = decode(bytes, file);
  if (state !== undefined) return { model, state };
  throw new Error(
    `${sourceLabel(file)}: this model predicts, but its training cannot go on: the file does not hold its state ` +
      '(it was written by an earlier version, or from a loaded model); train anew',
  );
}

function decode(bytes: Uint8Array, file: string): { readonly model: FittedModel; readonly state?: FitState } {
  const { tensors, metadata } = decodeSafetensors(bytes, file);
  const source = sourceLabel(file);
  const { weightsSha256, contentSha256: stated, rowsSha256, members, ...described } = readMetadata(metadata, source);
  requireFinite(new Map([...tensors].filter(([name]) => !UNBOUNDED.has(name))), file);
  const content = stated === undefined ? undefined : contentSha256(tensors, coveredTexts(metadata));

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
  const state = rowsSha256 === undefined ? undefined : { rowsSha256, members: takeTrainedMembers(model, take, source) };
  requireNoMore(tensors, source);
  checkScaling(model, source);
  if (sha256OfWeights(allParams(model)) !== weightsSha256) {
    throw new Error(
      `${source}: the weights do not have the SHA-256 of metadata weights_sha256: the file was changed or damaged`,
    );
  }
  if (content !== stated) {
    throw new Error(
      `${source}: the content does not have the SHA-256 of metadata content_sha256: the file was changed or damaged`,
    );
  }
  return { model, state };
}

/** Nothing is allocated before all shapes are known to fit, so no more than the length of the file. */
function takeMembers(
  { layers, parameterCount }: Network,
  summaries: readonly MemberSummary[],
  take: Take,
): readonly ModelMember[] {
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
    return {
      ...summary,
      params,
      history: { trainLoss: trainLoss.slice(...own), validationLoss: validationLoss.slice(...own) },
    };
  });
}

function checkScaling({ features, target, names }: FittedModel, source: string): void {
  const { scale, min, max } = features;
  const flat = scale.findIndex((value) => !(value > 0));
  if (flat >= 0 || !(target.scale > 0)) {
    const tensor = flat >= 0 ? 'features.scale' : 'target.scale';
    throw new Error(
      `${source}: tensor "${tensor}" must be above zero; it holds ${flat >= 0 ? scale[flat] : target.scale}`,
    );
  }
  const reversed = min.findIndex((value, i) => value > max[i]);
  if (reversed >= 0) {
    throw new Error(
      `${source}: the range of feature ${quoted(names.features[reversed])} is upside down: ` +
        `features.min is ${min[reversed]}, features.max ${max[reversed]}`,
    );
  }
}
