import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from './main.js';
import { madeUpTrainedRun, writeTrainedRun } from './testing/trained-run.js';

const CHARTS = ['loss_curve.png', 'parity.png', 'residuals.png'];
const FILES = ['history.csv', 'metrics.json', 'predictions.csv'];

let folder: string;
const printed = { out: [] as string[], err: [] as string[] };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fived-plots-run-'));
  await writeTrainedRun(madeUpTrainedRun(), folder);
  printed.out = [];
  printed.err = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => printed.out.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => printed.err.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Width and height, and dots per metre, from the chunks that every PNG of ours has. */
const pngHead = (path: string) => {
  const bytes = readFileSync(path);
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  return {
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
    dotsPerMetre: bytes.readUInt32BE(bytes.indexOf('pHYs') + 4),
  };
};

describe('fived-plots run', () => {
  it('draws three charts into the folder of the run, for print, and lists them', async () => {
    expect(await run(['run', '--in', folder])).toBe(0);
    expect(printed).toEqual({ out: CHARTS.map((name) => join(folder, name)), err: [] });
    expect(readdirSync(folder).sort()).toEqual([...FILES, ...CHARTS].sort());
    for (const name of CHARTS) {
      const { width, height, dotsPerMetre } = pngHead(join(folder, name));
      // 300 dots per inch; no side longer than 25 cm, none shorter than 12 cm.
      expect(dotsPerMetre).toBe(11811);
      for (const side of [width, height]) expect(side / dotsPerMetre > 0.12 && side / dotsPerMetre < 0.25).toBe(true);
    }
  });

  it('draws into another folder, which it makes, and leaves that of the run alone', async () => {
    const out = join(folder, 'new', 'charts');
    expect(await run(['run', '--in', folder, '--out', out])).toBe(0);
    expect(readdirSync(out).sort()).toEqual(CHARTS);
    expect(readdirSync(folder).sort()).toEqual([...FILES, 'new'].sort());
  });

  it('draws the same bytes again', async () => {
    const out = join(folder, 'again');
    await run(['run', '--in', folder]);
    await run(['run', '--in', folder, '--out', out]);
    for (const name of CHARTS)
      expect(readFileSync(join(out, name)).equals(readFileSync(join(folder, name)))).toBe(true);
  });

  const refuses = async (message: string): Promise<void> => {
    const out = join(folder, 'charts');
    expect(await run(['run', '--in', folder, '--out', out])).toBe(1);
    expect(printed.out).toEqual([]);
    expect(printed.err).toHaveLength(1);
    expect(printed.err[0]).toMatch(/^fived-plots: [^\n]*$/);
    expect(printed.err[0]).toContain(message);
    expect(readdirSync(folder)).not.toContain('charts');
  };

  it.each(FILES)('names %s with the command that writes it when it is missing, and draws nothing', async (name) => {
    rmSync(join(folder, name));
    await refuses(`${name}: there is no such file; "fived train" writes it`);
  });

  it.each([
    ['metrics.json', '{"schema": "fived/met', 'metrics.json: not valid JSON'],
    [
      'metrics.json',
      '{"schema": "fived/memory_profile/1"}',
      'metrics.json: schema: found "fived/memory_profile/1", must be "fived/metrics/2"',
    ],
    [
      'history.csv',
      'member,epoch,learning_rate,train_loss,validation_loss,is_best\n0,1,0.1,x,1,true\n',
      'history.csv: line 2: train_loss: found "x"',
    ],
    [
      'predictions.csv',
      'set,actual,predicted,lower,upper\ntest,1,2,1,3\ntest,1',
      'predictions.csv: line 3: it has no line end (cut short?)',
    ],
  ])('says what is wrong with a damaged %s, and draws nothing', async (name, content, message) => {
    writeFileSync(join(folder, name), content);
    await refuses(message);
  });

  it.each([
    [
      'epochs',
      'history.csv',
      { trainLoss: [1, 2], validationLoss: [1, 2], bestEpoch: 1 },
      'history.csv: found 2 epochs of member 0, must be 4 as metrics.json says: the files are not of one run',
    ],
    [
      'best epoch',
      'history.csv',
      { bestEpoch: 2 },
      'history.csv: found epoch 2 as the best of member 0, must be epoch 3 as metrics.json says',
    ],
    [
      'members',
      'history.csv',
      { otherMembers: [{ trainLoss: [1], validationLoss: [1], bestEpoch: 1 }] },
      'history.csv: found members 0, 1, must be 0 as metrics.json says',
    ],
    [
      'rows',
      'predictions.csv',
      { actual: [1, 2], predicted: [1, 2] },
      'predictions.csv: found 2 test rows, must be 3 as metrics.json says',
    ],
    [
      'no rows',
      'predictions.csv',
      { actual: [], predicted: [] },
      'predictions.csv: found 0 test rows, must be 3 as metrics.json says',
    ],
  ])('refuses files of two runs with different %s', async (_, name, other, message) => {
    const elsewhere = join(folder, 'other');
    mkdirSync(elsewhere);
    await writeTrainedRun(madeUpTrainedRun(other), elsewhere);
    cpSync(join(elsewhere, name), join(folder, name));
    await refuses(message);
  });

  it('asks for a folder, and says its defaults and an example in its help', async () => {
    expect(await run(['run'])).toBe(1);
    expect(printed.err).toEqual(['fived-plots: Missing required argument: in']);
    expect(await run(['run', '--help'])).toBe(0);
    const help = printed.out.join('\n');
    expect(help).toContain('fived-plots run --in runs/first');
    expect(help).toMatch(/default: the folder of\s+--in/);
    for (const file of [...FILES, ...CHARTS]) expect(help).toContain(file);
  });
});
