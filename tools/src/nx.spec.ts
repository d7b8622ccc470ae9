import { describe, expect, it } from 'vitest';
import { readNxOutput } from './nx.js';

/** What nx 23.2.1 printed, shortened: a test and a build fail, and tasks that need the build do not run. */
const FAILING = `
 NX   Running targets build, test for 3 projects:

- random
- records
- charts

> nx run random:build  [existing outputs match the cache, left as is]

> tsc --build tsconfig.lib.json

> nx run random:test

\u001b[31m⎯⎯⎯⎯ Failed Tests 1 ⎯⎯⎯⎯\u001b[39m
Warning: command "vitest run" exited with non-zero status code
> nx run records:build

> tsc --build tsconfig.lib.json

Found 1 error.



 NX   Running targets build, test for 3 projects failed

Tasks not run because their dependencies failed or --nx-bail=true:

- records:test
- charts:build

Failed tasks:

- random:test
- records:build

  Run duration:      18.5s
  Cache:             1/2 hit (50%)
  Critical path:     18.3s (2 tasks)
`;

describe('readNxOutput', () => {
  it('tells what ended and what it said, what failed, and how much came from the cache', () => {
    const { ended, failed, cache } = readNxOutput(FAILING);
    expect([...ended.keys()]).toEqual(['random:build', 'random:test', 'records:build']);
    expect(ended.get('random:test')).toBe(
      '> nx run random:test\n\n⎯⎯⎯⎯ Failed Tests 1 ⎯⎯⎯⎯\n' +
        'Warning: command "vitest run" exited with non-zero status code',
    );
    expect(ended.get('records:build')?.endsWith('Found 1 error.')).toBe(true);
    expect(failed).toEqual(['random:test', 'records:build']);
    expect(cache).toEqual({ hits: 1, tasks: 2 });
  });

  it('finds nothing in what nx says where it cannot start', () => {
    expect(readNxOutput('\n NX   Failed to process project graph.\n')).toEqual({
      ended: new Map(),
      failed: [],
      cache: undefined,
    });
  });
});
