/**
 * The same kernels without rounding to float32, for gradient checks: one source, but separate compiled functions.
 *
 * V8 tunes each function to the operations that it has seen. If the rounding and the non-rounding form shared their
 * functions, the float32 engine would fall from 1.4 to 0.1 GFLOP/s for the rest of the process. Calling a factory twice
 * is not enough: closures of the same source share their tuning. So the factory's own text is compiled a second time,
 * as a different script. (The comment in it makes it different: V8 caches equal texts.) A page whose security policy
 * forbids this gets the shared functions: the same results, only slower.
 */

export type AnyFactory = (...args: never[]) => unknown;

/** A copy, with its own compiled code, of a factory that refers to nothing but its arguments and globals. */
export function separateCopy<Factory extends AnyFactory>(factory: Factory): Factory {
  try {
    // oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-call -- see above
    return new Function(`/* float64 form */ return ${factory.toString()}`)() as Factory;
  } catch (error) {
    if (error instanceof EvalError) return factory;
    throw error;
  }
}
