// What a user meets: the printed text, the run folder, Ctrl-C, and messages about bad input. Tests that need a process
// of its own (for signals, pipes) start the compiled command.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Interpolator } from '@fived/interpolator';
import { readHistory, readPredictions, readRunRecord } from '@fived/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedIn } from '../testing/command.js';
import { fivedHere, fivedHereReading, watchedOnTerminal } from '../testing/run-here.js';
import { NAMES, tableRows, toText, writeFormats } from '../testing/user-files.js';

let folder: string;
const home = process.cwd();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived train '));
  writeFileSync(join(folder, 'rows.csv'), toText(tableRows(200)));
  process.chdir(folder); // so that messages have short names
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

const TABLES = ['history.csv', 'metrics.json', 'model.safetensors', 'predictions.csv'];
const CHARTS = ['loss_curve.png', 'parity.png', 'residuals.png'];
const quick = ['--ensemble', '1', '--epochs', '3', '--no-charts'];
const filesIn = (run: string): readonly string[] => readdirSync(join(folder, run)).sort();
const recordIn = (run: string) => readRunRecord(join(folder, run, 'metrics.json'));

describe('the way of a new user', () => {
  it('goes on with a pasted line, whatever the name of the file', async () => {
    writeFileSync(join(folder, "it's my data.csv"), toText(tableRows(60)));
    const { stderr } = await fivedHere('train', "it's my data.csv", ...quick);
    expect(stderr).toContain("Use it: fived predict 'runs/it'\\''s my data' NEW_ROWS.csv\n");
    const { stdout } = await fivedHere('info', "runs/it's my data");
    expect(stdout).toContain("fived train ROWS --from 'runs/it'\\''s my data/model.safetensors'\n");
  });

  it('hears of a number too large by file, row and column, before anything else', async () => {
    const rows = toText(tableRows(60)).split('\n');
    rows[7] = rows[7].replace(/[^,]*,([^,]*)/, '1e308,$1');
    writeFileSync(join(folder, 'large.csv'), rows.join('\n'));
    expect(await fivedHere('train', 'large.csv', ...quick)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        `fived: large.csv, row 7, column ${rows[0].split(',')[0]} is 1e+308, ` +
        'which is too large to compute with: at most 2^1020, about 1.1e307.\n',
    });
  });

  it('may ask for minibatches of more rows than there are', async () => {
    const ran = async (size: string) => {
      const adam = ['--optimizer', 'adam', '--batch-size', size, '--out', `batch-${size}`];
      const { code, stderr } = await fivedHere('train', 'rows.csv', ...quick, ...adam);
      expect(code, stderr).toBe(0);
      return (await recordIn(`batch-${size}`)).weights_sha256;
    };
    expect(await ran('10000000')).toBe(await ran('200'));
  });

  it('goes from a CSV file over train, predict and evaluate to info', async () => {
    expect((await fivedHere('data', '--n', '400', '--out', 'data.csv')).code).toBe(0);
    const trained = await fivedHere('train', 'data.csv', '--target', 'y', '--ensemble', '2', '--epochs', '4');
    expect(trained.code, trained.stderr).toBe(0);
    expect(filesIn('runs/data')).toEqual([...TABLES, ...CHARTS].sort());
    for (const chart of CHARTS)
      expect(
        readFileSync(join(folder, 'runs/data', chart))
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG');

    const record = await recordIn('runs/data');
    expect(record).toMatchObject({
      source: { file: 'data.csv', rows: 400 },
      split: { train: 279, validation: 61, test: 60 },
    });
    const epochs = record.members.reduce((sum, { epochs_run }) => sum + epochs_run, 0);
    expect(await readHistory(join(folder, 'runs/data/history.csv'))).toHaveLength(epochs);
    const sets = await readPredictions(join(folder, 'runs/data/predictions.csv'));
    const { test } = sets;

    const predicted = await fivedHere('predict', 'runs/data', 'data.csv', '--out', 'predictions.csv');
    expect([predicted.code, predicted.stdout]).toEqual([0, '']);
    const [name, ...values] = readFileSync(join(folder, 'predictions.csv'), 'utf8').trimEnd().split('\n');
    expect(name).toBe('y');
    expect(values).toHaveLength(400);
    // They include, to the last bit, what training itself said about its test rows.
    const all = new Set(values.map(Number));
    expect(Array.from(test.predicted).filter((value) => !all.has(value))).toEqual([]);

    const evaluated = JSON.parse((await fivedHere('evaluate', 'runs/data', 'data.csv', '--json')).stdout) as {
      rows: number;
      rmse: number;
      coverage_95: number;
    };
    const { train, validation, test: onTest } = record.metrics;
    const squares = 279 * train.rmse ** 2 + 61 * validation.rmse ** 2 + 60 * onTest.rmse ** 2;
    expect(evaluated.rows).toBe(400);
    expect(evaluated.rmse).toBeCloseTo(Math.sqrt(squares / 400), 12);
    const covered = Object.values(sets).flatMap(({ actual, lower, upper }) =>
      Array.from(actual).filter((value, row) => lower[row] <= value && value <= upper[row]),
    );
    expect(evaluated.coverage_95).toBe(covered.length / 400);
    const coveredTests = test.actual.filter((value, row) => test.lower[row] <= value && value <= test.upper[row]);
    expect(onTest.coverage_95).toBe(coveredTests.length / 60);

    const described = JSON.parse((await fivedHere('info', 'runs/data', '--json')).stdout) as object;
    expect(described).toMatchObject({
      file: join('runs/data', 'model.safetensors'),
      trained: record.timestamp,
      network: record.network,
      split: record.split,
      members: record.members,
      metrics: record.metrics,
      baselines: record.baselines,
      weights_sha256: record.weights_sha256,
    });
  });
});

