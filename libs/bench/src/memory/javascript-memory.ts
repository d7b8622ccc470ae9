/**
 * JavaScript memory: V8's heap in use, and JavaScript's memory outside of it.
 *
 *   used_heap_size    objects, closures, bytecode and compiled code of this isolate; garbage too, until it is collected
 *   external_memory   the storage of typed arrays (`arrayBuffers` is a part of it) and, in Node up to 24, WebAssembly
 *                     memories
 *
 * In Node 26 neither of them includes a WebAssembly memory, so its owner has to report its size. Left out: V8's own C++
 * memory, the machine code of WebAssembly modules, Node itself. The resident set includes them all.
 */
import { getHeapStatistics } from 'node:v8';

/** The part of WebAssembly that is used here. Its full types come with those of a web page. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
};

const PROBE_PAGES = 16;

/** V8's present reading in bytes. It takes about a microsecond and one small object. */
export function readJavascriptBytes(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

/**
 * Whether that reading includes WebAssembly memories, found by trying. If V8 gives back dead arrays at the same moment,
 * the reading shrinks, so half of the probe is enough. Collect garbage before the call.
 */
export function readingHoldsWebAssembly(): boolean {
  const before = getHeapStatistics().external_memory;
  const { buffer } = new WebAssembly.Memory({ initial: PROBE_PAGES });
  return getHeapStatistics().external_memory - before > buffer.byteLength / 2;
}
