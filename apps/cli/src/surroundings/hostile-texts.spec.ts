// Every text of every kind of file, made hostile: nothing of it is obeyed by a terminal, or a line or mark of its own.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asPublished, madeUpSweep } from '../testing/made-up-sweep.js';
import { expectInert, HOSTILE, pathsIn, valueAt, withHostileText } from '../testing/hostile.js';
import { reportMarkdown, runPlotsHere } from '../testing/plots-here.js';
import { fivedHere, ranHere, type Ran } from '../testing/run-here.js';
import { NAMES, tableRows, toText } from '../testing/user-files.js';
import { BRIEFLY, QUICK_TRAINING, userFolder } from './testing/user.js';
import { readConsistentRecord, readMemoryRecord, type MemoryRecord } from '@fived/records';
import * as bench from '@fived/bench';

const home = process.cwd();
const committed = (name: string): unknown =>
  JSON.parse(readFileSync(join(home, '../../docs/performance', name), 'utf8')) as unknown;
/** One run alone: the texts of others are of the same kinds, and a comparison without resampling is quick. */
const sweep = madeUpSweep({ 1000: [2] });
let folder: string;

beforeAll(async () => {
  folder = await userFolder('hostile');
  process.chdir(folder);
  writeFileSync('base.json', JSON.stringify(sweep));
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

/** Expects it of both streams, and that the command ended by itself. */
const expectInertEnd = ({ code, stdout, stderr }: Ran): void => {
  expect([0, 1, 2]).toContain(code);
  expectInert(stdout);
  expectInert(stderr);
  expect(stderr).not.toMatch(/^ +at /m);
};
const write = (name: string, value: unknown): void => {
  writeFileSync(name, JSON.stringify(value));
};

describe('a text of a file of', () => {
  it.each([
    ['ours', sweep],
    ["the published project's", asPublished(sweep)],
  ])('%s is inert in what compare prints', async (_, record) => {
    for (const mutant of withHostileText(record)) {
      write('new.json', mutant);
      expectInertEnd(await fivedHere('compare', 'base.json', 'new.json', '--allow-different-machines'));
    }
    expectInertEnd(await fivedHere('compare', 'base.json', 'new.json', '--allow-different-machines', '--json'));
  });

  it('ours is inert in what verify prints', async () => {
    for (const mutant of withHostileText({ ...sweep, arithmetic: 0 })) {
      write('new.json', mutant);
      expectInertEnd(await fivedHere('verify', 'new.json'));
    }
  });

  it('a sweep is inert in a report, and so is one of a memory profile', async () => {
    const memory = committed('memory_profile.json') as MemoryRecord;
    const read = async (benchmark: unknown, profile: unknown): Promise<string> => {
      write('new.json', benchmark);
      write('memory.json', profile);
      try {
        const sources = [await readConsistentRecord('new.json', bench), await readMemoryRecord('memory.json')] as const;
        return reportMarkdown({ benchmark: sources[0], memory: sources[1], beside: undefined });
      } catch {
        return ''; // a text that has its rule, such as a hash
      }
    };
    let reports = 0;
    for (const [benchmark, profile] of [
      ...withHostileText(sweep).map((mutant) => [mutant, memory] as const),
      ...withHostileText({ ...memory, phases: [], sizes: [] }).map(
        (mutant) => [sweep, { ...(mutant as MemoryRecord), phases: memory.phases }] as const,
      ),
    ]) {
      const markdown = await read(benchmark, profile);
      expectInert(markdown);
      reports += Number(markdown !== '');
    }
    expect(reports).toBeGreaterThan(40);
  });

  it('a sweep is inert on the page and in what report prints', async () => {
    mkdirSync('results');
    const { environment } = sweep;
    const cpu = { ...environment.cpu, model: HOSTILE };
    const os = { ...environment.os, name: HOSTILE, kernel: HOSTILE };
    write('results/benchmark_results.json', { ...sweep, engine: HOSTILE, environment: { ...environment, cpu, os } });
    expectInertEnd(await ranHere(() => runPlotsHere(['report', '--in', 'results', '--out', 'results'])));
    for (const form of ['md', 'html']) expectInert(readFileSync(`results/performance.${form}`, 'utf8'));
    expect(readFileSync('results/performance.html', 'utf8')).not.toContain('<b onload');
  });

  it('a comparison of programs is inert in what peers prints', async () => {
    mkdirSync('peers');
    const record = committed('peers.json') as {
      readonly trials: readonly unknown[];
      readonly peers: readonly unknown[];
    };
    const short = { ...record, trials: record.trials.slice(0, 1), peers: record.peers.slice(0, 1), summaries: [] };
    for (const mutant of withHostileText(short)) {
      write('peers/peers.json', mutant);
      expectInertEnd(await ranHere(() => runPlotsHere(['peers', '--in', 'peers', '--out', 'peers'])));
    }
  });

  it('a training is inert in what info and run print', async () => {
    cpSync('run', 'copy', { recursive: true });
    const record: unknown = JSON.parse(readFileSync('run/metrics.json', 'utf8'));
    for (const mutant of withHostileText(record)) {
      write('copy/metrics.json', mutant);
      expectInertEnd(await fivedHere('info', 'copy'));
    }
    cpSync('run/metrics.json', 'copy/metrics.json');
    for (const name of ['history.csv', 'predictions.csv']) {
      const text = readFileSync(`run/${name}`, 'utf8');
      for (const at of [0, text.indexOf(',') + 1, text.indexOf('\n') + 1]) {
        writeFileSync(`copy/${name}`, `${text.slice(0, at)}${HOSTILE}${text.slice(at)}`);
        expectInertEnd(await ranHere(() => runPlotsHere(['run', '--in', 'copy'])));
      }
      writeFileSync(`copy/${name}`, text);
    }
  });

  it('a model is inert in what info prints', async () => {
    const bytes = readFileSync('run/model.safetensors');
    const end = 8 + Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.subarray(8, end).toString()) as { readonly __metadata__: object };
    const texts = Object.entries(header.__metadata__) as readonly (readonly [string, string])[];
    for (const [key, text] of texts) {
      const inner = ((): unknown => {
        try {
          return JSON.parse(text) as unknown;
        } catch {
          return undefined; // it is no JSON
        }
      })();
      const strings = pathsIn(inner).filter((path) => typeof valueAt(inner, path) === 'string');
      const values =
        strings.length === 0 ? [`${text}${HOSTILE}`] : withHostileText(inner).map((one) => JSON.stringify(one));
      for (const value of values) {
        const changed = Buffer.from(
          JSON.stringify({ ...header, __metadata__: { ...header.__metadata__, [key]: value } }),
        );
        const length = Buffer.alloc(8);
        length.writeBigUInt64LE(BigInt(changed.length));
        writeFileSync('other.safetensors', Buffer.concat([length, changed, bytes.subarray(end)]));
        expectInertEnd(await fivedHere('info', 'other.safetensors'));
      }
    }
  });
});

describe('a name is inert in all that is printed', () => {
  const named = NAMES.map((name) => `"${name}${HOSTILE}"`);

  it.each([0, 5])('of column %i', async (column) => {
    const names = NAMES.map((name, index) => (index === column ? named[column] : name));
    writeFileSync('named.csv', toText(tableRows(120), names));
    expectInertEnd(await fivedHere('train', 'named.csv', ...QUICK_TRAINING, '--out', `named${column}`));
    expectInertEnd(await fivedHere('train', 'named.csv', ...QUICK_TRAINING, '--features', '2,3,4', '--out', 'others'));
    for (const command of ['predict', 'evaluate']) expectInertEnd(await fivedHere(command, 'run', 'named.csv'));
    expectInertEnd(await fivedHere('predict', 'run', 'named.csv', '--keep'));
  });

  it('of files and folders', async () => {
    const name = `rows${HOSTILE.replaceAll('/', '')}.csv`;
    writeFileSync(name, toText(tableRows(120)));
    const out = `${name}.run`;
    const rest = ['--hidden', '4', '--epochs', '2'];
    for (const args of [
      ['train', name, ...QUICK_TRAINING, '--out', out],
      ['train', name, ...QUICK_TRAINING, '--out', out],
      ['train', name, '--from', out, ...BRIEFLY.slice(0, 1), '3', '--no-charts', '--out', `${out}2`],
      ['info', out],
      ['info', out, '--json'],
      ['predict', out, name, '--out', `${name}.csv`],
      ['evaluate', out, name],
      ['evaluate', out, name, '--json'],
      ['export', out, '--format', 'js', '--out', `${name}.js`],
      ['data', '--n', '10', '--out', name],
      ['bench', '--sizes', '40', '--runs', '1', ...rest, '--out', `${name}.bench`],
      ['compare', `${name}.bench/benchmark_results.json`, `${name}.bench/benchmark_results.json`, '--json'],
      ['verify', `${name}.bench/nothing.json`],
      ['memory', '--out', name],
    ])
      expectInertEnd(await fivedHere(...args));
    expect(existsSync(`${name}.bench/benchmark_results.json`)).toBe(true);
    expectInertEnd(await ranHere(() => runPlotsHere(['draw', '--in', `${name}.bench`, '--out', `${name}.bench`])));
  });
});
