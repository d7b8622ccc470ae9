import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 keep the bytecode of functions from now on. It throws away what was not interpreted for some collections, so
 * that a dozen forced ones take as much from the heap as hours of a program's life: 0.8 MB, in which a leak could hide.
 */
export const keepBytecode = (): void => {
  setFlagsFromString('--no-flush-bytecode');
};