describe('fived train', () => {
  it(
    'prints statistics and progress on stderr, and layers, accuracy beside the baselines, ' +
      'files and seconds on stdout',
    async () => {
      const { code, stdout, stderr } = await fivedHere('train', 'rows.csv', ...quick, '--out', 'printed');
      expect(code).toBe(0);
      expect(stderr).toMatch(
        /^rows\.csv: 200 rows, 5 features, target y\ncolumn +min +max +mean +missing\nx1 +feature/,
      );
      expect(stderr).toMatch(
        /\nTraining a network 5-\S+-1, at most 3 epochs\.\nOptimizer: Levenberg-Marquardt \(second-order steps, no learning rate needed\)\.\n/,
      );
      expect(stderr).not.toContain('\r');
      expect(stdout).toMatch(/^layer +activation +weights +biases +parameters\n1: 5 -> /);
      expect(stdout).toMatch(/^total +[\d,]+$/m);
      expect(stdout).toMatch(
        /^model and baselines +R² +RMSE +MAE +max error +95% band\ntraining, 139 rows( +-?\d\S*){4}\n/m,
      );
      expect(stdout).toMatch(
        /^test, 30 rows( +-?\d\S*){4} +\d+\.\d%\n {2}least squares( +-?\d\S*){4}\n {2}mean( +-?\d\S*){4}\n/m,
      );
      expect(stdout).toMatch(
        /\nnetwork +ended by +epochs +best epoch +validation loss\n1 +all epochs run +3 +[1-3] +\d\.\d{3}e[+-]\d +(kept|left out)\n/,
      );
      expect(stdout).toMatch(/\nTrained in \d+\.\d\d s\.\n/);
      expect(stdout).toMatch(
        /\nWritten into printed:\n {2}model\.safetensors, metrics\.json, history\.csv, predictions\.csv\n$/,
      );
      for (const line of `${stdout}${stderr}`.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
      expect(filesIn('printed')).toEqual(TABLES);
    },
  );

  it('says what it leaves out, fills in and cannot learn from', async () => {
    const rows: (string | number)[][] = tableRows(60).map(([x1, x2, , x4, x5, y]) => [x1, x2, 7, x4, x5, y]);
    rows.push([...rows[0]], ['', 'NA', 7, 0.5, 'inf', 1], [0.1, 0.2, 7, 0.4, 0.5, 'nan'], [0.1, 0.2, 7, 0.4, 0.5, '']);
    writeFileSync(join(folder, 'gaps.csv'), toText(rows));
    const { stderr } = await fivedHere('train', 'gaps.csv', ...quick);
    expect(stderr).toContain(
      '\n2 rows without a target left out.\n' +
        '3 missing values filled in with the mean of the training rows.\n' +
        '1 row with the same features as an earlier one; kept.\n' +
        'Constant, so nothing can be learned from it: x3.\n',
    );
    expect((await recordIn('runs/gaps')).source).toEqual({
      file: 'gaps.csv',
      rows: 62,
      dropped_rows: 2,
      imputed_values: 3,
      duplicate_rows: 1,
    });
  });

  it('takes settings, and the preset for the others', async () => {
    const published = await fivedHere('train', 'rows.csv', ...quick, '--preset', 'published', '--out', 'published');
    const options =
      '--optimizer adam --ensemble 1 --hidden 8,4 --activation algebraic-silu ' +
      '--epochs 6 --batch-size 16 --learning-rate 0.01 --schedule linear --patience 4 --seed 7 --engine reference';
    const own = await fivedHere('train', 'rows.csv', '--no-charts', '--out', 'own', ...options.split(' '));
    expect([published.code, own.code]).toEqual([0, 0]);
    expect(own.stderr).toContain('\nOptimizer: Adam (minibatches of 16 rows, learning rate 0.01 falling linearly).\n');
    expect(await recordIn('published')).toMatchObject({
      network: { sizes: [5, 64, 32, 16, 1], activation: 'relu' },
      settings: {
        preset: 'published',
        optimizer: 'adam',
        members: 1,
        epochs: 3,
        batch_size: 32,
        learning_rate: 0.001,
        schedule: 'constant',
        patience: null,
        seed: 42,
        engine: 'simd',
      },
    });
    expect(await recordIn('own')).toMatchObject({
      network: { sizes: [5, 8, 4, 1], activation: 'algebraic-silu' },
      settings: {
        preset: 'default',
        optimizer: 'adam',
        members: 1,
        epochs: 6,
        batch_size: 16,
        learning_rate: 0.01,
        schedule: 'linear',
        patience: 4,
        seed: 7,
        engine: 'reference',
      },
    });
  });

  it('trains several networks, each with the weights of its best epoch, and leaves the bad ones out', async () => {
    const { stdout, stderr } = await fivedHere(
      'train',
      'rows.csv',
      '--no-charts',
      '--ensemble',
      '4',
      '--hidden',
      '6',
      '--epochs',
      '10',
      '--out',
      'four',
    );
    expect(stderr).toContain(
      '\nTraining 4 networks 5-6-1 from different seeds, at most 10 epochs each.\n' +
        'Optimizer: Levenberg-Marquardt (second-order steps, no learning rate needed).\n',
    );
    const lines = stdout.split('\n').filter((line) => /(kept|left out)$/.test(line));
    expect(lines.map((line) => line[0])).toEqual(['1', '2', '3', '4']);

    const { members, settings } = await recordIn('four');
    expect(settings).toMatchObject({
      optimizer: 'levenberg-marquardt',
      members: 4,
      batch_size: null,
      learning_rate: null,
      schedule: null,
    });
    expect(members.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(members.map(({ kept }) => kept)).toEqual(lines.map((line) => line.endsWith('kept')));
    const limit = 1.2 * Math.min(...members.map(({ validation_loss }) => validation_loss));
    for (const { kept, validation_loss } of members) expect(kept).toBe(validation_loss <= limit);

    const { model } = await Interpolator.load(join(folder, 'four/model.safetensors'));
    expect(model.members.map(({ index }) => index)).toEqual(
      members.filter(({ kept }) => kept).map(({ index }) => index),
    );
    expect(members.some(({ kept }) => !kept)).toBe(true);
    const history = await readHistory(join(folder, 'four/history.csv'));
    for (const { index, epochs_run, best_epoch, validation_loss } of members) {
      const own = history.filter(({ member }) => member === index);
      expect(own).toHaveLength(epochs_run);
      expect(own.every(({ learning_rate }) => learning_rate === null)).toBe(true);
      expect(own[best_epoch - 1]).toMatchObject({ is_best: true, validation_loss });
      expect(Math.min(...own.map((row) => row.validation_loss))).toBe(validation_loss);
    }
  });

  it('gives the same model, to the byte, however many networks are trained at a time', async () => {
    const several = ['train', 'rows.csv', '--ensemble', '3', '--hidden', '6', '--epochs', '3', '--no-charts'];
    const models: Buffer[] = [];
    for (const jobs of ['1', '7']) {
      const { code, stdout, stderr } = await fivedHere(...several, '--jobs', jobs, '--out', `jobs-${jobs}`);
      expect(code, stderr).toBe(0);
      const atATime = Math.min(Number(jobs), 3);
      expect((await recordIn(`jobs-${jobs}`)).settings.jobs).toBe(atATime);
      expect(stderr.includes(`\nNetworks at a time: ${atATime}.\n`)).toBe(atATime > 1);
      expect(stdout).toMatch(
        atATime > 1
          ? new RegExp(`\\nTrained in \\d+\\.\\d\\d s, ${atATime} networks at a time\\.\\n`)
          : /\nTrained in \d+\.\d\d s\.\n/,
      );
      for (const table of ['history.csv', 'predictions.csv']) {
        expect(readFileSync(join(folder, `jobs-${jobs}`, table))).toEqual(readFileSync(join(folder, 'jobs-1', table)));
      }
      models.push(readFileSync(join(folder, `jobs-${jobs}`, 'model.safetensors')));
    }
    expect(models[1]).toEqual(models[0]);
  });

  it('gives the same weights with both engines', async () => {
    for (const engine of ['simd', 'reference'])
      await fivedHere('train', 'rows.csv', ...quick, '--engine', engine, '--out', engine);
    expect((await recordIn('simd')).weights_sha256).toBe((await recordIn('reference')).weights_sha256);
  });

  it('chooses columns by name and by number, as many as --features names', async () => {
    await fivedHere('train', 'rows.csv', ...quick, '--target', 'x5', '--features', 'x2,y', '--out', 'by-name');
    await fivedHere(
      'train',
      'rows.csv',
      ...quick,
      '--target',
      '5',
      '--features',
      '2',
      '--features',
      '6',
      '--out',
      'by-number',
    );
    const [named, numbered] = [await recordIn('by-name'), await recordIn('by-number')];
    expect([named.target.name, ...named.features.map(({ name }) => name)]).toEqual(['x5', 'x2', 'y']);
    expect(numbered.weights_sha256).toBe(named.weights_sha256);
  });

  it('learns the same from every format', async () => {
    mkdirSync(join(folder, 'formats'));
    const names = writeFormats(join(folder, 'formats'), tableRows(50)).filter((name) => name !== 'features.csv');
    const hashes = new Set<string>();
    for (const name of names) {
      const features = name === 'reordered.csv' ? ['--features', 'x1,x2,x3,x4,x5', '--target', 'y'] : [];
      const run = `of-${name}`;
      const { code, stderr } = await fivedHere('train', `formats/${name}`, ...quick, ...features, '--out', run);
      expect(code, stderr).toBe(0);
      hashes.add((await recordIn(run)).weights_sha256);
    }
    expect(hashes.size).toBe(1);
  });

  it('reads standard input', async () => {
    const { code } = await fivedHereReading(toText(tableRows(30)), 'train', '-', ...quick);
    expect(code).toBe(0);
    expect((await recordIn('runs/stdin')).source.rows).toBe(30);
  });
});

describe('a run that is there already', () => {
  it(
    'is refused without --force, left whole by a training that fails, ' +
      'and replaced by one that does not, charts and all',
    async () => {
      const run = ['train', 'rows.csv', '--ensemble', '1', '--epochs', '3', '--out', 'again'];
      expect((await fivedHere(...run, '--no-charts')).code).toBe(0);
      for (const chart of CHARTS) writeFileSync(join(folder, 'again', chart), 'as if drawn');
      writeFileSync(join(folder, 'again/notes.txt'), 'mine');
      const bytes = (): readonly Buffer[] => filesIn('again').map((file) => readFileSync(join(folder, 'again', file)));
      const before = bytes();

      const refused = await fivedHere(...run);
      expect(refused).toMatchObject({
        code: 1,
        stdout: '',
        stderr:
          'fived: again holds a run already (model.safetensors); choose another --out, or give --force to replace it\n',
      });
      const diverged = await fivedHere(...run, '--force', '--optimizer', 'adam', '--learning-rate', '1e30');
      expect(diverged.stderr).toMatch(/\nfived: Training diverged: [^\n]+\n$/);
      expect(diverged.code).toBe(1);
      expect(bytes()).toEqual(before);

      expect((await fivedHere(...run, '--force', '--seed', '1', '--no-charts')).code).toBe(0);
      expect(filesIn('again')).toEqual([...TABLES, 'notes.txt'].sort());
      expect((await recordIn('again')).settings.seed).toBe(1);
    },
  );

  it('is seen by any of its files', async () => {
    mkdirSync(join(folder, 'part'));
    writeFileSync(join(folder, 'part/history.csv'), 'earlier');
    expect((await fivedHere('train', 'rows.csv', '--out', 'part')).stderr).toMatch(
      /^fived: part holds a run already \(history\.csv\); /,
    );
    expect(readFileSync(join(folder, 'part/history.csv'), 'utf8')).toBe('earlier');
  });
});

describe('a training that is stopped', () => {
  const long = [
    'train',
    'rows.csv',
    '--optimizer',
    'adam',
    '--schedule',
    'constant',
    '--epochs',
    '10000000',
    '--patience',
    '0',
    '--no-charts',
  ];
  /** Sends a signal once training begins. It has too many epochs to end before that. */
  const stopped = (out: string, signal: NodeJS.Signals) => {
    let sent = false;
    return fivedIn(folder, [...long, '--out', out], {
      onErr: (stderr, kill) => {
        if (sent || !stderr.includes('\nTraining ')) return;
        sent = true;
        kill(signal);
      },
    });
  };

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s leaves a whole run of the best weights so far, and exit code %d', async (signal, exitCode) => {
    rmSync(join(folder, 'interrupted'), { recursive: true, force: true });
    const { code, stdout, stderr } = await stopped('interrupted', signal);
    expect(code).toBe(exitCode);
    expect(stderr).toMatch(
      /\nStopping; the best weights so far will be saved\. Ctrl-C once more leaves at once\.\nfived: interrupted; the best weights so far are in interrupted; --from interrupted goes on\.\n$/,
    );
    expect(stdout).toMatch(/^1 +a signal +[\d,]+ +[\d,]+ +\d\S+ +kept$/m);
    expect(filesIn('interrupted')).toEqual(TABLES);
    const { members, stopped: how } = await recordIn('interrupted');
    expect([how, members.length, members[0].stopped]).toEqual(['interrupted', 1, 'interrupted']);
    const [{ epochs_run }] = members;
    expect(epochs_run).toBeLessThan(10_000_000);
    expect(await readHistory(join(folder, 'interrupted/history.csv'))).toHaveLength(epochs_run);
    expect((await Interpolator.load(join(folder, 'interrupted/model.safetensors'))).members[0]).toMatchObject({
      epochsRun: epochs_run,
      stoppedBy: 'caller',
    });
  });

  it('by Ctrl-C keeps the networks that were finished', async () => {
    const many = ['--optimizer', 'adam', '--ensemble', '1000', '--jobs', '1', '--hidden', '4', '--patience', '0'];
    let pressed = false;
    const { code } = await watchedOnTerminal(
      ['train', 'rows.csv', ...many, '--epochs', '200', '--no-charts', '--out', 'some'],
      (stderr, pressCtrlC) => {
        const at = /network (?<network>\d+)\/1000,[^\r]*$/.exec(stderr)?.groups?.['network'];
        if (pressed || at === undefined || Number(at) < 3) return;
        pressed = true;
        pressCtrlC();
      },
    );
    expect(code).toBe(130);
    const record = await recordIn('some');
    expect([record.stopped, record.settings.members]).toEqual(['interrupted', 1000]);
    expect(record.members.length).toBeGreaterThan(1);
    expect(record.members.length).toBeLessThan(1000);
    const { members } = await Interpolator.load(join(folder, 'some/model.safetensors'));
    expect(members).toHaveLength(record.members.filter(({ kept }) => kept).length);
  });

  it('by a kill leaves nothing that looks like a run, and nothing that stays', async () => {
    expect((await stopped('killed', 'SIGKILL')).code).toBeNull();
    expect(filesIn('killed').filter((name) => !name.startsWith('.'))).toEqual([]);
    expect((await fivedHere('train', 'rows.csv', ...quick, '--out', 'killed')).code).toBe(0);
    expect(filesIn('killed')).toEqual(TABLES);
  });
});

