import { describe, expect, it } from 'vitest';
import { environmentFor, lastAllowedCore, pinned } from './threads.js';

describe('Threads', () => {
  it.each([
    ['0-7', 7],
    ['0-3,8,10-11', 11],
    ['2', 2],
  ])('may run on the last core of %s', (list, core) => {
    expect(lastAllowedCore(`Name:\tnode\nCpus_allowed:\tff\nCpus_allowed_list:\t${list}\nMems_allowed:\t1\n`)).toBe(
      core,
    );
  });

  it('are not pinned where the system does not tell', () => {
    expect(lastAllowedCore('')).toBeUndefined();
  });

  it('are limited to one only where one is asked for', () => {
    expect(environmentFor('one')).toMatchObject({ OMP_NUM_THREADS: '1', CUDA_VISIBLE_DEVICES: '' });
    expect(environmentFor('all')).not.toHaveProperty('OMP_NUM_THREADS');
    expect(environmentFor('all')).not.toHaveProperty('XLA_FLAGS');
  });

  it('stay with a program that is pinned', () => {
    expect(pinned({ command: 'python', args: ['run.py', 'jax'] }, 3)).toEqual({
      command: 'taskset',
      args: ['-c', '3', 'python', 'run.py', 'jax'],
    });
  });
});
