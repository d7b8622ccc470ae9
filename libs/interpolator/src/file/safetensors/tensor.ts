/**
 * The codec's tensors: row-major numbers of one of five types. The format has more types (16-bit floats, 64-bit
 * integers, booleans, ...). Those that no typed array of numbers can hold, or that nothing here needs, are left out.
 */
import { quoted, sourceLabel } from '@fived/data';

/** What holds the values of each dtype. */
export interface DataOf {
  readonly F64: Float64Array;
  readonly F32: Float32Array;
  readonly I32: Int32Array;
  readonly U32: Uint32Array;
  readonly U8: Uint8Array;
}

export type Dtype = keyof DataOf;

export const ARRAYS = { F64: Float64Array, F32: Float32Array, I32: Int32Array, U32: Uint32Array, U8: Uint8Array };

export const DTYPES = Object.keys(ARRAYS) as readonly Dtype[];

/** `data` is row-major and has as many values as the product of `shape`; a shape of [] is one value. */
export type Tensor = {
  readonly [D in Dtype]: { readonly dtype: D; readonly shape: readonly number[]; readonly data: DataOf[D] };
}[Dtype];

/**
 * The product of the lengths, or undefined if it is not an exact number. As in NumPy, lengths of 0 are left out of that
 * check. So the answer does not depend on the order of the lengths, and the strides of an empty tensor are exact as
 * well.
 */
export const elementCount = (shape: readonly number[]): number | undefined => {
  let product = 1;
  for (const length of shape) {
    if (length !== 0) product *= length;
    if (product > Number.MAX_SAFE_INTEGER) return undefined;
  }
  return shape.includes(0) ? 0 : product;
};

/** How a tensor appears in a message. */
export const tensorLabel = (name: string): string => `tensor ${quoted(name)}`;

const MAX_SHAPE_LENGTH = 40;

/** `[3, 4]`; only the first ones of many dimensions. */
export const formatShape = (shape: readonly number[]): string => {
  const text = shape.join(', ');
  return text.length > MAX_SHAPE_LENGTH ? `[${text.slice(0, MAX_SHAPE_LENGTH)}...]` : `[${text}]`;
};

/**
 * Checks that every value of every tensor is a finite number, for code that needs that: the format allows NaN and
 * infinities, and so does the codec.
 * @param source names the file in messages
 * @throws Error that names the first tensor with another value, and its index in row-major order, counted from 0
 */
export const requireFinite = (tensors: ReadonlyMap<string, Tensor>, source: string): void => {
  for (const [name, { data }] of tensors) {
    for (let i = 0; i < data.length; i++) {
      if (Number.isFinite(data[i])) continue;
      throw new Error(
        `${sourceLabel(source)}: ${tensorLabel(name)}: ` +
          `value ${i} of ${data.length}, counted from 0, is ${data[i]}, not a finite number`,
      );
    }
  }
};
