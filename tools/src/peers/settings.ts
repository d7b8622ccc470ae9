/** The published data and training. The runners in other languages have the same numbers. */
export const DATA_SEED = 42;
export const NOISE = 0.01;
/** The seed of a round. Each round trains from another seed, the same for all programs. */
export const seedOf = (round: number): number => 42 + round - 1;
export const TRAINING = { hiddenSizes: [64, 32, 16], learningRate: 0.001, batchSize: 32 } as const;
