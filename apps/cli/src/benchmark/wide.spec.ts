import { adamDefaults } from '@fived/nn';
import { describe, expect, it } from 'vitest';
import { wideSelfTest } from './wide.js';

const shape = { sizes: [5, 8, 1], batchSize: 8, adam: adamDefaults };

describe('the self-test of the wide mode', () => {
  it('fails where Node does not know the flag', async () => {
    expect(await wideSelfTest(shape, ['--no-such-flag'])).toBe('this build of Node does not know --no-such-flag');
  });

  it('fails where nothing was widened', async () => {
    expect(await wideSelfTest(shape, [])).toMatch(/^V8 found nothing to widen/);
  });

  it('fails, and harms nothing else, where the process crashes', async () => {
    expect(await wideSelfTest(shape, ['--eval', 'process.abort()', '--'])).toMatch(/^its self-test failed \(SIGABRT\)/);
  });

  it('fails, with the first line of what it said, where the test itself breaks', async () => {
    expect(await wideSelfTest({ ...shape, batchSize: 0 }, [])).toMatch(
      /^its self-test failed \(1\): .*batchSize must be/,
    );
  });
});
