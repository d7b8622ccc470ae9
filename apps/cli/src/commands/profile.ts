/** `fived profile`: everything in one go: the sweep, memory by phase, and the report of both with its charts. */
import { PUBLISHED_MEMORY_DATASET_SIZE } from '@fived/records';
import { command } from '../command.js';
import { runPlots } from '../fived-plots.js';
import { bench, SWEEP_OPTIONS, WAIT_HELP } from './bench.js';
import { memory } from './memory.js';

/** How many fresh processes have their memory measured. */
const MEMORY_RUNS = 3;

export const profileCommand = command({
  command: 'profile',
  describe: 'The whole profile: bench, memory, report',
  options: SWEEP_OPTIONS,
  examples: [
    ['$0 profile', 'The published sweep: 10 sizes, 5 runs, 300 epochs; memory at 5,000 samples; charts and report'],
  ],
  epilogue: WAIT_HELP,
  handler: async (options) => {
    const { engine, wide, epochs, hidden, seed, out } = options;
    await bench(options);
    await memory({
      n: PUBLISHED_MEMORY_DATASET_SIZE,
      engine,
      wide,
      epochs,
      hidden,
      seed,
      runs: MEMORY_RUNS,
      sizes: undefined,
      out,
    });
    await runPlots('report', { in: out, out });
  },
});
