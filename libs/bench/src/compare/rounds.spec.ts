import { describe, expect, it } from 'vitest';
import { completeRounds } from './rounds.js';

describe('completeRounds', () => {
  // Round 2 was made first, and round 3 was cut short.
  const timings = {
    isRoundRobin: true,
    sizes: [
      {
        size: 20,
        runs: [
          { round: 2, seconds: 2.5 },
          { round: 1, seconds: 2 },
        ],
      },
      { size: 10, runs: [1, 2, 3].map((round) => ({ round, seconds: round })) },
    ],
  };

  it('puts the rounds in order, and leaves out one without all sizes', () => {
    expect(completeRounds(timings, [10, 20])).toEqual({
      lasted: [3, 4.5],
      seconds: [
        [1, 2],
        [2, 2.5],
      ],
    });
  });

  it('counts the sizes that are not compared as time that passed', () => {
    expect(completeRounds(timings, [10])).toEqual({ lasted: [3, 4.5, 3], seconds: [[1, 2, 3]] });
    expect(completeRounds(timings, [20])).toEqual({ lasted: [3, 4.5], seconds: [[2, 2.5]] });
  });
});
