/** Seeds of the members of one fit. */
import { SeedSequence } from '@fived/random';

/**
 * The streams of a single network (`initializers.ts` of @fived/nn) have keys of one word, so these differ from them.
 */
const MEMBERS = 3;

/**
 * Member 0 has the fit's own seed, so it equals a fit of one network. Member i from 1 on has the first word of the
 * SeedSequence of that seed with the spawn key (3, i).
 */
export const memberSeeds = (seed: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) =>
    index === 0 ? seed : new SeedSequence(seed, [MEMBERS, index]).generateState(1)[0],
  );
