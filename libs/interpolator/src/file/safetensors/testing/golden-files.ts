/** The golden files of Python's safetensors (tools/golden/model_files.py), for the tests. */
import { readFileSync } from 'node:fs';
import type { Dtype, Tensor } from '../tensor.js';

export interface GoldenFile {
  readonly title: string;
  readonly bytes: Uint8Array;
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

interface Json {
  readonly title: string;
  readonly base64: string;
}

interface JsonFile extends Json {
  readonly metadata: readonly (readonly [string, string])[];
  /** A value that is not finite is written as text. */
  readonly tensors: readonly { name: string; dtype: Dtype; shape: number[]; values: (number | string)[] }[];
}

const golden = JSON.parse(readFileSync(new URL('../../../../golden/safetensors.json', import.meta.url), 'utf8')) as {
  readonly python: readonly JsonFile[];
  readonly ours: readonly JsonFile[];
  readonly refused: readonly Json[];
};

const tensor = (dtype: Dtype, shape: readonly number[], values: readonly number[]): Tensor => {
  switch (dtype) {
    case 'F64':
      return { dtype, shape, data: Float64Array.from(values) };
    case 'F32':
      return { dtype, shape, data: Float32Array.from(values) };
    case 'I32':
      return { dtype, shape, data: Int32Array.from(values) };
    case 'U32':
      return { dtype, shape, data: Uint32Array.from(values) };
    case 'U8':
      return { dtype, shape, data: Uint8Array.from(values) };
  }
};

const bytesOf = ({ base64 }: Json): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

const goldenFile = (file: JsonFile): GoldenFile => ({
  title: file.title,
  bytes: bytesOf(file),
  metadata: new Map(file.metadata),
  tensors: new Map(
    file.tensors.map(({ name, dtype, shape, values }) => [name, tensor(dtype, shape, values.map(Number))]),
  ),
});

/** Written by Python. */
export const pythonFiles = golden.python.map(goldenFile);

/** In our layout, and read by Python. */
export const ourFiles = golden.ours.map(goldenFile);

/** Written by Python, of types that we do not read. */
export const refusedFiles = golden.refused.map((file) => ({ title: file.title, bytes: bytesOf(file) }));
