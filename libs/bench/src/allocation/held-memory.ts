/**
 * What a program holds on to: V8's heap, storage outside of it, and WebAssembly memories.
 *
 * Node counts WebAssembly memories as external memory up to version 24 and not at all in version 26, so they are
 * counted here, by weak references to all that are made.
 */
import { getHeapStatistics } from 'node:v8';

export interface HeldMemory {
  readonly heapBytes: number;
  /**
   * Storage of typed arrays, and what else V8 knows of outside its heap; up to Node 24 also the WebAssembly memories.
   */
  readonly externalBytes: number;
  readonly webAssemblyBytes: number;
}

/**
 * The part of WebAssembly that is used here: its types come with those of a web page, which this library is not for.
 */
interface WasmMemory {
  readonly buffer: ArrayBufferLike;
}
declare const WebAssembly: { Memory: new (...descriptor: unknown[]) => WasmMemory };

/** Reads what is held; right only after a collection. */
export type ReadHeldMemory = () => HeldMemory;

/** From now on all WebAssembly memories that are made are watched, by a stand-in for their constructor. */
export function watchHeldMemory(): ReadHeldMemory {
  // The buffer too, since views of it keep the storage when the memory itself is gone.
  let made: { readonly memory: WeakRef<WasmMemory>; readonly buffer: WeakRef<ArrayBufferLike> }[] = [];
  const heldBytes = ({ memory, buffer }: (typeof made)[number]): number =>
    memory.deref()?.buffer.byteLength ?? buffer.deref()?.byteLength ?? 0;

  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct(Memory, descriptor): WasmMemory {
      const memory = new Memory(...(descriptor as unknown[]));
      made.push({ memory: new WeakRef(memory), buffer: new WeakRef(memory.buffer) });
      return memory;
    },
  });

  return () => {
    made = made.filter((watched) => heldBytes(watched) > 0);
    const { used_heap_size, external_memory } = getHeapStatistics();
    return {
      heapBytes: used_heap_size,
      externalBytes: external_memory,
      webAssemblyBytes: made.reduce((sum, watched) => sum + heldBytes(watched), 0),
    };
  };
}
