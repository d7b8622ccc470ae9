import { setFlagsFromString } from 'node:v8';

/**
 * Makes V8 keep the bytecode of functions from now on. V8 discards bytecode that was not used for a few collections. So
 * a dozen forced collections take as much from the heap as hours of a program's life: 0.8 MB, in which a leak could
 * hide.
 */
export const keepBytecode = (): void => {
  setFlagsFromString('--no-flush-bytecode');
};
