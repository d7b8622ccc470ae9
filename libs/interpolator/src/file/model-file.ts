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
import { readFile } from 'node:fs/promises';
import { quoted, sourceLabel } from '@fived/data';
import type { Network } from '@fived/nn';
import { errorCode } from '@fived/records/files';
import { contentSha256, sha256OfWeights } from './hashes.js';
import { allParams, currentVersions, type FittedModel, type MemberSummary, type ModelMember } from '../model.js';
import { coveredTexts, readMetadata, writeMetadata } from './model-metadata.js';
import { decodeSafetensors, encodeSafetensors, requireFinite, type Tensor } from './safetensors/index.js';
import type { FeatureScaling } from '../scaling.js';
import type { FitState, SavedFit } from '../fit/saved-fit.js';
import { stateTensors, takeTrainedMembers, UNBOUNDED } from './state-tensors.js';
import { historyTensors, joined, partOf, requireNoMore, takeHistories, tensorTaker, type Take } from './tensors.js';

/**
 * The bytes of a model's file, the same for the same model and state. Without a state it predicts, but no fit can
 * resume from it.
 */
export function encodeModel(model: FittedModel, state?: FitState): Uint8Array {
  const { network, members, features, target } = model;
  const tensors = new Map<string, Tensor>();
  /** One part of every member's parameters. */
  const stack = (name: string, shape: readonly number[], begin: number, end: number): void => {
    const parts = members.map(({ params }) => params.subarray(begin, end));
    tensors.set(name, joined('F32', [members.length, ...shape], parts));
  };
  for (const { index, fanIn, fanOut, weightOffset, biasOffset } of network.layers) {
    stack(`layers.${index}.weight`, [fanIn, fanOut], weightOffset, biasOffset);
    stack(`layers.${index}.bias`, [fanOut], biasOffset, biasOffset + fanOut);
  }
  for (const name of ['mean', 'scale', 'min', 'max'] as const)
    tensors.set(`features.${name}`, joined('F64', [network.inputSize], [features[name]]));
  for (const name of ['mean', 'scale'] as const) tensors.set(`target.${name}`, joined('F64', [1], [[target[name]]]));
  const histories = members.map(({ history }) => history);
  for (const [name, tensor] of historyTensors('history', histories)) tensors.set(name, tensor);
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
  if (state !== undefined) {
    checkVersions(model, sourceLabel(file));
    return { model, state };
  }
  throw new Error(
    `${sourceLabel(file)}: this model predicts, but its training cannot go on: the file does not hold its state ` +
      '(it was written by an earlier version, or from a loaded model); train anew',
  );
}

/**
 * @throws Error of one line if other versions than this program's trained the model, so that it would go on otherwise
 */
function checkVersions({ versions, settings }: FittedModel, source: string): void {
  const isSecondOrder = settings.optimizer === 'levenberg-marquardt';
  const [what, before, now] =
    versions.arithmetic !== currentVersions.arithmetic
      ? ['the arithmetic', versions.arithmetic, currentVersions.arithmetic]
      : ['second-order training', versions.secondOrder, currentVersions.secondOrder];
  if (before === now || (what !== 'the arithmetic' && !isSecondOrder)) return;
  throw new Error(
    `${source}: this model predicts, but its training cannot go on: version ${before} of ${what} began it, ` +
      `and this program has version ${now}, with other bits; train anew`,
  );
}

function decode(bytes: Uint8Array, file: string): { readonly model: FittedModel; readonly state?: FitState } {
  const { tensors, metadata } = decodeSafetensors(bytes, file);
  const source = sourceLabel(file);
  const { weightsSha256, contentSha256: stated, rowsSha256, members, ...described } = readMetadata(metadata, source);
  requireFinite(new Map([...tensors].filter(([name]) => !UNBOUNDED.has(name))), file);
  const content = stated === undefined ? undefined : contentSha256(tensors, coveredTexts(metadata));

  const take = tensorTaker(tensors, source);
  const range = (name: keyof FeatureScaling): Float64Array =>
    take(`features.${name}`, 'F64', [described.network.inputSize]);
  const model: FittedModel = {
    ...described,
    members: takeMembers(described.network, members, take),
    features: { mean: range('mean'), scale: range('scale'), min: range('min'), max: range('max') },
    target: { mean: take('target.mean', 'F64', [1])[0], scale: take('target.scale', 'F64', [1])[0] },
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
  const parts = layers.flatMap(({ index, fanIn, fanOut, weightOffset, biasOffset }) => [
    { offset: weightOffset, data: take(`layers.${index}.weight`, 'F32', [count, fanIn, fanOut]) },
    { offset: biasOffset, data: take(`layers.${index}.bias`, 'F32', [count, fanOut]) },
  ]);
  const histories = takeHistories('history', summaries, take);
  return summaries.map((summary, place) => {
    const params = new Float32Array(parameterCount);
    for (const { offset, data } of parts) params.set(partOf(data, place, count), offset);
    return { ...summary, params, history: histories[place] };
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

/** @throws Error that says which file, and why */
export async function readModelFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`cannot read ${path}: ${errorCode(error) === 'ENOENT' ? 'there is no such file' : reason}`, {
      cause: error,
    });
  }
}

/** A fit to resume. @throws Error that says what is wrong with the file, also if it holds only a model */
export async function loadSavedFit(path: string): Promise<SavedFit> {
  return decodeSavedFit(await readModelFile(path), path);
}
