// predict, evaluate and info: the same rows in any form, and what is said about rows that do not fit.
import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Interpolator } from '@fived/interpolator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedHere, fivedHereReading } from '../testing/run-here.js';
import { tableRows, toText, writeFormats } from '../testing/user-files.js';

const bin = fileURLToPath(new URL('../../bin/fived.js', import.meta.url));
const ROWS = 50;
let folder: string;
let formats: readonly string[];
let model: Interpolator;
/** The model's prediction of each row, as text. */
let predictions: readonly string[];
const home = process.cwd();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fived predict '));
  process.chdir(folder); // so that messages have short names
  formats = writeFormats(folder, tableRows(ROWS));
  writeFileSync('train.csv', toText(tableRows(200)));
  expect((await fivedHere('train', 'train.csv', '--epochs', '20', '--no-charts', '--out', 'run')).code).toBe(0);
  model = await Interpolator.load('run/model.safetensors');
  predictions = Array.from(model.predict(tableRows(ROWS).map((row) => row.slice(0, 5))), String);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

const linesOf = (text: string): readonly string[] => text.trimEnd().split('\n');
const lastLine = (text: string): string | undefined => linesOf(text).at(-1);
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return name;
};

describe('fived predict', () => {
  it(
    'says the same of the same rows in any format, with columns in any order, ' +
      'with others beside them, and without names',
    async () => {
      expect(formats).toHaveLength(12);
      for (const name of formats) {
        const { code, stdout, stderr } = await fivedHere('predict', 'run', name);
        expect(code, stderr).toBe(0);
        expect(linesOf(stdout), name).toEqual(['y', ...predictions]);
      }
    },
  );

  it('takes the model by its folder and by its file, wherever that lies', async () => {
    copyFileSync('run/model.safetensors', 'anywhere.bin');
    for (const path of ['run', 'run/', 'run/model.safetensors', 'anywhere.bin']) {
      expect(linesOf((await fivedHere('predict', path, 'rows.csv')).stdout)).toEqual(['y', ...predictions]);
    }
  });

  it('says the same with either engine', async () => {
    expect((await fivedHere('predict', 'run', 'rows.csv', '--engine', 'reference')).stdout).toBe(
      (await fivedHere('predict', 'run', 'rows.csv')).stdout,
    );
  });

  it('takes one row', async () => {
    write('one.csv', toText(tableRows(1)));
    expect(linesOf((await fivedHere('predict', 'run', 'one.csv')).stdout)).toEqual(['y', predictions[0]]);
  });

  it('says the same of rows that come in many pieces', async () => {
    const rows = tableRows(20_000); // some 2 MB of text
    write('many.csv', toText(rows));
    const expected = Array.from(model.predict(rows.map((row) => row.slice(0, 5))), String);
    expect(linesOf((await fivedHere('predict', 'run', 'many.csv')).stdout)).toEqual(['y', ...expected]);
  });

  it('reads standard input, whatever is in it', async () => {
    const json = readFileSync(join(folder, 'rows.json'), 'utf8');
    for (const stdin of [toText(tableRows(ROWS)), json]) {
      const { code, stdout } = await fivedHereReading(stdin, 'predict', 'run', '-');
      expect(code).toBe(0);
      expect(linesOf(stdout)).toEqual(['y', ...predictions]);
    }
  });

  it('keeps the columns of the input on demand, and tells its column from one that is there', async () => {
    const rows = tableRows(2).map((row) => row.slice(0, 5).map(String));
    write(
      'gap.csv',
      toText([rows[0], ['', ...rows[1].slice(1)]], ['x1', 'x2', 'x3', 'x4', 'a, "b"']).replace('a, "b"', '"x5"'),
    );
    expect(linesOf((await fivedHere('predict', 'run', 'gap.csv', '--keep')).stdout)).toEqual([
      'x1,x2,x3,x4,x5,y',
      `${rows[0].join(',')},${predictions[0]}`,
      expect.stringMatching(new RegExp(`^,${rows[1].slice(1).join(',')},-?\\d`)),
    ]);
    const { stdout } = await fivedHere('predict', 'run', 'reordered.csv', '--keep');
    expect(linesOf(stdout)[0]).toBe('y,x5,extra,x3,x1,x2,x4,y_predicted');
    expect(linesOf(stdout)[1].split(',').slice(-1)).toEqual([predictions[0]]);
    write('kept.csv', stdout);
    expect(linesOf((await fivedHere('predict', 'run', 'kept.csv')).stdout)).toEqual(['y', ...predictions]);
  });

  it('writes the ends of the 95% band on demand, in two more columns', async () => {
    const { lower, upper } = model.predictWithUncertainty(tableRows(ROWS).map((row) => row.slice(0, 5)));
    const { code, stdout } = await fivedHere('predict', 'run', 'rows.csv', '--uncertainty');
    expect(code).toBe(0);
    expect(linesOf(stdout)).toEqual([
      'y,y_lower,y_upper',
      ...predictions.map((text, row) => `${text},${lower[row]},${upper[row]}`),
    ]);

    write(
      'banded.csv',
      toText(
        tableRows(1).map((row) => [...row.slice(0, 5), 7]),
        ['x1', 'x2', 'x3', 'x4', 'x5', 'y_lower'],
      ),
    );
    const kept = await fivedHere('predict', 'run', 'banded.csv', '--uncertainty', '--keep');
    expect(linesOf(kept.stdout)[0]).toBe('x1,x2,x3,x4,x5,y_lower,y,y_lower_predicted,y_upper');
    expect(linesOf(kept.stdout)[1].split(',').slice(5)).toEqual([
      '7',
      predictions[0],
      String(lower[0]),
      String(upper[0]),
    ]);
  });

  it('counts rows outside the range of the training rows, and missing values, on stderr', async () => {
    write(
      'outside.csv',
      toText(
        [
          [0.5, 0.5, 0.5, 0.5, 0.5],
          [0.5, -0.1, 0.5, 0.5, 1.2],
          [0.5, '', 'NA', 0.5, 0.5],
        ],
        ['x1', 'x2', 'x3', 'x4', 'x5'],
      ),
    );
    const { code, stdout, stderr } = await fivedHere('predict', 'run', 'outside.csv');
    expect(code).toBe(0);
    expect(linesOf(stdout)).toHaveLength(4);
    expect(stderr).toBe(
      'Warning: 1 of 3 rows outside the training range of a feature: extrapolated.\n' +
        'Warning: 2 missing values filled in with the mean of the training rows.\n',
    );
  });

  it('writes a file whole or not at all', async () => {
    const { code, stdout, stderr } = await fivedHere('predict', 'run', 'rows.csv', '--out', 'new/predicted.csv');
    expect([code, stdout, lastLine(stderr)]).toEqual([0, '', '50 rows predicted.']);
    expect(readdirSync('new')).toEqual(['predicted.csv']);
    const text = readFileSync('new/predicted.csv', 'utf8');
    expect(linesOf(text)).toEqual(['y', ...predictions]);

    write('late.csv', `${toText(tableRows(20_000))}1,2,3,4,five,6\n`);
    const failed = await fivedHere('predict', 'run', 'late.csv', '--out', 'new/predicted.csv');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(
      /^fived: late\.csv, line 20002, column 5 \("x5"\): "five" is not a number; [^\n]+\n$/,
    );
    expect(readdirSync('new')).toEqual(['predicted.csv']);
    expect(readFileSync('new/predicted.csv', 'utf8')).toBe(text);
  });

  it('does not replace what it reads', async () => {
    mkdirSync('beside');
    const refusal = (out: string, input: string): string =>
      `fived: --out ${out} would replace ${input}, which is read; choose another file\n`;
    expect((await fivedHere('predict', 'run', 'rows.csv', '--out', './rows.csv')).stderr).toBe(
      refusal('./rows.csv', 'rows.csv'),
    );
    expect((await fivedHere('predict', 'run', 'rows.csv', '--out', 'run/model.safetensors')).stderr).toBe(
      refusal('run/model.safetensors', join('run', 'model.safetensors')),
    );
    expect((await fivedHere('predict', 'run', 'rows.csv', '--out', 'beside')).stderr).toMatch(
      /^fived: cannot write beside: there is a folder of that name; /,
    );
  });
});

