import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * V8's collector of the young generation only. A full collection would also discard what is held weakly, and compiled
 * code is: after one, a training of 40,000 steps took as many again until all of its code was recompiled.
 */
export function youngCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { readonly type: 'minor' }) => void;
  return () => {
    collect({ type: 'minor' });
  };
}
