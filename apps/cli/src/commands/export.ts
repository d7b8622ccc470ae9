/** `fived export`: a trained model for programs that know nothing of this one. */
import { stat, writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { modelToJavaScript, modelToOnnx, onnxTypes, type FittedModel, type OnnxType } from '@fived/interpolator';
import { ensureWritableFolder, writeFileWhole } from '@fived/records';
import { command } from '../command.js';
import { path, type Values } from '../options.js';
import { loadModel, MODEL_ARGUMENT } from '../predict/model.js';
import { checkOut } from '../predict/output.js';
import { counted, shownPath } from '../text.js';

const FORMATS = ['onnx', 'js'] as const;
type Format = (typeof FORMATS)[number];

/** Node takes .mjs for a module wherever it lies. */
const EXTENSIONS: Readonly<Record<Format, string>> = { onnx: '.onnx', js: '.mjs' };

/** The default place: beside the model, under its name. */
function defaultOut(modelFile: string, format: Format): string {
  const extension = extname(modelFile);
  return (extension === '' ? modelFile : modelFile.slice(0, -extension.length)) + EXTENSIONS[format];
}

interface Exported {
  readonly content: string | Uint8Array;
  /** What a program that uses the file must know. */
  readonly usage: string;
}

/**
 * @param type the type of the numbers that go in and out, for onnx
 * @throws RangeError for a model that the format cannot hold
 */
function exportModel(model: FittedModel, format: Format, type: OnnxType): Exported {
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

const DEFAULT_TYPE: OnnxType = 'float64';

const EXPORT_OPTIONS = {
  model: MODEL_ARGUMENT,
  format: {
    choices: FORMATS,
    demandOption: true,
    placeholder: 'FORMAT',
    group: 'Output:',
    describe:
      'onnx: for ONNX Runtime and others; js: a module with predict(x1, x2, ...), equal to fived predict to the bit',
  },
  type: {
    choices: onnxTypes,
    group: 'Output:',
    describe: 'Type of the numbers that go into an ONNX file and come out of it',
    defaultDescription: `${DEFAULT_TYPE}, which gives the bits of fived predict`,
  },
  out: {
    type: 'string',
    read: path,
    group: 'Output:',
    describe: 'The file',
    defaultDescription: 'beside the model: .onnx or .mjs',
  },
} as const;

/**
 * @throws Error of one line for a file that is not a model, for a model that the format cannot hold, and for a file
 * that cannot be written
 */
async function exportTo({ model: given, format, type, out }: Values<typeof EXPORT_OPTIONS>): Promise<void> {
  if (type !== undefined && format !== 'onnx')
    throw new Error(`--type is for the format onnx alone; got --format ${format}`);
  const { interpolator, file } = await loadModel(given);
  const { content, usage } = exportModel(interpolator.model, format, type ?? DEFAULT_TYPE);
  const place = out ?? defaultOut(file, format);
  await checkOut(place, [file]);
  const isSpecial = (await stat(place).catch(() => undefined))?.isFile() === false; // /dev/null, a named pipe
  if (isSpecial) {
    await writeFile(place, content);
  } else {
    await ensureWritableFolder(dirname(resolve(place)));
    await writeFileWhole(resolve(place), content);
  }
  console.log(`${shownPath(place)}: ${counted(Buffer.byteLength(content), 'byte')}; ${usage}`);
}

export const exportCommand = command({
  command: 'export <model>',
  describe: 'Write a trained model for other programs: an ONNX file, or an ES module without dependencies',
  options: EXPORT_OPTIONS,
  examples: [
    ['$0 export runs/data --format onnx', 'Writes runs/data/model.onnx'],
    ['$0 export runs/data --format js --out site/height.js', 'For a web page'],
  ],
  renamed: { output: 'out' },
  handler: exportTo,
});
