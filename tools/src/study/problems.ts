/**
 * The problems of the study: a target with a number of rows, with or without noise, and a seed for everything random.
 */
import { targetNames, type TargetName } from './targets.js';

export interface Problem {
  readonly target: TargetName;
  readonly sample_count: number;
  readonly is_noisy: boolean;
  /** The seed of the rows, of the target's parameters, of the split and of the trainings. */
  readonly seed: number;
}

export const SIZES = [1000, 2000, 5000, 10000];
const SIZES_OF_OTHERS = [1000, 10000];

const kindsOf = (target: TargetName): readonly Pick<Problem, 'sample_count' | 'is_noisy'>[] =>
  target === 'synthetic'
    ? SIZES.map((sample_count) => ({ sample_count, is_noisy: true }))
    : SIZES_OF_OTHERS.flatMap((sample_count) => [false, true].map((is_noisy) => ({ sample_count, is_noisy })));

export interface Part {
  readonly targets: readonly TargetName[];
  readonly sizes: readonly number[];
  readonly seeds: readonly number[];
}

/** The problems of a part of the study: all problems of one seed, then those of the next. */
export const planProblems = ({ targets, sizes, seeds }: Part): readonly Problem[] =>
  seeds.flatMap((seed) =>
    targetNames
      .filter((target) => targets.includes(target))
      .flatMap((target) => kindsOf(target).map((kind) => ({ target, ...kind, seed })))
      .filter(({ sample_count }) => sizes.includes(sample_count)),
  );

/** The same key for all seeds of a row of the table. */
export const groupKey = ({ target, sample_count, is_noisy }: Problem): string =>
  `${target} ${sample_count} ${is_noisy ? 'noisy' : 'clean'}`;
export const problemKey = (problem: Problem): string => `${groupKey(problem)} ${problem.seed}`;

const NAMES: Readonly<Record<TargetName, string>> = {
  synthetic: 'synthetic',
  friedman: 'Friedman 1',
  oscillatory: 'Genz, oscillatory',
  'product-peak': 'Genz, product peak',
  'corner-peak': 'Genz, corner peak',
  gaussian: 'Genz, Gaussian',
  continuous: 'Genz, continuous',
};

export const targetTitle = (target: TargetName): string => NAMES[target];

/** The standard deviation of the noise: a number, or a share of the target's own. */
export const noiseTitle = ({ target, is_noisy }: Pick<Problem, 'target' | 'is_noisy'>): string => {
  if (!is_noisy) return 'none';
  return target === 'synthetic' ? '0.01' : target === 'friedman' ? '1' : '5%';
};

export const problemTitle = (problem: Pick<Problem, 'target' | 'sample_count' | 'is_noisy'>): string => {
  const noise = problem.is_noisy ? `noise ${noiseTitle(problem)}` : 'no noise';
  return `${targetTitle(problem.target)}, n = ${problem.sample_count.toLocaleString('en-US')}, ${noise}`;
};
