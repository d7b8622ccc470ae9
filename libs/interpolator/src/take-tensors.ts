/** Tensors of an untrusted file, taken one by one and checked on the way. */
import type { Tensor } from './safetensors/index.js';
import { formatShape, quoted } from './safetensors/messages.js';

interface TakenData {
  readonly F32: Float32Array;
  readonly F64: Float64Array;
  readonly U32: Uint32Array;
}

/** @throws Error of one line if there is no such tensor */
export type Take = <D extends keyof TakenData>(name: string, dtype: D, shape: readonly number[]) => TakenData[D];

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
    return tensor.data as TakenData[typeof dtype];
  };
}

/** @throws Error that names one of the remaining tensors, if there are any */
export function requireNoMore(tensors: ReadonlyMap<string, Tensor>, source: string): void {
  for (const name of tensors.keys())
    throw new Error(`${source}: tensor ${quoted(name)} does not belong to the network of its metadata`);
}
