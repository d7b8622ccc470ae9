import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * V8's collector of the young generation alone. A full collection would also throw away what is only held weakly, and
 * compiled code is: a training of 40,000 steps was seen to take as many again until all of it was compiled anew.
 */
export function youngCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { readonly type: 'minor' }) => void;
  return () => {
    collect({ type: 'minor' });
  };
}
