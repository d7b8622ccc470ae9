/** Turns the rows of the record into what the tables say: one line for each target, size and noise, over all seeds. */
import { methodNames, type MethodName } from './methods.js';
import { groupKey, type Problem } from './problems.js';
import type { Errors, StudyRow } from './record.js';

export const contenderNames = ['ours', ...methodNames] as const;
export type ContenderName = (typeof contenderNames)[number];

/** Geometric means of errors, which range over many powers of ten, and the arithmetic mean of seconds. */
export interface Result extends Errors {
  readonly seconds: number;
  /** Whether it took longer than ours for some seed. */
  readonly is_over_budget: boolean;
}

export interface Line {
  readonly problem: Problem;
  readonly seeds: readonly number[];
  /** Undefined for a method that failed for some seed. */
  readonly results: Readonly<Record<ContenderName, Result | undefined>>;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const geometricMean = (values: readonly number[]): number => Math.exp(mean(values.map(Math.log)));

const combine = (results: readonly (Result | undefined)[]): Result | undefined => {
  const all = results.filter((result) => result !== undefined);
  if (all.length < results.length) return undefined;
  return {
    test_mse: geometricMean(all.map(({ test_mse }) => test_mse)),
    truth_rmse: geometricMean(all.map(({ truth_rmse }) => truth_rmse)),
    seconds: mean(all.map(({ seconds }) => seconds)),
    is_over_budget: all.some(({ is_over_budget }) => is_over_budget),
  };
};

const methodResult = ({ methods }: StudyRow, name: MethodName): Result | undefined => {
  const found = methods.find(({ method }) => method === name);
  if (found === undefined || found.chosen === null) return undefined;
  const { chosen, seconds, is_over_budget } = found;
  return { ...chosen, seconds, is_over_budget };
};

export const linesOf = (rows: readonly StudyRow[]): readonly Line[] => {
  const groups = new Map<string, StudyRow[]>();
  for (const row of rows) {
    const key = groupKey(row.problem);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((group) => {
    const of = (name: MethodName): Result | undefined => combine(group.map((row) => methodResult(row, name)));
    return {
      problem: group[0].problem,
      seeds: group.map(({ problem }) => problem.seed),
      results: {
        ours: combine(group.map(({ ours }) => ({ ...ours, is_over_budget: false }))),
        mlp: of('mlp'),
        'gaussian-process': of('gaussian-process'),
        boosting: of('boosting'),
        rbf: of('rbf'),
      },
    };
  });
};

export type Standing = 'best' | 'near' | 'behind';

/** An error up to this many times the best counts as near it. */
export const NEAR = 1.1;

/** The rank of an error among those of all contenders. */
export const standing = (error: number, errors: readonly number[]): Standing => {
  const best = Math.min(...errors);
  return error <= best ? 'best' : error <= NEAR * best ? 'near' : 'behind';
};

/** All errors of one kind in a line. */
export const errorsOf = ({ results }: Line, kind: keyof Errors): readonly number[] =>
  contenderNames.flatMap((name) => {
    const result = results[name];
    return result === undefined ? [] : [result[kind]];
  });

export interface Verdict {
  readonly lines: number;
  readonly best: number;
  readonly near: number;
  /** The problems where ours is neither, how many times the best error ours is, and whose the best is. */
  readonly behind: readonly { readonly problem: Problem; readonly ratio: number; readonly leader: ContenderName }[];
}

/** The verdict by the test MSE. */
export const verdictOf = (lines: readonly Line[]): Verdict => {
  const judged = lines.flatMap((line) => {
    const ours = line.results.ours?.test_mse;
    if (ours === undefined) return [];
    const errors = errorsOf(line, 'test_mse');
    const least = Math.min(...errors);
    const leader = contenderNames.find((name) => line.results[name]?.test_mse === least) ?? 'ours';
    return [{ problem: line.problem, standing: standing(ours, errors), ratio: ours / least, leader }];
  });
  const count = (wanted: Standing): number => judged.filter((line) => line.standing === wanted).length;
  return {
    lines: judged.length,
    best: count('best'),
    near: count('near'),
    behind: judged
      .filter((line) => line.standing === 'behind')
      .map(({ problem, ratio, leader }) => ({ problem, ratio, leader })),
  };
};
