/** `fived profile`: everything in one go; for now the sweep and its charts. */
import type { CommandModule } from 'yargs';
import { bench, benchOptions, type BenchOptions } from './bench.js';
import { plot } from './plot.js';

export const profileCommand: CommandModule<object, BenchOptions> = {
  command: 'profile',
  describe: 'The whole profile: bench, then plot',
  builder: (yargs) =>
    benchOptions(yargs).example('$0 profile', 'The published sweep: 10 sizes, 5 runs, 300 epochs, and its charts'),
  handler: async (options) => {
    await bench(options);
    await plot({ in: options.out, out: options.out });
  },
};
