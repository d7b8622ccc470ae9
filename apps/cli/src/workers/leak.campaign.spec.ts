// What pools leave behind, in a process of compiled code.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LeakCheck } from '@fived/bench';
import { expect, inject, it } from 'vitest';

const POOLS = { short: 3, medium: 40, full: 200 }[inject('campaign')];
const child = fileURLToPath(new URL('../../dist/testing/leak-check.js', import.meta.url));

it(
  `${POOLS} pools of four jobs each leave no thread and less than 1 MB, ` +
    'though jobs throw, threads die and pools are aborted',
  async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [child, String(POOLS)]);
    const { passed, message, threads, residentBytes } = JSON.parse(stdout) as LeakCheck & {
      readonly threads: number | null;
      readonly residentBytes: number;
    };
    expect(passed, message).toBe(true);
    expect(threads ?? 0).toBeLessThanOrEqual(0);
    // This is not judged, since the allocator keeps what threads have freed.
    console.log(`${message} The resident set grew by ${(residentBytes / 1e6).toFixed(1)} MB.`);
  },
  60_000 * (POOLS + 2),
);
