/**
 * The functions that are learned, of five variables in [0, 1]:
 *
 *   synthetic     the one of the published profile (@fived/data)
 *   friedman      Friedman 1 (1991): 10 sin(pi x1 x2) + 20 (x3 - 1/2)^2 + 10 x4 + 5 x5
 *   and five of Genz's families (1984), with parameters c and w:
 *   oscillatory   cos(2 pi w1 + sum c x)               product-peak   product of 1 / (c^-2 + (x - w)^2)
 *   corner-peak   (1 + sum c x)^-6                     gaussian       exp(-sum c^2 (x - w)^2)
 *   continuous    exp(-sum c |x - w|)
 *
 * w is uniform in [0, 1); c too, and then scaled to a sum that sets how difficult the family is: the sums are those of
 * Barthelmann, Novak and Ritter (2000). Genz's sixth family, which is discontinuous, is left out: an interpolator of
 * smooth functions has no business there. Elementary functions are our own port of fdlibm's, so that the rows are the
 * same anywhere.
 */
import { syntheticTarget } from '@fived/data';
import { cos, defaultRng, exp, sin } from '@fived/random';

export const DIMENSIONS = 5;

/** A value for five variables. */
export type TargetFunction = (x: ArrayLike<number>) => number;

export const targetNames = [
  'synthetic',
  'friedman',
  'oscillatory',
  'product-peak',
  'corner-peak',
  'gaussian',
  'continuous',
] as const;
export type TargetName = (typeof targetNames)[number];

/** The parameters of one of Genz's functions. */
export interface GenzParameters {
  /** How fast it varies with each variable. */
  readonly c: Float64Array;
  /** Where its phase, peak or kink is. */
  readonly w: Float64Array;
}

interface Family {
  /** Separates its stream of parameters from a seed's other streams; 1 is the stream of the truth rows. */
  readonly stream: number;
  /** The sum of c. */
  readonly difficulty: number;
  readonly of: (parameters: GenzParameters) => TargetFunction;
}

const indices = [...Array(DIMENSIONS).keys()];
const sum = (term: (i: number) => number): number => indices.reduce((total, i) => total + term(i), 0);

const families: Readonly<Record<Exclude<TargetName, 'synthetic' | 'friedman'>, Family>> = {
  oscillatory: {
    stream: 2,
    difficulty: 9,
    of:
      ({ c, w }) =>
      (x) =>
        cos(2 * Math.PI * w[0] + sum((i) => c[i] * x[i])),
  },
  'product-peak': {
    stream: 3,
    difficulty: 7.25,
    of:
      ({ c, w }) =>
      (x) =>
        indices.reduce((product, i) => product / (1 / (c[i] * c[i]) + (x[i] - w[i]) * (x[i] - w[i])), 1),
  },
  'corner-peak': {
    stream: 4,
    difficulty: 1.85,
    of:
      ({ c }) =>
      (x) => {
        const base = 1 + sum((i) => c[i] * x[i]);
        const cube = base * base * base;
        return 1 / (cube * cube);
      },
  },
  gaussian: {
    stream: 5,
    difficulty: 7.03,
    of:
      ({ c, w }) =>
      (x) =>
        exp(-sum((i) => (c[i] * (x[i] - w[i])) ** 2)),
  },
  continuous: {
    stream: 6,
    difficulty: 20.4,
    of:
      ({ c, w }) =>
      (x) =>
        exp(-sum((i) => c[i] * Math.abs(x[i] - w[i]))),
  },
};

const friedman: TargetFunction = (x) => {
  const d3 = x[2] - 0.5;
  return 10 * sin(Math.PI * x[0] * x[1]) + 20 * d3 * d3 + 10 * x[3] + 5 * x[4];
};

/** Parameters c and w of a family, as numpy.random.default_rng([seed, stream]) draws them. */
export const genzParameters = (stream: number, difficulty: number, seed: number): GenzParameters => {
  const rng = defaultRng([seed, stream]);
  const c = new Float64Array(DIMENSIONS);
  const w = new Float64Array(DIMENSIONS);
  rng.fillRandom(c);
  rng.fillRandom(w);
  const total = sum((i) => c[i]);
  return { c: c.map((value) => (value * difficulty) / total), w };
};

/** The function with that name. The seed draws the parameters of Genz's families. */
export const targetFunction = (name: TargetName, seed: number): TargetFunction => {
  if (name === 'synthetic') return syntheticTarget;
  if (name === 'friedman') return friedman;
  const { stream, difficulty, of } = families[name];
  return of(genzParameters(stream, difficulty, seed));
};
