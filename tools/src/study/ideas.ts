/**
 * What each idea brought on the synthetic target, from the published training to the defaults, one idea after the
 * other.
 */
import type { FitOptions } from '@fived/interpolator';
import type { PlannedIdea } from './record.js';

interface Idea {
  readonly title: string;
  /** Options of `Interpolator.fit`, without the seed. */
  readonly options: FitOptions;
}

const published = { preset: 'published' } as const;
/** A rate that falls to zero may start above the published 0.001. */
const cosine = { ...published, schedule: 'cosine', learningRate: 0.003 } as const;

const ideas = {
  published: { title: 'published: 5-64-32-16-1, ReLU, Adam at 0.001, 300 epochs', options: published },
  cosine: { title: '+ learning rate from 0.003 to zero along a cosine', options: cosine },
  'algebraic-silu': {
    title: '+ algebraic SiLU in place of ReLU',
    options: { ...cosine, activation: 'algebraic-silu' },
  },
  'second-order': { title: 'a small network, second-order training', options: { members: 1 } },
  defaults: { title: '+ several networks: the defaults', options: {} },
} as const satisfies Readonly<Record<string, Idea>>;

export type IdeaName = keyof typeof ideas;
export const ideaNames = Object.keys(ideas) as readonly IdeaName[];

export const ideaTitle = (name: IdeaName): string => ideas[name].title;
export const ideaOptions = (name: IdeaName): FitOptions => ideas[name].options;

const IDEA_SIZES = [1000, 10000];

/** Each idea once for each seed, by turns, so that a machine that slows down slows all of them. */
export const planIdeas = (sizes: readonly number[], seeds: readonly number[]): readonly PlannedIdea[] =>
  IDEA_SIZES.filter((size) => sizes.includes(size)).flatMap((sample_count) =>
    seeds.flatMap((seed) => ideaNames.map((idea) => ({ idea, sample_count, seed }))),
  );
