/** Refuses what the machine cannot hold before any of it is allocated. */
import { constants } from 'node:buffer';
import os from 'node:os';
import { leastEngineBytes, type EngineOptions, type Network } from '@fived/nn';
import { counted, grouped } from './text.js';

/** The memory of this machine, or of the container that this process is in. */
const machineBytes = (): number => Math.min(os.totalmem(), process.constrainedMemory() || Infinity);

function checkFits(what: string, bytes: number, remedy: string, has: number): void {
  if (bytes <= has) return;
  throw new Error(`${what} needs at least ${grouped(bytes)} bytes, and this machine has ${grouped(has)}; ${remedy}.`);
}

/** Five float32 features in one array. */
const FEATURE_BYTES = 20;
/** While rows are made: their features, and their targets in float32 and in float64. */
const ROW_BYTES = FEATURE_BYTES + 4 + 8;

/** @throws Error of one line for more synthetic rows than memory, or one array of this version of Node, can hold */
export function checkRowsFit(rows: number, has = machineBytes()): void {
  const what = `A dataset of ${counted(rows, 'row')}`;
  checkFits(what, rows * ROW_BYTES, 'choose a smaller one', has);
  const longest = Math.floor(constants.MAX_LENGTH / FEATURE_BYTES);
  if (rows <= longest) return;
  throw new Error(`${what} is longer than an array of this version of Node: at most ${grouped(longest)} rows.`);
}

/**
 * @param jobs networks at a time
 * @throws Error of one line for networks that memory cannot hold
 */
export function checkNetworkFits(
  network: Network,
  { batchSize, training, jobs = 1 }: Pick<EngineOptions, 'batchSize' | 'training'> & { readonly jobs?: number },
  has = machineBytes(),
): void {
  const each = `the network ${network.sizes.join('-')} with minibatches of ${counted(batchSize, 'row')}`;
  checkFits(
    jobs === 1 ? each : `${jobs} times at once, ${each}`,
    jobs * leastEngineBytes(network, batchSize, training),
    `choose smaller layers or minibatches${jobs === 1 ? '' : ', or fewer --jobs'}`,
    has,
  );
}
