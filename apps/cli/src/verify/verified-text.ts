/** What `fived verify` prints. */
import { describeDifference, type BenchmarkRecord, type Difference, type Environment } from '@fived/records';
import { machineFacts, machineLine } from '../facts.js';
import { bad, good } from '../terminal.js';
import { alignColumns, grouped } from '../text.js';
import type { Verified } from './retrain.js';

const HASH_CHARACTERS = 12;
/** How many differences of a run are shown: a wrong seed changes every field of the run. */
const MOST_SHOWN = 3;

/** Where the file comes from, and whether that is this machine. */
export function originLines(record: BenchmarkRecord, here: Environment, codeVersion: string): string {
  const { environment: there, engine, timestamp } = record;
  const isHere = JSON.stringify(machineFacts(there)) === JSON.stringify(machineFacts(here));
  return [
    `Made ${timestamp} with the ${engine} engine on ${machineLine(there)}` + (isHere ? ': this machine.' : '.'),
    ...(isHere ? [] : [`This is another machine, system or Node: ${machineLine(here)}. No bit may depend on that.`]),
    ...(record.code_version === codeVersion ? [] : ['The code has changed since. No bit may depend on that either.']),
  ].join('\n');
}

const header = ['dataset size', 'run', 'seed', 'test R²', 'weights', 'last weights', ''];

const cells = ({ datasetSize, run, differences }: Verified): readonly string[] => [
  grouped(datasetSize),
  String(run.run),
  String(run.seed),
  run.test_r2.toFixed(4),
  run.weights_sha256.slice(0, HASH_CHARACTERS),
  run.final_weights_sha256.slice(0, HASH_CHARACTERS),
  differences.length === 0 ? good('equal') : bad('DIFFERS'),
];

/** One row for each run, with what the file says about it. */
export function verifiedTable(verified: readonly Verified[]): string {
  return alignColumns([header, ...verified.map(cells)]);
}

/** The same as JSON, below `facts`. */
export const verifiedJson = (verified: readonly Verified[], facts: object): string =>
  JSON.stringify(
    {
      ...facts,
      runs: verified.map(({ datasetSize, run, differences }) => ({
        dataset_size: datasetSize,
        run: run.run,
        seed: run.seed,
        equal: differences.length === 0,
        differences,
      })),
    },
    null,
    2,
  );

/** The differences in words, one line each, and of each run only the first few. */
export function differenceLines(inFile: readonly Difference[], verified: readonly Verified[]): readonly string[] {
  return [inFile, ...verified.map(({ differences }) => differences)].flatMap((differences) => {
    const lines = differences.slice(0, MOST_SHOWN).map(describeDifference);
    const hidden = differences.length - lines.length;
    return hidden > 0 ? [...lines, `  and ${hidden} more ${hidden === 1 ? 'field' : 'fields'}`] : lines;
  });
}
