/** `fived compare`: whether the trainings of one result file are slower or faster than those of another. */
import { dirname, resolve } from 'node:path';
import * as bench from '@fived/bench';
import {
  comparisonJson,
  ensureWritableFolder,
  ExitError,
  messageOf,
  readConsistentRecord,
  writeComparisonRecord,
  type ComparisonRecord,
} from '@fived/records';
import { command } from '../command.js';
import { comparisonRecord, type ResultFile } from '../compare/comparison-record.js';
import { comparisonText } from '../compare/comparison-text.js';
import { warn } from '../terminal.js';
import { flag, jsonFlag, path, pathArgument, percentage, type Values } from '../options.js';

const COMPARE_OPTIONS = {
  base: pathArgument('A benchmark_results.json to compare with'),
  new: pathArgument('The one that is compared'),
  'fail-on-regression': {
    read: percentage,
    group: 'Comparing:',
    describe:
      'End with exit code 1 if NEW is certainly slower by so much, e.g. 5% or 0.05; ' +
      'with 2 if these files cannot tell',
    defaultDescription: 'no gate',
  },
  'allow-different-machines': { ...flag('Compare even so'), group: 'Comparing:' },
  out: {
    type: 'string',
    read: path,
    group: 'Output:',
    describe: 'Write the comparison to this file as JSON',
    defaultDescription: 'nowhere',
  },
  json: jsonFlag('Print JSON in place of the table'),
} as const;
type CompareOptions = Values<typeof COMPARE_OPTIONS>;

const REGRESSION = 1;
/** No answer: the files cannot be read or compared, or hold too little for the gate. */
const NO_ANSWER = 2;

const readResult = async (file: string): Promise<ResultFile> => ({
  file,
  record: await readConsistentRecord(file, bench),
});

async function compareFiles(given: CompareOptions): Promise<ComparisonRecord> {
  const record = comparisonRecord(await readResult(given.base), await readResult(given.new), {
    threshold: given['fail-on-regression'],
    allowDifferentMachines: given['allow-different-machines'],
  });
  if (given.out !== undefined) {
    await ensureWritableFolder(dirname(resolve(given.out)));
    await writeComparisonRecord(given.out, record);
  }
  return record;
}

/** @throws ExitError if the gate finds a regression, or nothing that it could find one by */
function checkGate({ is_gate, is_regression, regression_threshold, overall }: ComparisonRecord): void {
  if (!is_gate) return;
  if (is_regression)
    throw new ExitError(
      REGRESSION,
      `fived: NEW is slower than BASE by ${(regression_threshold * 100).toString()}% or more.`,
    );
  if (overall.verdict === 'not enough runs' || overall.verdict === 'measure round-robin')
    throw new ExitError(NO_ANSWER, `fived: --fail-on-regression cannot be decided: ${overall.verdict}.`);
}

/**
 * Prints the comparison on stdout and notices on stderr, and writes the record before anything else can end the
 * command.
 * @throws ExitError with code 1 for a regression, with 2 if there is no answer
 */
async function compare(given: CompareOptions): Promise<void> {
  const record = await compareFiles(given).catch((error: unknown) => {
    throw new ExitError(NO_ANSWER, `fived: ${messageOf(error)}`);
  });
  record.notices.forEach(warn);
  if (given.json) {
    process.stdout.write(comparisonJson(record));
  } else {
    console.log(comparisonText(record));
  }
  checkGate(record);
}

export const compareCommand = command({
  command: 'compare <base> <new>',
  describe: 'Compare the training times of two round-robin sweeps: faster, slower, no change, or what to measure',
  options: COMPARE_OPTIONS,
  examples: [
    ['$0 compare before.json after.json --fail-on-regression 5%', 'A gate for a continuous integration'],
    ['$0 compare before.json after.json --out comparison.json', 'The verdict as a record'],
  ],
  handler: compare,
});
