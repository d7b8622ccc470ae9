/**
 * Seeded damage to records: whatever stands in one, it is refused in one clear line, or all that is said of it is
 * inert, and nothing that contradicts itself is believed.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as bench from '@fived/bench';
import { defaultRng, type Generator } from '@fived/random';
import {
  comparisonJson,
  describeDifference,
  messageOf,
  METRICS,
  readConsistentRecord,
  type BaseBenchmarkRecord,
  type BenchmarkRecord,
} from '@fived/records';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { comparisonRecord } from '../compare/comparison-record.js';
import { comparisonText } from '../compare/comparison-text.js';
import { fivedIn } from '../testing/command.js';
import { changedAt, expectInert, HOSTILE, pathsIn, valueAt } from '../testing/hostile.js';
import { asPublished } from '../testing/made-up-sweep.js';
import { reportMarkdown } from '../testing/plots-here.js';
import { fivedHereIn } from '../testing/run-here.js';
import { contradictions } from '../verify/contradictions.js';
import { checkVerifiable, claimedSettings, claimsOf } from '../verify/retrain.js';
import { originLines } from '../verify/verified-text.js';

const MUTANTS = { short: 300, medium: 5000, full: 200_000 }[inject('campaign')];
const COMMANDS = { short: 1, medium: 20, full: 200 }[inject('campaign')];
const MOST_CHARACTERS = 2000;

type AnyRecord = BaseBenchmarkRecord | BenchmarkRecord;
let folder: string;
/** Of two runs a size, with intervals, and of one, which takes a tenth of the time. */
let made: BenchmarkRecord;
let single: BenchmarkRecord;
const sweepOf = async (runs: string): Promise<BenchmarkRecord> => {
  const settings = ['--sizes', '40,60', '--epochs', '3', '--hidden', '8,4'];
  const { code, stderr } = await fivedHereIn(folder, ['bench', ...settings, '--runs', runs, '--out', '.']);
  expect(code, stderr).toBe(0);
  return JSON.parse(readFileSync(join(folder, 'benchmark_results.json'), 'utf8')) as BenchmarkRecord;
};
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fived-mutants-'));
  single = await sweepOf('1');
  made = await sweepOf('2');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const VALUES: readonly unknown[] = [
  ...[null, true, false, '', HOSTILE, '__proto__', 'simd', [], {}, [null], { run: 1 }],
  ...[0, -0, 1, -1, 2, 0.5, 1e-9, 5e-324, 1e308, -1e308, 2 ** 31, 2 ** 53, 2 ** 53 + 2, 1e21, 4_294_967_296],
];

/** A copy with one thing in it changed. */
function changedOnce(record: unknown, random: Generator): unknown {
  const paths = pathsIn(record);
  if (paths.length === 0) return VALUES[random.integers(0, VALUES.length)];
  const path = paths[random.integers(0, paths.length)];
  const other = valueAt(record, paths[random.integers(0, paths.length)]);
  return changedAt(record, path, (holder, name) => {
    const value = holder[name];
    switch (random.integers(0, 6)) {
      case 0:
        Reflect.deleteProperty(holder, name);
        return;
      case 1: // to a neighbour of its kind
        holder[name] = typeof value === 'number' ? value * (1 + random.random() / 1e3) : `${String(value)}${HOSTILE}`;
        return;
      case 2: // by a whole number
        holder[name] = typeof value === 'number' ? value + random.integers(0, 5) - 2 : other;
        return;
      case 3: // twice
        if (Array.isArray(holder)) holder.push(structuredClone(value));
        else holder[`${name}${HOSTILE}`] = value;
        return;
      case 4:
        holder[name] = structuredClone(other);
        return;
      default:
        holder[name] = VALUES[random.integers(0, VALUES.length)];
    }
  });
}

/** The text of a file that is damaged, mostly in one place. */
function mutant(record: unknown, random: Generator): string {
  let value = record;
  for (let left = random.random() < 0.7 ? 1 : random.integers(2, 4); left > 0; left--)
    value = changedOnce(value, random);
  const text = JSON.stringify(value);
  if (random.random() < 0.9) return text;
  const at = random.integers(0, text.length);
  const inside = [HOSTILE, '[', '"', '1e999', '', '\u0000'][random.integers(0, 6)];
  return `${text.slice(0, at)}${inside}${text.slice(at + random.integers(0, 3))}`;
}

/** What in a record that was believed contradicts its runs, by a simple computation of its own. */
function contradictionOf({ results }: AnyRecord): string | undefined {
  if (new Set(results.map((result) => result.dataset_size)).size < results.length) return 'a size twice';
  for (const result of results) {
    const { individual_runs: runs, n_runs: count } = result;
    if (count !== runs.length) return 'n_runs';
    if (new Set(runs.map((run, i) => ('run' in run ? run.run : i))).size < count) return 'a run twice';
    for (const metric of METRICS) {
      const values = runs.map((run) => run[metric]).sort((a, b) => a - b);
      const mean = values.reduce((sum, value) => sum + value / count, 0);
      const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / count, 0));
      const far = (a: number, b: number): boolean => Math.abs(a - b) > 1e-8 * Math.max(...values.map(Math.abs));
      if (far(result[`${metric}_mean`], mean)) return `${metric}_mean`;
      if (far(result[`${metric}_std`], std)) return `${metric}_std`;
      if (far(result[`${metric}_min`], values[0])) return `${metric}_min`;
      if (far(result[`${metric}_max`], values[count - 1])) return `${metric}_max`;
    }
  }
  return undefined;
}

