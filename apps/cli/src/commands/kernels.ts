/** `fived kernels`: how fast each kernel is, and how near to the processor's peak. */
import { command } from '../command.js';
import { chooseEngine, ENGINE_OPTION, engineFactory, type EngineName } from '../benchmark/engines.js';
import { stageKernels, stageRows } from '../kernels/stages.js';
import {
  gflops,
  kernelJson,
  kernelTable,
  LEAST_SAMPLE_SECONDS,
  measureKernels,
  type KernelUnderTest,
} from '../kernels/measure.js';
import { peakKernel } from '../kernels/peak.js';
import { productKernels } from '../kernels/products.js';
import { jsonFlag, networkCases, wholeNumber, type Values } from '../options.js';

const KERNELS_OPTIONS = {
  networks: {
    default: '5-64-32-16-1@32,5-256-128-64-1@256',
    read: networkCases,
    group: 'Network:',
    describe: 'Networks, each as widths@batch size, from 5 inputs to 1 output',
  },
  engine: { ...ENGINE_OPTION, describe: 'Whose kernels' },
  samples: { default: 11, read: wholeNumber(1), group: 'Running:', describe: 'Timed samples of each kernel' },
  json: jsonFlag('Print JSON in place of the table'),
} as const;
type KernelsOptions = Values<typeof KERNELS_OPTIONS>;

/**
 * The stages of each network, and the products of its largest inner layer. The reference engine has no products of
 * their own.
 */
const kernelsOf = ({ networks }: KernelsOptions, engine: EngineName): readonly KernelUnderTest[] => {
  const rows = stageRows();
  return networks.flatMap((networkCase) => [
    ...stageKernels(engineFactory({ engine }), networkCase, rows),
    ...(engine === 'reference' ? [] : productKernels(networkCase)),
  ]);
};

/** @throws Error if the runtime cannot run the engine, or has no SIMD to measure the peak of */
function kernels(given: KernelsOptions): void {
  const { samples, json } = given;
  chooseEngine('simd');
  const engine = chooseEngine(given.engine);
  const [peak, ...timings] = measureKernels([peakKernel(), ...kernelsOf(given, engine)], samples);
  const peakGflops = gflops(peak);
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
      '\nPeak: 128-bit fused multiply-adds, in registers only, measured in between: ' +
      `${peakGflops.toFixed(1)} GFLOP/s.\n`,
  );
  console.log(kernelTable(timings, peakGflops));
}

export const kernelsCommand = command({
  command: 'kernels',
  describe: 'Time every kernel by itself: microseconds, GFLOP/s, share of the peak',
  options: KERNELS_OPTIONS,
  examples: [['$0 kernels --networks 5-63-31-15-1@32', 'The kernels of a network with odd widths']],
  handler: kernels,
});
