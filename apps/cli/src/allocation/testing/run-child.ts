/** For tests only: starts child.ts, compiled, as Node 20 loads no TypeScript. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

// The same relative path from `src` and from `dist`.
const child = fileURLToPath(new URL('../../../dist/allocation/testing/child.js', import.meta.url));

/**
 * V8 optimises in the thread that runs, and not in another beside it. On a busy machine the other thread may be late,
 * and code that is not optimised yet allocates.
 */
const COMPILE_AT_ONCE = '--no-concurrent-recompilation';

/** What the check found. @throws Error if the process fails */
export async function runChild<Check>(...args: string[]): Promise<Check> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMPILE_AT_ONCE, child, ...args]);
  return JSON.parse(stdout) as Check;
}
