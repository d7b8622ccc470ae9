// Tests of the command. What is in the files is tested where they are made, in libs/interpolator.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Interpolator, modelToOnnx } from '@fived/interpolator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedIn } from '../testing/command.js';
import { fivedHere } from '../testing/run-here.js';
import { tableRows, toText } from '../testing/user-files.js';

let folder: string;
let model: Interpolator;
const home = process.cwd();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fived export '));
  process.chdir(folder);
  writeFileSync('train.csv', toText(tableRows(100)));
  // the second model's features lie near a million, one apart
  for (const [name, shift] of [
    ['train', 0],
    ['far', 1e6],
  ] as const) {
    const x = tableRows(100).map((row) => row.slice(0, 5).map((value) => shift + value));
    const y = tableRows(100).map((row) => row[5]);
    mkdirSync(name);
    await Interpolator.fit({ x, y }, { epochs: 2, members: 2, hiddenSizes: [4] }).save(join(name, 'model.safetensors'));
  }
  model = await Interpolator.load('train/model.safetensors');
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

describe('fived export', () => {
  it('writes an ONNX file beside the model and says what goes in and out', async () => {
    const { code, stdout, stderr } = await fivedHere('export', 'train', '--format', 'onnx');
    const path = join('train', 'model.onnx');
    const bytes = readFileSync(path);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      `${path}: ${bytes.length.toLocaleString('en-US')} bytes; ` +
        'features (rows, 5) in; prediction, lower, upper (rows, 1) out; all float64\n',
    );
    expect(Uint8Array.from(bytes)).toEqual(modelToOnnx(model.model));
  });

  it('takes float32 on demand, but not where it does not hold the features', async () => {
    expect(
      (await fivedHere('export', 'train', '--format', 'onnx', '--type', 'float32', '--out', 'float32.onnx')).stdout,
    ).toContain('; all float32\n');
    const { code, stdout, stderr } = await fivedHere('export', 'far', '--format', 'onnx', '--type', 'float32');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^fived: float32 cannot hold the digits of feature "x1", values up to 1000000\.9\d+ with a standard deviation of 0\.\d+; take float64\.\n$/,
    );
    expect(readdirSync('far')).not.toContain('model.onnx');
  });

  it('writes a module that Node imports by itself and that predicts as fived predict does', async () => {
    expect(
      (await fivedHere('export', 'train/model.safetensors', '--format', 'js', '--out', 'new/height.mjs')).code,
    ).toBe(0);
    const { predict } = (await import(/* @vite-ignore */ pathToFileURL(join(folder, 'new', 'height.mjs')).href)) as {
      predict: (...features: readonly number[]) => number;
    };
    const rows = tableRows(20).map((row) => row.slice(0, 5));
    expect(rows.map((row) => predict(...row))).toEqual(Array.from(model.predict(rows)));
  });

  it('replaces an earlier file, and gives the same bytes again', async () => {
    await fivedHere('export', 'train', '--format', 'js', '--out', 'again.mjs');
    const first = readFileSync('again.mjs');
    writeFileSync('again.mjs', 'something else');
    await fivedHere('export', 'train', '--format', 'js', '--out', 'again.mjs');
    expect(readFileSync('again.mjs')).toEqual(first);
  });

  it('works as a command of its own', async () => {
    const { code, stdout, stderr } = await fivedIn(folder, ['export', 'train', '--format', 'js', '--out', 'own.mjs']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^own\.mjs: [\d,]+ bytes; predict\(x1, \.\.\., x5\), a function\n$/);
  });

  it('refuses what it cannot do, with one line, and leaves what was there', async () => {
    mkdirSync('folder');
    copyFileSync(join('train', 'model.safetensors'), 'copy.safetensors');
    const before = readFileSync('copy.safetensors');
    const cases: readonly (readonly [args: readonly string[], message: RegExp])[] = [
      [
        ['--format', 'onnx'],
        /^fived: export needs <model>, which is missing: A run folder of fived train, or its model\.safetensors /,
      ],
      [['train'], /format/],
      [['train', '--format', 'pmml'], /^fived: --format must be one of "onnx", "js"; got "pmml"\.$/],
      [
        ['train', '--format', 'js', '--type', 'float32'],
        /^fived: --type is for the format onnx alone; got --format js$/,
      ],
      [['train.csv', '--format', 'onnx'], /^fived: train\.csv is not a safetensors file; MODEL must be a run folder/],
      [['nowhere', '--format', 'onnx'], /^fived: cannot read nowhere: there is no such file/],
      [
        ['copy.safetensors', '--format', 'onnx', '--out', './copy.safetensors'],
        /^fived: --out \.\/copy\.safetensors would replace copy\.safetensors, which is read; choose another file$/,
      ],
      [
        ['train', '--format', 'js', '--out', 'folder'],
        /^fived: cannot write folder: there is a folder of that name; choose another --out$/,
      ],
      [['train', '--format', 'js', '--out', 'train.csv/a.mjs'], /^fived: cannot create the folder /],
    ];
    for (const [args, message] of cases) {
      const { code, stdout, stderr } = await fivedHere('export', ...args);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/^[^\n]+\n$/);
      expect(stderr.trimEnd()).toMatch(message);
    }
    expect(readFileSync('copy.safetensors')).toEqual(before);
  });

  it('says its defaults in --help', async () => {
    const { code, stdout } = await fivedHere('export', '--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /--format[^]*\[required\] \[choices: "onnx", "js"\][^]*--type[^]*float64[^]*--out[^]*\[default: beside the model: \.onnx or \.mjs\]/,
    );
  });
});
