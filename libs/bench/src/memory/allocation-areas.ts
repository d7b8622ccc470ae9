/**
 * The room that V8 has set aside for the next objects. V8 takes it a free stretch at a time, up to a page of 256 kB of
 * the old and of the code space, and up to Node 20 counts all of it as used, so that a reading depends on where in a
 * page it falls: two equal processes differ by up to half a megabyte. After a collection V8 holds none; where garbage
 * is to be counted, another way is needed. An allocation sampler needs V8 to look in at its next sample, so V8 gives
 * back what lies behind that; started with the finest interval it leaves some bytes.
 */
import { Session } from 'node:inspector';

const FINEST_INTERVAL_BYTES = 1;

let session: Session | undefined;

/**
 * What `read` returns while V8 holds no room in reserve. Collects garbage afterwards: V8's sampler does when it stops.
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
