/** Writes a model to a file in another program's form. */
import { stat, writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { modelToJavaScript, modelToOnnx, type FittedModel, type OnnxType } from '@fived/interpolator';
import { ensureWritableFolder, writeFileWhole } from '@fived/records';

export const FORMATS = ['onnx', 'js'] as const;
export type Format = (typeof FORMATS)[number];

/** Node takes .mjs for a module wherever it lies. */
const EXTENSIONS: Readonly<Record<Format, string>> = { onnx: '.onnx', js: '.mjs' };

/** The default place: beside the model, under its name. */
export function defaultOut(modelFile: string, format: Format): string {
  const extension = extname(modelFile);
  return (extension === '' ? modelFile : modelFile.slice(0, -extension.length)) + EXTENSIONS[format];
}

export interface Exported {
  readonly content: string | Uint8Array;
  /** What a program that uses the file must know. */
  readonly usage: string;
}

/**
 * @param type the type of the numbers that go in and out, for onnx
 * @throws RangeError for a model that the format cannot hold
 */
export function exportModel(model: FittedModel, format: Format, type: OnnxType): Exported {
  const { inputSize } = model.network;
  if (format === 'js')
    return {
      content: modelToJavaScript(model),
      usage: `predict(${inputSize === 1 ? 'x1' : `x1, ..., x${inputSize}`}), a function`,
    };
  return {
    content: modelToOnnx(model, type),
    usage: `features (rows, ${inputSize}) in; prediction, lower, upper (rows, 1) out; all ${type}`,
  };
}

/**
 * Writes the file whole or not at all. What is not a regular file (`/dev/null`, a named pipe) is written directly.
 * @throws Error of one line if `out` is the model's own file, or cannot be written
 */
export async function writeExport(out: string, content: string | Uint8Array, modelFile: string): Promise<void> {
  const target = await stat(out).catch(() => undefined);
  const source = await stat(modelFile);
  if (target !== undefined && target.dev === source.dev && target.ino === source.ino) {
    throw new Error(`--out ${out} would replace ${modelFile}, which is read; choose another file`);
  }
  if (target?.isDirectory() === true)
    throw new Error(`cannot write ${out}: there is a folder of that name; choose another --out`);
  if (target !== undefined && !target.isFile()) {
    await writeFile(out, content);
    return;
  }
  await ensureWritableFolder(dirname(resolve(out)));
  await writeFileWhole(resolve(out), content);
}