/** One line of ours, whatever the file holds; no error of a class that stands for a mistake in the program. */
const isClear = (error: unknown): boolean =>
  error instanceof Error &&
  error.constructor === Error &&
  error.message.length <= MOST_CHARACTERS &&
  !/call stack|undefined|not a function|Cannot read|Invalid (?:array|typed)/.test(error.message);

/** The texts that `make` returns, which must be inert; false if it refuses. */
function said(what: string, make: () => readonly string[]): boolean {
  let texts: readonly string[];
  try {
    texts = make();
  } catch (error) {
    if (!isClear(error)) throw new Error(`${what} gave no clear error: ${String(error)}`, { cause: error });
    return false;
  }
  for (const text of texts) {
    expectInert(text);
    expect(text, what).not.toMatch(/\b(?:NaN|undefined|Infinity)\b(?!")/);
  }
  return true;
}

it('mutants are refused in one line, or agree with themselves and are told of inertly', async () => {
  const random = defaultRng(21);
  const refusals = new Set<string>();
  const counts = { read: 0, compared: 0, reported: 0, verifiable: 0 };
  const file = join(folder, 'mutant.json');
  const base = { file: 'base.json', record: made };
  for (let i = 0; i < MUTANTS; i++) {
    const whole = i % 8 < 2 ? made : single;
    const text = mutant(i % 4 === 0 ? asPublished(whole) : whole, random);
    writeFileSync(file, text);
    try {
      let record: AnyRecord;
      try {
        record = await readConsistentRecord(file, bench);
      } catch (error) {
        if (!isClear(error)) throw error;
        if (!messageOf(error).startsWith(file)) throw new Error(`names no file: ${messageOf(error)}`, { cause: error });
        refusals.add(messageOf(error).replaceAll(/"[^"]*"|[-\d.e]+/g, ''));
        continue;
      }
      counts.read++;
      const contradiction = contradictionOf(record);
      if (contradiction !== undefined) throw new Error(`was believed, with a wrong ${contradiction}`);
      const compared = said('compare', () => {
        const comparison = comparisonRecord(base, { file, record }, { allowDifferentMachines: true });
        for (const notice of comparison.notices) expect(notice).not.toContain('\n');
        return [comparisonText(comparison), comparison.notices.join('\n'), comparisonJson(comparison)];
      });
      counts.compared += Number(compared);
      const reported = said('report', () => [
        reportMarkdown({ benchmark: record, memory: undefined, beside: undefined }),
      ]);
      counts.reported += Number(reported);
      const verifiable = said('verify', () => {
        const own = checkVerifiable(record, file);
        claimsOf(own);
        claimedSettings(own, 'simd');
        return [originLines(own, made.environment, ''), ...contradictions(own).map(describeDifference)];
      });
      counts.verifiable += Number(verifiable);
    } catch (error) {
      throw new Error(`mutant ${i}: ${messageOf(error)}\n${text}`, { cause: error });
    }
  }
  // Damage that never or always shows would test nothing.
  expect(counts.read).toBeGreaterThan(MUTANTS / 20);
  expect(counts.read).toBeLessThan(MUTANTS / 2);
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(MUTANTS / 50);
  expect(refusals.size).toBeGreaterThan(50);
  if (inject('campaign') !== 'short')
    console.log(`${MUTANTS} mutants: ${JSON.stringify(counts)}, ${refusals.size} refusals`);
});

it('mutants end whole commands well, or by one line', async () => {
  const random = defaultRng(22);
  let refused = 0;
  for (let i = 0; i < COMMANDS; i++) {
    mkdirSync(join(folder, 'in'), { recursive: true });
    writeFileSync(join(folder, 'in/benchmark_results.json'), mutant(i % 4 < 2 ? made : asPublished(made), random));
    const args =
      i % 2 === 0
        ? ['compare', 'benchmark_results.json', 'in/benchmark_results.json', '--allow-different-machines']
        : ['report', '--in', 'in', '--out', 'out'];
    const { code, stdout, stderr } = await fivedIn(folder, args);
    const where = `command ${i}: ${stderr}`;
    expect([0, 1, 2], where).toContain(code);
    for (const text of [stdout, stderr]) expectInert(text);
    if (code === 0) continue;
    refused++;
    expect(stdout, where).toBe('');
    expect(stderr, where).toMatch(/^fived(?:-plots)?: [^\n]+\n$/);
  }
  if (inject('campaign') !== 'short') console.log(`${COMMANDS} commands: ${refused} refused`);
});
