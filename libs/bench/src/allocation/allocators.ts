/**
 * Who allocates: V8's sampling heap profile of a run, added up by function.
 *
 * V8 samples at random, on average once in a fixed number of bytes, and records the stack. The profile also keeps
 * samples whose objects have been collected since. The byte counts are V8's estimates from these samples. V8 knows
 * functions as they are compiled: an inlined function counts as part of its caller.
 */
import { type HeapProfiler, Session } from 'node:inspector';

/** A function that allocates. */
export interface Allocator {
  readonly functionName: string;
  /** Script and line where the function begins in the compiled code, which is what V8 runs. */
  readonly location: string;
  /** The built-in V8 function that it called and that allocated; null if it allocated by itself. */
  readonly builtIn: string | null;
  /** Estimated. */
  readonly bytes: number;
}

const SAMPLING_INTERVAL_BYTES = 128;

// Node's types leave out the last two.
const sampling = {
  samplingInterval: SAMPLING_INTERVAL_BYTES,
  includeObjectsCollectedByMajorGC: true,
  includeObjectsCollectedByMinorGC: true,
};

/** The functions that allocate while `run` runs, the largest first. */
export function findAllocators(run: () => void): readonly Allocator[] {
  // This function's name separates what `run` allocated from what the profiler did.
  const profiledRun = (): void => {
    run();
  };
  return addUp(profile(profiledRun), profiledRun.name);
}

/** In words: where, and through which function. */
export function describeAllocator({ functionName, location, builtIn }: Allocator): string {
  return `${functionName} (${location})${builtIn === null ? '' : ` in its call of ${builtIn}`}`;
}

function profile(run: () => void): HeapProfiler.SamplingHeapProfileNode {
  const session = new Session();
  session.connect();
  const errors: Error[] = [];
  const profiles: HeapProfiler.SamplingHeapProfile[] = [];
  // The session answers before `post` returns.
  session.post('HeapProfiler.startSampling', sampling, (error) => {
    if (error !== null) errors.push(error);
  });
  run();
  session.post('HeapProfiler.stopSampling', (error, answer) => {
    if (error !== null) errors.push(error);
    else profiles.push(answer.profile);
  });
  session.disconnect();
  if (errors.length > 0) throw errors[0];
  return profiles[0].head;
}

/**
 * The scripts' functions below the function `top`, each with what it and the built-in functions that it calls
 * allocated.
 */
function addUp(root: HeapProfiler.SamplingHeapProfileNode, top: string): readonly Allocator[] {
  const allocators = new Map<string, Allocator>();

  const visit = (node: HeapProfiler.SamplingHeapProfileNode, caller: Omit<Allocator, 'bytes'> | undefined): void => {
    const { functionName, url, lineNumber } = node.callFrame;
    const isTop = url === import.meta.url && functionName === top;
    let site = caller;
    if (isTop || (caller !== undefined && url !== '')) {
      site = { functionName: functionName || '(anonymous)', location: `${url}:${lineNumber + 1}`, builtIn: null };
    } else if (caller !== undefined) {
      site = { ...caller, builtIn: functionName };
    }
    if (site !== undefined && node.selfSize > 0) {
      const key = `${site.functionName} ${site.location} ${site.builtIn ?? ''}`;
      allocators.set(key, { ...site, bytes: node.selfSize + (allocators.get(key)?.bytes ?? 0) });
    }
    for (const child of node.children) visit(child, site);
  };

  visit(root, undefined);
  return [...allocators.values()].sort((a, b) => b.bytes - a.bytes);
}