describe.runIf(process.platform !== 'win32')('a pipe', () => {
  /** Runs a line of the shell; $fived is the command. */
  const shell = (line: string): Promise<{ code: number | null; stdout: string; stderr: string }> =>
    new Promise((done) => {
      const child = spawn('sh', ['-c', `fived() { "${process.execPath}" "${bin}" "$@"; }; ${line}`], { cwd: folder });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.on('close', (code) => {
        done({ code, stdout, stderr });
      });
    });

  it('whose reader goes away ends the command quietly, although its input never ends', async () => {
    const { stdout, stderr } = await shell(
      '{ yes 0.5,0.5,0.5,0.5,0.5 | fived predict run -; echo "exit code $?" >&2; } | head -n 2',
    );
    expect(stdout).toMatch(/^y\n-?\d[^\n]*\n$/);
    expect(stderr).toBe('exit code 0\n');
  });

  it('that holds no table, and never ends, ends the command at once', async () => {
    const { stderr } = await shell('yes a,b,c | fived predict run -; echo "exit code $?" >&2');
    expect(stderr).toMatch(
      /^fived: standard input has no column "x1"; its columns are a, b, c; [^\n]+\n(yes: [^\n]+\n)?exit code 1\n$/,
    );
    const twice = await shell('yes a,a | fived predict run -; echo "exit code $?" >&2');
    expect(twice.stderr).toMatch(
      /^fived: standard input: columns 1 and 2 are both named "a"; [^\n]+\n(yes: [^\n]+\n)?exit code 1\n$/,
    );
  });

  it('takes what another command writes', async () => {
    const { code, stdout } = await shell('cat rows.csv | fived predict run - --keep | fived evaluate run - --json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ file: '-', rows: ROWS });
  });

  it('may be named, for input and output', async () => {
    const { stdout } = await shell(
      'mkfifo in out; cat rows.json > in & fived predict run in --out out 2>&1 & cat out; wait; rm in out',
    );
    expect(linesOf(stdout).filter((line) => !line.endsWith('predicted.') && !line.endsWith('extrapolated.'))).toEqual([
      'y',
      ...predictions,
    ]);
  });

  it.runIf(existsSync('/dev/full'))('that cannot be written to is an error', async () => {
    const { stderr } = await shell('fived predict run rows.csv > /dev/full || echo failed >&2');
    expect(stderr).toMatch(/^fived: cannot write to standard output: ENOSPC[^\n]*\nfailed\n$/);
  });
});

describe('fived evaluate', () => {
  const expected = () => {
    const rows = tableRows(ROWS);
    const { lower, upper } = model.predictWithUncertainty(rows.map((row) => row.slice(0, 5)));
    const errors = rows.map((row, i) => Number(predictions[i]) - row[5]);
    const mean = rows.reduce((sum, row) => sum + row[5], 0) / ROWS;
    const sum = (of: (i: number) => number): number => errors.reduce((total, _, i) => total + of(i), 0);
    return {
      r2: 1 - sum((i) => errors[i] ** 2) / sum((i) => (rows[i][5] - mean) ** 2),
      rmse: Math.sqrt(sum((i) => errors[i] ** 2) / ROWS),
      mae: sum((i) => Math.abs(errors[i])) / ROWS,
      max_error: Math.max(...errors.map(Math.abs)),
      coverage_95: rows.filter((row, i) => lower[i] <= row[5] && row[5] <= upper[i]).length / ROWS,
    };
  };

  it('judges rows in any format and order', async () => {
    const { r2, rmse, mae, max_error, coverage_95 } = expected();
    for (const name of formats.filter((format) => format !== 'features.csv')) {
      const { code, stdout, stderr } = await fivedHere('evaluate', 'run', name, '--json');
      expect(code, stderr).toBe(0);
      const found = JSON.parse(stdout) as Record<string, number>;
      expect(found).toMatchObject({
        model: 'run',
        file: name,
        rows: ROWS,
        dropped_rows: 0,
        imputed_values: 0,
        max_error,
        coverage_95,
      });
      expect([found['r2'], found['rmse'], found['mae']]).toEqual(
        [r2, rmse, mae].map((value) => expect.closeTo(value, 12) as number),
      );
    }
  });

  it('prints rows and metrics beside those of the test rows, and leaves out rows without a target', async () => {
    const rows = tableRows(ROWS);
    write('partly.csv', toText([...rows, [0.1, 0.2, 0.3, 0.4, 0.5, '']]));
    const { stdout, stderr } = await fivedHere('evaluate', 'run', 'partly.csv');
    const { r2, rmse, coverage_95 } = expected();
    expect(linesOf(stdout)[0]).toMatch(/^ +rows +R² +RMSE +MAE +max error +95% band$/);
    expect(linesOf(stdout)[1]).toMatch(
      new RegExp(`^partly\\.csv +50 +${r2.toFixed(5)} +${rmse.toPrecision(4)} .* ${(100 * coverage_95).toFixed(1)}%$`),
    );
    expect(linesOf(stdout)[2]).toMatch(/^test rows of the training +30 .*%$/);
    expect(linesOf(stderr)[0]).toBe('Warning: 1 row without a target left out.');
  });
});

describe('fived info', () => {
  it(
    'shows network, members, noise, features with their ranges, target, settings, rows, ' + 'accuracy and hash',
    async () => {
      const { code, stdout, stderr } = await fivedHere('info', 'run');
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(
        /^file {7}run\/model\.safetensors \(\d+\.\d kB\)\ntrained {4}\d{4}-\d\d-\d\dT\S+Z\nnetwork {4}5-\S+-1, \S+\nmembers {4}the mean of \d(; \d left out, too far from the best)?\ntarget {5}y: mean /,
      );
      expect(stdout).toMatch(
        /\nnoise {6}\d\S+, the least standard deviation of target minus prediction\n95% band {3}prediction \+- \d\S* standard deviations\n/,
      );
      expect(stdout).toContain(
        '\nrows       139 training, 31 validation, 30 test\n' +
          'optimizer  Levenberg-Marquardt (second-order steps, no learning rate needed)\n' +
          'settings   at most 20 epochs, patience 50, seed 42\n',
      );
      expect(stdout).toMatch(/\nsha256 {5}[0-9a-f]{64}\n/);
      expect(stdout).toMatch(/\nfeature +min +max\nx1 +0\.\d+ +0\.\d+\n/);
      for (const line of linesOf(stdout)) expect(line.length, line).toBeLessThanOrEqual(80);
    },
  );

  it('says whether the training can go on', async () => {
    expect((await fivedHere('info', 'run')).stdout).toContain(
      '\ngoes on    with the same rows: fived train ROWS --from run/model.safetensors\n',
    );
    await model.save('loaded.safetensors'); // a loaded model has no training state
    expect((await fivedHere('info', 'loaded.safetensors')).stdout).toContain(
      '\ngoes on    no, the file does not hold where its training stands\n',
    );
    expect(JSON.parse((await fivedHere('info', 'loaded.safetensors', '--json')).stdout)).toMatchObject({
      can_go_on: false,
    });
  });

  it('tells as JSON what makes the band', async () => {
    const { uncertainty, target } = model.model;
    const { stdout } = await fivedHere('info', 'run', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      settings: { optimizer: 'levenberg-marquardt', epochs: 20, learning_rate: null },
      uncertainty: {
        least_standard_deviation: uncertainty.floor * target.scale,
        spread_factor: uncertainty.spreadFactor,
        band_multiplier: uncertainty.bandMultiplier,
      },
    });
  });

  it('does not guess when a model was trained that lies without its record, or beside that of another', async () => {
    mkdirSync('alone');
    copyFileSync('run/model.safetensors', 'alone/model.safetensors');
    const trained = async (): Promise<unknown> =>
      (JSON.parse((await fivedHere('info', 'alone', '--json')).stdout) as { trained: unknown }).trained;
    expect(await trained()).toBeNull();
    expect((await fivedHere('info', 'alone')).stdout).toContain(
      '\ntrained    not known: no metrics.json of this model lies beside it\n',
    );
    const record = readFileSync('run/metrics.json', 'utf8');
    writeFileSync('alone/metrics.json', record.replace(/("weights_sha256": ")[0-9a-f]{8}/, '$100000000'));
    expect(await trained()).toBeNull();
    writeFileSync('alone/metrics.json', record);
    expect(await trained()).toBe((JSON.parse(record) as { timestamp: string }).timestamp);
  });
});

describe('bad input', () => {
  const NEEDS = 'the model needs x1, x2, x3, x4, x5';
  const MODEL = 'MODEL must be a run folder of "fived train", or its model.safetensors';
  beforeAll(() => {
    write('renamed.csv', 'x1,X2,x3,x4,x5\n1,2,3,4,5\n');
    write('foreign.csv', 'a,b,c\n1,2,3\n');
    write('narrow.csv', '1,2,3\n4,5,6\n');
    write('wide.csv', '1,2,3,4,5,6,7\n');
    write('header-only.csv', 'x1,x2,x3,x4,x5,y\n# nothing\n');
    write('nothing.csv', '');
    write('far.csv', 'x1,x2,x3,x4,x5,y\n0,0,0,0,0,0\n0,0,-1e305,0,0,0\n');
    write('untargeted.csv', 'x1,x2,x3,x4,x5,y\n0,0,0,0,0,NA\n');
    writeFileSync(
      join(folder, 'bad.safetensors'),
      readFileSync(join(folder, 'run/model.safetensors')).subarray(0, 500),
    );
    write('tiny.bin', '{');
    write('text.safetensors', 'no tensors at all');
    write('damaged.safetensors', '');
    const bytes = readFileSync(join(folder, 'run/model.safetensors'));
    bytes[bytes.indexOf('"weights_sha256":"') + '"weights_sha256":"'.length] ^= 1;
    writeFileSync(join(folder, 'damaged.safetensors'), bytes);
    mkdirSync(join(folder, 'no-run'));
  });

  it.each([
    ['run', 'missing.csv', 'cannot read missing.csv: there is no such file'],
    ['run', '.', 'cannot read .: it is a folder'],
    ['run', 'data.pkl', /^data\.pkl is a pickle, which can run any program; /],
    ['run', 'nothing.csv', 'nothing.csv is empty'],
    ['run', 'header-only.csv', 'header-only.csv has no rows of numbers'],
    [
      'run',
      'renamed.csv',
      `renamed.csv has no column "x2" (did you mean "X2"?); its columns are x1, X2, x3, x4, x5; ${NEEDS}`,
    ],
    ['run', 'foreign.csv', `foreign.csv has no column "x1"; its columns are a, b, c; ${NEEDS}`],
    [
      'run',
      'narrow.csv',
      'narrow.csv names no columns and has 3; needed are 5 columns (x1, x2, x3, x4, x5), or one more for "y"',
    ],
    [
      'run',
      'wide.csv',
      'wide.csv names no columns and has 7; needed are 5 columns (x1, x2, x3, x4, x5), or one more for "y"',
    ],
    [
      'run',
      'far.csv',
      /^far\.csv, row 2: x3 is -1e\+305, too far from the training rows to compute with; they had 0\.\d+ to 0\.\d+$/,
    ],
    [
      'run',
      'run/model.safetensors',
      'run/model.safetensors holds bytes that are no text; .csv, .tsv, .txt, .json, .npy and .npz are read',
    ],
    ['nowhere', 'rows.csv', `cannot read nowhere: there is no such file; ${MODEL}`],
    ['no-run', 'rows.csv', `cannot read ${join('no-run', 'model.safetensors')}: there is no such file; ${MODEL}`],
    ['rows.csv', 'rows.csv', `rows.csv is not a safetensors file; ${MODEL}`],
    ['tiny.bin', 'rows.csv', `tiny.bin is not a safetensors file; ${MODEL}`],
    ['text.safetensors', 'rows.csv', 'text.safetensors is not a safetensors file'],
    ['bad.safetensors', 'rows.csv', /^bad\.safetensors: header: /],
    ['damaged.safetensors', 'rows.csv', /^damaged\.safetensors: [^\n]+$/],
  ])('of model %s and rows %s ends with one line and exit code 1, whatever is asked', async (path, file, message) => {
    for (const command of ['predict', 'evaluate']) {
      const { code, stdout, stderr } = await fivedHere(command, path, file);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/^fived: [^\n]+\n$/);
      const said = stderr.slice('fived: '.length).trimEnd();
      if (typeof message === 'string') expect(said).toBe(message);
      else expect(said).toMatch(message);
    }
  });

  it('of a model ends info with one line', async () => {
    expect(await fivedHere('info', 'rows.csv')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `fived: rows.csv is not a safetensors file; ${MODEL}\n`,
    });
  });

  it.each([
    ['features.csv', `features.csv has no column "y", the model's target; its columns are x1, x2, x3, x4, x5`],
    ['untargeted.csv', 'untargeted.csv has nothing to compare with: the target is missing in every row'],
  ])('of %s cannot be evaluated', async (file, message) => {
    expect(await fivedHere('evaluate', 'run', file)).toEqual({ code: 1, stdout: '', stderr: `fived: ${message}\n` });
  });

  it('does not take a number for a name: a feature called 3 is not the third column', async () => {
    write(
      'numbered.csv',
      toText(
        tableRows(30).map((row) => row.slice(0, 3)),
        ['a', '3', 'y'],
      ),
    );
    expect(
      (
        await fivedHere(
          'train',
          'numbered.csv',
          '--features',
          'a,3',
          '--ensemble',
          '1',
          '--epochs',
          '1',
          '--no-charts',
          '--out',
          'numbered',
          '--header',
        )
      ).code,
    ).toBe(0);
    write('others.csv', 'a,b,c\n1,2,3\n');
    expect((await fivedHere('predict', 'numbered', 'others.csv')).stderr).toBe(
      'fived: others.csv has no column "3"; its columns are a, b, c; the model needs a, 3\n',
    );
  });

  // Root may write anywhere.
  it.runIf(process.platform !== 'win32' && process.getuid?.() !== 0)(
    'of a folder that takes no files is told',
    async () => {
      mkdirSync('closed');
      chmodSync('closed', 0o555);
      expect((await fivedHere('predict', 'run', 'rows.csv', '--out', 'closed/p.csv')).stderr).toMatch(
        /^fived: cannot write into the folder [^\n]+\n$/,
      );
    },
  );
});
