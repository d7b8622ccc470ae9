/**
 * What a program holds: V8's heap, storage outside of it, and WebAssembly memories.
 *
 * Node counts WebAssembly memories as external memory up to version 24 and not at all in version 26. So they are
 * counted here, through weak references to all new ones.
 */
import { getHeapStatistics } from 'node:v8';

export interface HeldMemory {
  readonly heapBytes: number;
  /**
   * Storage of typed arrays and other memory outside the heap that V8 knows of; up to Node 24 also WebAssembly
   * memories.
   */
  readonly externalBytes: number;
  readonly webAssemblyBytes: number;
}

/**
 * The part of WebAssembly that is used here. Its full types come with those of a web page, which this library does not
 * target.
 */
interface WasmMemory {
  readonly buffer: ArrayBufferLike;
}
declare const WebAssembly: { Memory: new (...descriptor: unknown[]) => WasmMemory };

/** Reads what is held. It is only right after a collection. */
type ReadHeldMemory = () => HeldMemory;

/** From now on, watches all new WebAssembly memories, by replacing their constructor. */
export function watchHeldMemory(): ReadHeldMemory {
  // The buffer too, since views of it keep the storage after the memory itself is gone.
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
