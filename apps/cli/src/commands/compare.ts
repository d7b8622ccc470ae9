/** `fived compare`: whether the trainings of one result file are slower or faster than those of another. */
import { dirname, resolve } from 'node:path';
import { compareTimings, warnAboutEnvironment, warnAboutRuns } from '@fived/bench';
import {
  comparisonJson,
  ensureWritableFolder,
  isOwnRecord,
  readBenchmarkRecord,
  writeComparisonRecord,
  type ComparisonRecord,
} from '@fived/records';
import type { CommandModule } from 'yargs';
import { checkComparable } from '../compare/comparability.js';
import { percentage } from '../compare/percentage.js';
import { comparisonRecord, type ResultFile } from '../compare/comparison-record.js';
import { comparisonTable, farApartLines, overallLines, unmatchedLines } from '../compare/comparison-text.js';
import { timingsOf } from '../compare/timings.js';
import { ExitError } from '../exit-error.js';
import { path } from '../options.js';

interface CompareOptions {
  readonly base: string;
  readonly new: string;
  readonly 'fail-on-regression'?: number;
  readonly out?: string;
  readonly 'allow-different-machines': boolean;
  readonly json: boolean;
}

/** What counts as a regression in the record where no gate is asked for. */
const DEFAULT_THRESHOLD = 0.05;

const REGRESSION = 1;
/** No answer: the files cannot be read or compared, or hold too little for the gate. */
const NO_ANSWER = 2;

const readResult = async (file: string): Promise<ResultFile> => ({ file, record: await readBenchmarkRecord(file) });

/** What made the measurements of one file less trustworthy. */
const warningsOf = (name: string, { record }: ResultFile): readonly string[] =>
  [
    ...(isOwnRecord(record) ? warnAboutEnvironment(record.environment) : []),
    ...warnAboutRuns(
      timingsOf(record).sizes.map(({ size, runs }) => ({ size, seconds: runs.map(({ seconds }) => seconds) })),
    ),
  ].map((warning) => `${name}: ${warning}`);

async function compareFiles(options: CompareOptions): Promise<ComparisonRecord> {
  const threshold = options['fail-on-regression'];
  const [base, next] = [await readResult(options.base), await readResult(options.new)];
  const differences = checkComparable(base.record, next.record, {
    allowDifferentMachines: options['allow-different-machines'],
  });
  const regressionThreshold = threshold ?? DEFAULT_THRESHOLD;
  const comparison = compareTimings(timingsOf(base.record), timingsOf(next.record), {
    regressionThreshold,
  });
  const record = comparisonRecord(comparison, {
    base,
    next,
    comparedAt: new Date(),
    regressionThreshold,
    isGate: threshold !== undefined,
    notices: [...differences, ...warningsOf('BASE', base), ...warningsOf('NEW', next)],
  });
  if (options.out !== undefined) {
    await ensureWritableFolder(dirname(resolve(options.out)));
    await writeComparisonRecord(options.out, record);
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
export async function compare(options: CompareOptions): Promise<void> {
  let record: ComparisonRecord;
  try {
    record = await compareFiles(options);
  } catch (error) {
    throw new ExitError(NO_ANSWER, `fived: ${error instanceof Error ? error.message : String(error)}`);
  }
  for (const notice of record.notices) process.stderr.write(`${notice}\n`);
  if (options.json) {
    process.stdout.write(comparisonJson(record));
  } else {
    console.log(
      [comparisonTable(record), ...farApartLines(record), ...unmatchedLines(record), '', overallLines(record)].join(
        '\n',
      ),
    );
  }
  checkGate(record);
}

export const compareCommand: CommandModule<object, CompareOptions> = {
  command: 'compare <base> <new>',
  describe: 'Compare the training times of two round-robin sweeps: faster, slower, no change, or what to measure',
  builder: (yargs) =>
    yargs
      .positional('base', {
        demandOption: true,
        type: 'string',
        coerce: path('base'),
        describe: 'A benchmark_results.json to compare with',
      })
      .positional('new', {
        demandOption: true,
        type: 'string',
        coerce: path('new'),
        describe: 'The one that is compared',
      })
      .option('fail-on-regression', {
        coerce: percentage('fail-on-regression'),
        describe:
          'End with exit code 1 if NEW is certainly slower by so much, e.g. 5% or 0.05; ' +
          'with 2 if these files cannot tell. Default: no gate',
        requiresArg: true,
      })
      .option('out', {
        type: 'string',
        coerce: path('out'),
        describe: 'Write the comparison to this file as JSON; default: nowhere',
        requiresArg: true,
      })
      .option('allow-different-machines', { type: 'boolean', default: false, describe: 'Compare even so' })
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON in place of the table' })
      .example('$0 compare before.json after.json --fail-on-regression 5% --out comparison.json', 'A gate'),
  handler: compare,
};
