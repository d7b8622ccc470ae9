/**
 * The room that V8 reserves for the next objects. V8 takes it one free stretch at a time, up to a page of 256 kB each
 * in the old and in the code space. Up to Node 20 it counts all of it as used, so a reading depends on its position in
 * a page: two equal processes differ by up to half a megabyte. After a collection V8 holds no such room. Where garbage
 * is to be counted, another way is needed: an allocation sampler. It makes V8 stop at the next sample, so V8 gives back
 * the room behind that. With the finest sampling interval a few bytes are left.
 */
import { Session } from 'node:inspector';

const FINEST_INTERVAL_BYTES = 1;

let session: Session | undefined;

/**
 * What `read` returns while V8 holds no room in reserve. Collects garbage afterwards, because V8's sampler does so when
 * it stops.
 */
export function withoutReserve<T>(read: () => T): T {
  if (session === undefined) {
    session = new Session();
    session.connect();
  }
  session.post('HeapProfiler.startSampling', { samplingInterval: FINEST_INTERVAL_BYTES });
  try {
    return read();
  } finally {
    session.post('HeapProfiler.stopSampling');
  }
}