describe.runIf(process.platform !== 'win32')('where nobody reads', () => {
  it('the run is written all the same', async () => {
    const { code } = await fivedIn(folder, [], {
      shell: `"$1" "$2" train rows.csv --ensemble 1 --epochs 3 --no-charts --out unread 2>&1 | head -n 1 >&2; exit`,
    });
    expect(code).toBe(0);
    expect(filesIn('unread')).toEqual(TABLES);
  });
});

describe('bad input', () => {
  const write = (name: string, content: string | Uint8Array): void => {
    writeFileSync(join(folder, name), content);
  };
  const head = `${NAMES.join(',')}\n`;
  beforeAll(() => {
    write('text.csv', `${head}1,2,3,4,5,6\n1,2,three,4,5,6\n`);
    write('ragged.csv', `${head}1,2,3,4,5,6\n1,2,3\n`);
    write('huge.csv', `${head}1,2,3,4,5,1e400\n`);
    write('twice.csv', 'a,b,c,d,a,y\n1,2,3,4,5,6\n');
    write('mixed.csv', 'a,b,3,d,e,y\n1,2,3,4,5,6\n');
    write('header.csv', head);
    write('empty.csv', '');
    write('six.csv', 'a,b,c,d,e,f,y\n1,2,3,4,5,6,7\n');
    write('one.csv', 'y\n1\n2\n');
    write('short.csv', `${head}1,2,3,4,5,6\n1,2,3,4,5,7\n`);
    write('no-target.csv', `${head}1,2,3,4,5,\n1,2,3,4,5,NA\n1,2,3,4,5,6\n`);
    write('pickle.csv', Uint8Array.of(0x80, 4, 0x95));
    write('zip.gz', Uint8Array.of(0x1f, 0x8b, 8, 0));
    write('image.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0));
    write('wrong.npz', '1,2,3\n');
    write('ragged.json', '[[1, 2], [3]]');
    write('a-file', '');
  });

  it.each([
    ['missing.csv', [], 'cannot read missing.csv: there is no such file'],
    ['.', [], 'cannot read .: it is a folder'],
    ['empty.csv', [], 'empty.csv is empty'],
    ['header.csv', [], 'header.csv has no rows of numbers'],
    [
      'text.csv',
      [],
      'text.csv, line 3, column 3 ("x3"): "three" is not a number; write it like -1.5e3, without ' +
        'thousands separators, or leave the cell empty or write NaN, NA, null or inf where a value is missing',
    ],
    [
      'huge.csv',
      [],
      'huge.csv, line 2, column 6 ("y"): "1e400" is beyond the largest float64, 1.8e308; ' +
        'rescale the column, or leave the cell empty or write NaN, NA, null or inf where a value is missing',
    ],
    [
      'ragged.csv',
      [],
      'ragged.csv, line 3 has 3 cells, the first line has 6; ' +
        'give each row as many, empty or NA where a value is missing',
    ],
    ['twice.csv', [], 'twice.csv: columns 1 and 5 are both named "a"; give each column its own name'],
    [
      'mixed.csv',
      [],
      'mixed.csv, line 1 has a text in column 1 and a number in column 3: ' +
        'it is either a header, with a name for every column, or a row, with a number in every column',
    ],
    [
      'six.csv',
      [],
      'six.csv has 6 features besides the target "y", expected 5: ' +
        'give --dimensions 6, or choose among a, b, c, d, e, f',
    ],
    [
      'six.csv',
      ['--features', 'a,b', '--dimensions', '3'],
      'six.csv has 2 features besides the target "y", expected 3: give --dimensions 2, or choose among a, b',
    ],
    ['one.csv', [], 'one.csv has only one column, "y"; features and a target are needed'],
    [
      'six.csv',
      ['--target', 'Y'],
      'six.csv has no column "Y" (did you mean "y"?); its columns are a, b, c, d, e, f, y',
    ],
    ['six.csv', ['--target', '8'], 'six.csv has no column 8; its 7 columns are a, b, c, d, e, f, y'],
    [
      'six.csv',
      ['--features', 'a,y'],
      'six.csv: column "y" is chosen as both a feature and the target; choose each column once',
    ],
    ['six.csv', ['--features', 'a,a'], 'six.csv: column "a" is chosen as a feature twice; choose each column once'],
    [
      'pickle.csv',
      [],
      'pickle.csv is a pickle, which can run any program; if you trust it: ' +
        "python -c \"import pickle, numpy; d = pickle.load(open('data.pkl', 'rb')); " +
        "numpy.savez('data.npz', X=d['X'], y=d['y'])\" (of a tuple: X=d[0], y=d[1])",
    ],
    ['zip.gz', [], 'zip.gz holds a gzip archive; unpack it first'],
    ['image.png', [], 'image.png holds bytes that are no text; .csv, .tsv, .txt, .json, .npy and .npz are read'],
    ['wrong.npz', [], 'wrong.npz is named .npz but holds text; give it the right ending'],
    ['ragged.json', [], 'ragged.json, line 1: row 2 has 1 value, row 1 has 2; write null where a value is missing'],
    [
      'rows.csv',
      ['--out', 'a-file'],
      'cannot create the folder a-file: there is a file where the folder should be; ' +
        'remove it, or choose another path (EEXIST)',
    ],
    ['short.csv', [], 'A fit needs at least 3 rows with a target, one each to train, to validate and to test; got 2.'],
    [
      'no-target.csv',
      [],
      'A fit needs at least 3 rows with a target, one each to train, to validate and to test; ' +
        'got 1 and 2 whose target is missing.',
    ],
    ['rows.csv', ['--jobs', '0'], '--jobs must be a whole number of at least 1; got "0".'],
    ['rows.csv', ['--jobs', '257'], '--jobs must be at most 256; got 257.'],
    ['rows.csv', ['--seed', '5e9'], 'seed must be a whole number from 0 to 4294967295; got 5000000000.'],
    [
      'rows.csv',
      ['--learning-rate', '0.01'],
      '--learning-rate is for --optimizer adam, levenberg-marquardt finds its own steps; ' +
        'give that too, or leave --learning-rate out.',
    ],
    [
      'rows.csv',
      ['--optimizer', 'levenberg-marquardt', '--preset', 'published'],
      'The preset published is a training with the optimizer adam; got levenberg-marquardt.',
    ],
    [
      'rows.csv',
      ['--hidden', '600'],
      'levenberg-marquardt is for small networks, of at most 4000 parameters; ' +
        'this one has 4201. Choose fewer or smaller hidden layers, or the optimizer adam.',
    ],
    ['rows.csv', ['--hidden', '0'], '--hidden must be widths from 1 to 65536 such as 64,32,16, or "none"; got "0".'],
    ['rows.csv', ['--features', 'a,,b'], '--features must be names or numbers of columns, such as a,b,c; got "a,,b".'],
    ['rows.csv', ['--delimiter', 'x'], '--delimiter must be comma, semicolon, tab or space; got "x".'],
    ['rows.csv', ['--schedule', 'step'], '--schedule must be one of "constant", "cosine", "linear"; got "step".'],
  ] satisfies readonly (readonly [string, readonly string[], string])[])(
    '%s %j ends before any training with one line and exit code 1',
    async (file, args, message) => {
      const { code, stdout, stderr } = await fivedHere(
        'train',
        file,
        ...(args.includes('--out') ? args : [...args, '--out', 'never']),
      );
      expect(stderr.trimEnd().split('\n').at(-1)).toBe(`fived: ${message}`);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).not.toContain('\nTraining ');
      expect(existsSync(join(folder, 'never'))).toBe(false);
    },
  );
});
