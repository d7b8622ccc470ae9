/**
 * The codec's tensors: row-major numbers of one of five types. The format has more types (16-bit floats, 64-bit
 * integers, booleans, ...). Those that no typed array of numbers can hold, or that nothing here needs, are left out.
 */
interface DataOf {
  readonly F64: Float64Array;
  readonly F32: Float32Array;
  readonly I32: Int32Array;
  readonly U32: Uint32Array;
  readonly U8: Uint8Array;
}

export type Dtype = keyof DataOf;

/** `data` is row-major and has as many values as the product of `shape`; a shape of [] is one value. */
export type Tensor = {
  readonly [D in Dtype]: { readonly dtype: D; readonly shape: readonly number[]; readonly data: DataOf[D] };
}[Dtype];

export const BYTES_PER_ELEMENT: Readonly<Record<Dtype, number>> = { F64: 8, F32: 4, I32: 4, U32: 4, U8: 1 };

export const DTYPES = Object.keys(BYTES_PER_ELEMENT) as readonly Dtype[];

type MakeTensor = (shape: readonly number[], buffer: ArrayBuffer) => Tensor;

/** A tensor over all of `buffer`. Its values have the byte order of this machine. */
export const TENSOR_OVER: Readonly<Record<Dtype, MakeTensor>> = {
  F64: (shape, buffer) => ({ dtype: 'F64', shape, data: new Float64Array(buffer) }),
  F32: (shape, buffer) => ({ dtype: 'F32', shape, data: new Float32Array(buffer) }),
  I32: (shape, buffer) => ({ dtype: 'I32', shape, data: new Int32Array(buffer) }),
  U32: (shape, buffer) => ({ dtype: 'U32', shape, data: new Uint32Array(buffer) }),
  U8: (shape, buffer) => ({ dtype: 'U8', shape, data: new Uint8Array(buffer) }),
};

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
