// The committed record is still what this code trains.
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, it } from 'vitest';
import { fivedHere } from '../testing/run-here.js';

const committed = fileURLToPath(new URL('../../../../docs/performance/benchmark_results.json', import.meta.url));

const RUNS = { short: 1, medium: 3, full: 50 }[inject('campaign')];
/** The short form trains one run; this seed draws one of the smallest size. */
const SEED = { short: '1', medium: '42', full: '42' }[inject('campaign')];

describe('the committed result', () => {
  it(`is still what this code trains: ${RUNS} of its runs`, async () => {
    const { code, stdout } = await fivedHere('verify', committed, '--sample', String(RUNS), '--seed', SEED);
    expect(code).toBe(0);
    expect(stdout).toContain(`Verified: ${RUNS} of 50 runs trained again`);
  });
});
