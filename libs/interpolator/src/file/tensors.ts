/** Tensors of a model file: made of the parts of several members, and taken from an untrusted file one by one. */
import { quoted } from '@fived/data';
import type { History, MemberSummary } from '../model.js';
import type { DataOf, Tensor } from './safetensors/index.js';
import { ARRAYS, formatShape } from './safetensors/tensor.js';

type ModelDtype = 'F32' | 'F64' | 'U32';

/** Parts, one after the other, as one tensor. */
export function joined(dtype: ModelDtype, shape: readonly number[], parts: readonly ArrayLike<number>[]): Tensor {
  const data = ARRAYS[dtype].from(parts.flatMap((part) => Array.from(part)));
  return { dtype, shape, data } as Tensor;
}

/** @throws Error of one line if there is no such tensor */
export type Take = <D extends ModelDtype>(name: string, dtype: D, shape: readonly number[]) => DataOf[D];

/** Takes tensors out of the map, so that only those remain that were not requested. */
export function tensorTaker(tensors: Map<string, Tensor>, source: string): Take {
  return (name, dtype, shape) => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(`${source}: tensor "${name}" is missing`);
    if (tensor.dtype !== dtype || tensor.shape.join() !== shape.join()) {
      throw new Error(
        `${source}: tensor "${name}" must be ${dtype} of shape ${formatShape(shape)}; ` +
          `it is ${tensor.dtype} of shape ${formatShape(tensor.shape)}`,
      );
    }
    tensors.delete(name);
    return tensor.data as DataOf[typeof dtype];
  };
}

/** One member's part of what `count` members have. */
export function partOf<Data extends DataOf[ModelDtype]>(data: Data, place: number, count: number): Data {
  const width = data.length / count;
  return data.subarray(place * width, (place + 1) * width) as Data;
}

/** @throws Error that names one of the remaining tensors, if there are any */
export function requireNoMore(tensors: ReadonlyMap<string, Tensor>, source: string): void {
  for (const name of tensors.keys())
    throw new Error(`${source}: tensor ${quoted(name)} does not belong to the network of its metadata`);
}

/** The losses of several members, one member after the other. */
export function historyTensors(prefix: string, histories: readonly History[]): readonly [string, Tensor][] {
  const epochs = histories.reduce((sum, { trainLoss }) => sum + trainLoss.length, 0);
  const losses = (of: (history: History) => Float64Array): Tensor => joined('F64', [epochs], histories.map(of));
  return [
    [`${prefix}.train_loss`, losses(({ trainLoss }) => trainLoss)],
    [`${prefix}.validation_loss`, losses(({ validationLoss }) => validationLoss)],
  ];
}

export function takeHistories(prefix: string, members: readonly MemberSummary[], take: Take): readonly History[] {
  const epochs = members.reduce((sum, { epochsRun }) => sum + epochsRun, 0);
  const trainLoss = take(`${prefix}.train_loss`, 'F64', [epochs]);
  const validationLoss = take(`${prefix}.validation_loss`, 'F64', [epochs]);
  let end = 0;
  return members.map(({ epochsRun }) => {
    const own = [end, (end += epochsRun)] as const;
    return { trainLoss: trainLoss.slice(...own), validationLoss: validationLoss.slice(...own) };
  });
}
