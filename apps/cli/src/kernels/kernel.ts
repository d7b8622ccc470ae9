/** What is timed on its own, and how many floating-point operations it nominally makes. */
import type { Network } from '@fived/nn';

export interface KernelUnderTest {
  /** The network and batch size, e.g. "5-64-32-16-1@32". */
  readonly group: string;
  readonly name: string;
  /** Operations of one call: nominal dense work, a multiply-add counted as two. 0 for a kernel that only moves data. */
  readonly flops: number;
  /** Makes that many calls. */
  readonly run: (times: number) => void;
}

/**
 * Adam's operations for one parameter: three for m = b1 m + c1 g, four for v = b2 v + c2 (g g), five for w = w - (alpha
 * m) / (sqrt(v) + epsilon).
 */
const ADAM_FLOPS = 12;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const weightsOf = ({ layers }: Network): readonly number[] => layers.map(({ fanIn, fanOut }) => fanIn * fanOut);

/** One product for each layer. */
export const forwardFlops = (network: Network, rowCount: number): number => 2 * rowCount * sum(weightsOf(network));

/** The weight gradient of every layer, and the input gradient of every layer except the first. */
export const backwardFlops = (network: Network, rowCount: number): number =>
  forwardFlops(network, rowCount) + 2 * rowCount * sum(weightsOf(network).slice(1));

export const adamFlops = ({ parameterCount }: Network): number => ADAM_FLOPS * parameterCount;
