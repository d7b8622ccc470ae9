/** `fived kernels`: how fast each kernel is, and how near to the processor's peak. */
import type { CommandModule } from 'yargs';
import { checkEngine, engineFactory, engineNames, type EngineName } from '../benchmark/engines.js';
import type { KernelUnderTest } from '../kernels/kernel.js';
import { LEAST_SAMPLE_SECONDS, measureKernels } from '../kernels/measure.js';
import { peakKernels } from '../kernels/peak.js';
import { productKernels } from '../kernels/products.js';
import { gflops, kernelJson, kernelTable } from '../kernels/kernel-table.js';
import { stageKernels, stageRows, type NetworkCase } from '../kernels/stages.js';
import { networkCases, wholeNumber } from '../options.js';

interface KernelsOptions {
  readonly networks: readonly NetworkCase[];
  readonly engine: EngineName;
  readonly samples: number;
  readonly json: boolean;
}

/**
 * The stages of each network, and the products of its largest inner layer. The reference engine has no products of
 * their own.
 */
const kernelsOf = ({ networks, engine }: KernelsOptions): readonly KernelUnderTest[] => {
  const rows = stageRows();
  return networks.flatMap((networkCase) => [
    ...stageKernels(engineFactory({ engine, wide: false }), networkCase, rows),
    ...(engine === 'reference' ? [] : productKernels(networkCase, { fused: engine === 'simd-relaxed', wide: false })),
  ]);
};

/** @throws Error if the runtime cannot run the engine, or has no SIMD to measure the peak of */
export function kernels(options: KernelsOptions): void {
  const { engine, samples, json } = options;
  checkEngine('simd');
  checkEngine(engine);
  const peaks = peakKernels();
  const measured = measureKernels([...peaks, ...kernelsOf(options)], samples);
  const peakGflops = Math.max(...measured.slice(0, peaks.length).map(gflops));
  const timings = measured.slice(peaks.length);
  if (json) {
    console.log(kernelJson(timings, peakGflops));
    return;
  }
  console.log(
    `The ${engine} engine on Node ${process.version}, one thread; ` +
      `${samples} samples of at least ${LEAST_SAMPLE_SECONDS * 1000} ms each, all kernels in turn.` +
      '\nGFLOP/s: nominal dense work (a multiply-add is two, Adam twelve a parameter) by the median time. ' +
      '"No zeros" leaves out about half of it,' +
      '\nas the engine does behind a ReLU, so that kernel, and the stages that contain it, may exceed the peak.' +
      '\nPeak: 128-bit multiplications and additions, in registers only, measured in between: ' +
      `${peakGflops.toFixed(1)} GFLOP/s.\n`,
  );
  console.log(kernelTable(timings, peakGflops));
}

export const kernelsCommand: CommandModule<object, KernelsOptions> = {
  command: 'kernels',
  describe: 'Time every kernel by itself: microseconds, GFLOP/s, share of the peak',
  builder: (yargs) =>
    yargs
      .option('networks', {
        default: '5-64-32-16-1@32,5-256-128-64-1@256',
        coerce: networkCases('networks'),
        describe: 'Networks, each as widths@batch size, from 5 inputs to 1 output',
        requiresArg: true,
      })
      .option('engine', {
        default: 'simd' as const,
        choices: engineNames,
        describe: 'Whose kernels',
        requiresArg: true,
      })
      .option('samples', {
        default: 11,
        coerce: wholeNumber('samples', 1),
        describe: 'Timed samples of each kernel',
        requiresArg: true,
      })
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON in place of the table' })
      .example('$0 kernels --networks 5-63-31-15-1@32', 'The kernels of a network with odd widths'),
  handler: kernels,
};
