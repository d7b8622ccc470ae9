// What pools leave behind, in a process of compiled code. FIVED_POOLS says how many; `FIVED_POOLS=50` does 200 jobs.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LeakCheck } from '@fived/bench';
import { expect, it } from 'vitest';

const POOLS = Number(process.env['FIVED_POOLS'] ?? 6);
const child = fileURLToPath(new URL('../../dist/workers/leak-check.fixture.js', import.meta.url));

it(`${POOLS} pools of four jobs each leave no thread and less than 1 MB, though jobs throw, threads die and pools are aborted`, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [child, String(POOLS)]);
  const { passed, message, threads } = JSON.parse(stdout) as LeakCheck & { readonly threads: number | null };
  expect(passed, message).toBe(true);
  expect(threads ?? 0).toBeLessThanOrEqual(0);
  console.log(message);
});
