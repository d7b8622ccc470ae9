import { describe, expect, it } from 'vitest';
import { helpText, parseOptions } from './options.js';
import { targetNames } from './targets.js';

describe('the options of fived-study', () => {
  it('are the whole study by default', () => {
    expect(parseOptions([])).toMatchObject({
      targets: targetNames,
      sizes: [1000, 2000, 5000, 10000],
      seeds: [42, 43, 44],
      ideaSeeds: [42, 43, 44, 45, 46],
      table: 'both',
      resume: false,
    });
  });

  it('choose a part', () => {
    const options = parseOptions([
      '--targets',
      'friedman, gaussian',
      '--sizes',
      '1000',
      '--seeds',
      '7,7,8',
      '--table',
      'methods',
    ]);
    expect(options).toMatchObject({
      targets: ['friedman', 'gaussian'],
      sizes: [1000],
      seeds: [7, 8],
      table: 'methods',
    });
  });

  it.each([
    [['--targets', 'freidman'], '--targets must name some of synthetic, friedman, '],
    [['--sizes', '3000'], '--sizes must be some of 1000, 2000, 5000, 10000; got "3000".'],
    [['--seeds', '1,x'], '--seeds must be a whole number from 0 to 4294967295; got "x".'],
    [['--table', 'one'], '--table must be one of methods, ideas, both; got "one".'],
    [['--targets', 'gaussian', '--sizes', '2000'], '--sizes 2000 leaves nothing of --targets gaussian'],
  ])('refuse %j in one line', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });

  it('show help, with every option and an example', () => {
    expect(parseOptions(['--help'])).toBeUndefined();
    for (const name of [
      'targets',
      'sizes',
      'seeds',
      'idea-seeds',
      'table',
      'core',
      'most-seconds',
      'python',
      'cache',
      'out',
      'resume',
    ]) {
      expect(helpText).toContain(`--${name} `);
    }
    expect(helpText).toContain('Example: ');
  });
});
