import { describe, expect, it, vi } from 'vitest';
import { parseOptions, parserFor } from './options.js';

const names = ['fived', 'jax', 'keras', 'native-c'];

describe('The options', () => {
  it('have the defaults that --help names', async () => {
    const options = parseOptions([], names);
    expect(options).toMatchObject({
      sizes: [1000, 2000, 5000, 10000],
      epochs: 300,
      fewEpochs: 20,
      rounds: 5,
      only: names,
      threads: ['one'],
    });
    expect(options?.resume).toBeFalsy();
    const help = await parserFor(names).getHelp();
    for (const stated of ['"1000,2000,5000,10000"', '"300"', '"20"', '"5"', '"one"'])
      expect(help).toContain(`[default: ${stated}]`);
  });

  it('are none where help is asked for, which is printed', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(parseOptions(['--help'], names)).toBeUndefined();
    expect(log.mock.calls.flat().join()).toContain('--few-epochs');
    log.mockRestore();
  });

  it('take sizes as lists and ranges, ascending and once', () => {
    expect(parseOptions(['--sizes', '5000,1000:3000:1000,2000'], names)?.sizes).toEqual([1000, 2000, 3000, 5000]);
  });

  it('always keep ours, and the order of the table', () => {
    expect(parseOptions(['--only', 'native-c,jax'], names)?.only).toEqual(['fived', 'jax', 'native-c']);
  });

  it('never train the slow ones for longer than the others', () => {
    expect(parseOptions(['--epochs', '10'], names)?.fewEpochs).toBe(10);
  });

  it('take both numbers of threads', () => {
    expect(parseOptions(['--threads', 'both'], names)?.threads).toEqual(['one', 'all']);
  });

  it.each([
    [['--epochs', '0'], '--epochs must be a whole number of at least 1; got "0".'],
    [['--rounds', '1.5'], '--rounds must be a whole number of at least 1; got "1.5".'],
    [['--sizes', '10'], '--sizes must be sizes of at least 20 such as 1000,5000 or first:last:step; got "10".'],
    [
      ['--sizes', '1000:500:100'],
      '--sizes must be sizes of at least 20 such as 1000,5000 or first:last:step; got "1000:500:100".',
    ],
    [['--only', 'theano'], '--only must name some of fived, jax, keras, native-c; got "theano".'],
    [['--threads', '2'], '--threads must be one, all or both; got "2".'],
  ])('are refused: %j', (args, message) => {
    expect(() => parseOptions(args, names)).toThrow(expect.objectContaining({ message }));
  });

  it('that are unknown are refused', () => {
    expect(() => parseOptions(['--epoch', '3'], names)).toThrow('epoch');
  });
});
