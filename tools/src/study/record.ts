/** `study.json`: what the study has found so far. A study can go on from it. */
import { captureEnvironment, type Environment } from '@fived/bench';
import { ROOT } from '../workspace.js';
import type { IdeaName } from './ideas.js';
import type { MethodName } from './methods.js';
import { problemKey, type Problem } from './problems.js';

export const STUDY_SCHEMA = 'fived-study-1';

/** How far predictions are from rows that took no part in any choice. */
export interface Errors {
  /** Mean squared error on the 15% test rows, with the problem's noise. */
  readonly test_mse: number;
  /** Root of the mean squared error on 10,000 further rows without noise. */
  readonly truth_rmse: number;
}

export interface OurFit extends Errors {
  /** The time of `Interpolator.fit` alone, in a fresh process. */
  readonly seconds: number;
}

export type FittedRows = 'training' | 'both';

/** One variant of a Python method, fitted. */
export interface Attempt {
  readonly variant: string;
  /** `both` means training and validation rows. */
  readonly rows: FittedRows;
  /** The time of the fit and of predicting the validation rows. */
  readonly seconds: number;
  /** Null if the fit used the validation rows, or failed. */
  readonly validation_mse: number | null;
  readonly failure: string | null;
  /** Whether it was ready within the budget. The first one counts anyway. */
  readonly counts: boolean;
}

export interface Chosen extends Errors {
  readonly variant: string;
  readonly rows: FittedRows;
}

export interface MethodResult {
  readonly method: MethodName;
  readonly attempts: readonly Attempt[];
  /** The time of all attempts that count. */
  readonly seconds: number;
  /** Whether `seconds` is more than ours took: no variant was ready in time. */
  readonly is_over_budget: boolean;
  /** Null if every variant failed. */
  readonly chosen: Chosen | null;
  /** Why the program ended before it should, or null. */
  readonly failure: string | null;
}

export interface StudyRow {
  readonly problem: Problem;
  readonly noise: number;
  readonly ours: OurFit;
  readonly methods: readonly MethodResult[];
}

/** One of our fits with other settings than the defaults. */
export interface IdeaRun extends OurFit {
  readonly idea: IdeaName;
  readonly sample_count: number;
  readonly seed: number;
}

export interface StudyRecord {
  readonly schema: typeof STUDY_SCHEMA;
  readonly timestamp: string;
  readonly environment: Environment;
  /** The versions of Python and its packages. Empty before the first Python method has run. */
  readonly versions: Readonly<Record<string, string>>;
  readonly rows: readonly StudyRow[];
  readonly ideas: readonly IdeaRun[];
}

export const beginRecord = async (): Promise<StudyRecord> => ({
  schema: STUDY_SCHEMA,
  timestamp: new Date().toISOString(),
  environment: await captureEnvironment({ folder: ROOT }),
  versions: {},
  rows: [],
  ideas: [],
});

/** @throws Error of one line if the text is not a record of this study */
export const parseRecord = (text: string, path: string): StudyRecord => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is not JSON: it cannot be gone on with`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || !('schema' in value) || value.schema !== STUDY_SCHEMA) {
    throw new Error(
      `${path} must be a record with the schema ${STUDY_SCHEMA}; ` +
        'leave --resume out to begin anew, or choose another --out',
    );
  }
  return value as StudyRecord;
};

/**
 * An earlier record to go on with. Times must be comparable, so machine, Node and code must be the same.
 * @throws Error of one line that names what differs
 */
export const resumeRecord = (earlier: StudyRecord, fresh: StudyRecord, path: string): StudyRecord => {
  const compared = ({ environment }: StudyRecord): Readonly<Record<string, string>> => ({
    processor: environment.cpu.model ?? 'unknown',
    'Node version': environment.node,
    commit: environment.git?.commit ?? 'unknown',
  });
  const [before, now] = [compared(earlier), compared(fresh)];
  const different = Object.keys(now).filter((what) => before[what] !== now[what]);
  if (different.length === 0) return earlier;
  const all = different.map((what) => `${what} was ${before[what]} and is ${now[what]}`).join('; ');
  throw new Error(`${path} cannot be gone on with: ${all}. Leave --resume out to begin anew, or choose another --out.`);
};

/** The problems for which the record has no row. */
export const missingProblems = (planned: readonly Problem[], { rows }: StudyRecord): readonly Problem[] => {
  const made = new Set(rows.map(({ problem }) => problemKey(problem)));
  return planned.filter((problem) => !made.has(problemKey(problem)));
};

export type PlannedIdea = Pick<IdeaRun, 'idea' | 'sample_count' | 'seed'>;

const ideaKey = ({ idea, sample_count, seed }: PlannedIdea): string => `${idea} ${sample_count} ${seed}`;

/** The fits that the record lacks. */
export const missingIdeas = (planned: readonly PlannedIdea[], { ideas }: StudyRecord): readonly PlannedIdea[] => {
  const made = new Set(ideas.map(ideaKey));
  return planned.filter((idea) => !made.has(ideaKey(idea)));
};
