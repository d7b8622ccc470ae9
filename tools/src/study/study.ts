/** The study: makes what is missing, and replaces the record and its tables after each piece. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileWhole } from '@fived/records';
import type { FitOptions } from '@fived/interpolator';
import { ProgramError, runProgram, type Program } from '../peers/program.js';
import { environmentFor, pinned } from '../peers/threads.js';
import { fitWithin } from './budget.js';
import { ideaOptions, ideaTitle, planIdeas } from './ideas.js';
import { methodNames, methodTitle, type MethodName } from './methods.js';
import type { StudyOptions } from './options.js';
import { OUR_RUNNER, PYTHON } from './places.js';
import { planProblems, problemTitle, type Problem } from './problems.js';
import {
  beginRecord,
  missingIdeas,
  missingProblems,
  parseRecord,
  resumeRecord,
  type MethodResult,
  type OurFit,
  type StudyRecord,
} from './record.js';
import { drawRows, problemNpz } from './rows.js';
import { withSession } from './session.js';
import { studyMarkdown } from './table.js';

export const RECORD_FILE = 'study.json';
export const TABLE_FILE = 'study.md';

export interface StudyContext {
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

type Versions = Readonly<Record<string, string>>;

const write = async (out: string, record: StudyRecord): Promise<void> => {
  await writeFileWhole(join(out, RECORD_FILE), `${JSON.stringify(record, null, 2)}\n`);
  await writeFileWhole(join(out, TABLE_FILE), studyMarkdown(record));
};

const onOneCore = (program: Program, core: number | undefined): Program =>
  core === undefined ? program : pinned(program, core);

const fitOurs = async (
  problem: Problem,
  options: FitOptions,
  { core }: StudyOptions,
  { signal }: StudyContext,
): Promise<OurFit> => {
  const program = { command: process.execPath, args: [OUR_RUNNER, JSON.stringify({ problem, options })] };
  const stdout = await runProgram(onOneCore(program, core), { cwd: PYTHON, env: environmentFor('one'), signal });
  return JSON.parse(stdout) as OurFit;
};

/** A method that fails is in the row with its last words. */
const tryMethod = async (
  method: MethodName,
  rowsPath: string,
  problem: Problem,
  budgetSeconds: number,
  python: string,
  { core, mostSeconds }: StudyOptions,
  { signal }: StudyContext,
): Promise<{ readonly result: MethodResult; readonly versions: Versions }> => {
  const program = { command: python, args: [join(PYTHON, 'peers.py'), method, rowsPath, String(problem.seed)] };
  const env = { ...environmentFor('one'), PYTHONDONTWRITEBYTECODE: '1' };
  try {
    return await withSession(
      onOneCore(program, core),
      { cwd: PYTHON, env, signal, mostSeconds },
      async ({ trainer, versions }) => ({
        result: { method, ...(await fitWithin(budgetSeconds, trainer)), failure: null },
        versions,
      }),
    );
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    return {
      result: { method, attempts: [], seconds: 0, is_over_budget: false, chosen: null, failure: error.message },
      versions: {},
    };
  }
};

const resultText = ({ test_mse, seconds }: { readonly test_mse: number; readonly seconds: number }): string =>
  `test MSE ${test_mse.toPrecision(3)} in ${seconds.toFixed(1)} s`;

const methodText = ({ chosen, seconds, is_over_budget, failure }: MethodResult): string => {
  if (chosen === null) return `failed: ${failure ?? 'no variant works'}`;
  return (
    `${resultText({ ...chosen, seconds })}${is_over_budget ? ' (over)' : ''}: ` +
    `${chosen.variant}, fitted on ${chosen.rows}`
  );
};

const compareMethods = async (
  begun: StudyRecord,
  python: string,
  options: StudyOptions,
  context: StudyContext,
): Promise<StudyRecord> => {
  const { signal, say } = context;
  let record = begun;
  const missing = missingProblems(planProblems(options), record);
  for (const [i, problem] of missing.entries()) {
    say(`${i + 1}/${missing.length}  ${problemTitle(problem)}, seed ${problem.seed}`);
    const drawn = drawRows(problem);
    const rowsPath = join(options.cache, 'rows.npz');
    writeFileSync(rowsPath, problemNpz(problem, drawn));
    const ours = await fitOurs(problem, {}, options, context);
    say(`  ours: ${resultText(ours)}`);
    const methods: MethodResult[] = [];
    let versions: Versions = {};
    for (const method of methodNames) {
      const made = await tryMethod(method, rowsPath, problem, ours.seconds, python, options, context);
      signal.throwIfAborted();
      methods.push(made.result);
      versions = { ...versions, ...made.versions };
      say(`  ${methodTitle(method)}: ${methodText(made.result)}`);
    }
    record = { ...record, versions, rows: [...record.rows, { problem, noise: drawn.noise, ours, methods }] };
    await write(options.out, record);
  }
  return record;
};

const compareIdeas = async (begun: StudyRecord, options: StudyOptions, context: StudyContext): Promise<StudyRecord> => {
  let record = begun;
  const missing = missingIdeas(planIdeas(options.sizes, options.ideaSeeds), record);
  for (const [i, planned] of missing.entries()) {
    const { idea, sample_count, seed } = planned;
    const fit = await fitOurs(
      { target: 'synthetic', sample_count, is_noisy: true, seed },
      ideaOptions(idea),
      options,
      context,
    );
    record = { ...record, ideas: [...record.ideas, { ...planned, ...fit }] };
    await write(options.out, record);
    context.say(
      `${i + 1}/${missing.length}  n = ${sample_count}, seed ${seed}, ${ideaTitle(idea)}: ${resultText(fit)}`,
    );
  }
  return record;
};

/**
 * Resolves to the record as it stands in the file.
 * @param python the Python of the virtual environment; undefined leaves the comparison with its methods out
 * @throws Error of one line if nothing can be resumed, if a file cannot be written, or if ours fails; the signal's
 * reason if aborted
 */
export const study = async (
  options: StudyOptions,
  python: string | undefined,
  context: StudyContext,
): Promise<StudyRecord> => {
  const path = join(options.out, RECORD_FILE);
  const fresh = await beginRecord();
  let record =
    options.resume && existsSync(path)
      ? resumeRecord(parseRecord(readFileSync(path, 'utf8'), path), fresh, path)
      : fresh;
  await write(options.out, record);
  if (python !== undefined) record = await compareMethods(record, python, options, context);
  if (options.table !== 'methods') record = await compareIdeas(record, options, context);
  return record;
};
