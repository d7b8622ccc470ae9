import { describe, expect, it } from 'vitest';
import { planRuns } from './sweep-plan.js';
import { formatDuration } from '../progress.js';
import { createProgress } from './sweep-progress.js';

/** Cold and one run each, the small size first: 8000 sample-trainings in all. */
const plan = planRuns({ sizes: [1000, 3000], runs: 1, seed: 1 });

function record(isTTY: boolean, columns = 200, rows = 24) {
  const written: string[] = [];
  let ms = 0;
  const stream = { isTTY, columns, rows, write: (text: string) => written.push(text) };
  const progress = createProgress(plan, { runs: 1, epochs: 10 }, stream, () => ms);
  return { written, progress, advance: (by: number) => (ms += by) };
}

const epoch = (number: number) => ({ epoch: number, trainLoss: 0.0125, validationLoss: 0.5, bestEpoch: 1 });

describe('progress', () => {
  it('is a plain line a finished training where stderr is no terminal', () => {
    const { written, progress, advance } = record(false);
    progress.onStart(plan[0]);
    progress.onEpoch(plan[0], epoch(5));
    advance(2000);
    progress.onEnd(plan[0], 1.9876, 0.94321);
    // 1000 of 8000 sample-trainings took 2 s, so the other 7000 will take 14 s
    expect(written).toEqual(['n = 1,000, cold run (not counted): 1.988 s, test R² 0.9432 (1 of 4, about 14 s left)\n']);
  });

  it('rewrites one line on a terminal, with size, run, epoch, losses and the time left', () => {
    const { written, progress, advance } = record(true);
    progress.onStart(plan[0]);
    advance(1000);
    progress.onEnd(plan[0], 1, 0.9);
    progress.onStart(plan[1]);
    advance(500);
    progress.onEpoch(plan[1], epoch(5));
    // 1,500 of 8,000 done in 1.5 s
    expect(written.at(-1)).toBe(
      '\r\u001b[Kn = 1,000, run 1 of 1, epoch 5/10, loss 1.25e-2, validation 5.00e-1 | 18%, about 7 s left',
    );
  });

  it('has a line for each of several trainings at a time, rewrites them all, and none that does not fit', () => {
    const { written, progress, advance } = record(true);
    progress.onStart(plan[1]);
    progress.onStart(plan[3]);
    advance(1000);
    progress.onEpoch(plan[1], epoch(10));
    progress.onEpoch(plan[3], epoch(5));
    // 1000 and half of the 3000, of 8000 sample-trainings, took 1 s
    const lines = [
      'n = 1,000, run 1 of 1, epoch 10/10, loss 1.25e-2, validation 5.00e-1 | 31%, about 3 s left',
      'n = 3,000, run 1 of 1, epoch 5/10, loss 1.25e-2, validation 5.00e-1',
    ];
    expect(written.at(-1)).toBe(`\r\u001b[1A\u001b[J${lines.join('\n')}`);
    progress.onEnd(plan[1], 1, 0.9);
    expect(written.slice(-2)).toEqual([
      '\r\u001b[1A\u001b[J',
      'n = 1,000, run 1 of 1: 1.000 s, test R² 0.9000 (1 of 4, about 7 s left)\n',
    ]);

    const low = record(true, 200, 2);
    low.progress.onStart(plan[1]);
    low.progress.onStart(plan[3]);
    low.progress.onEpoch(plan[3], epoch(5));
    expect(low.written.at(-1)).not.toContain('\n');
  });

  it('names size, run and seed of a training that failed, in one line', () => {
    const { written, progress } = record(false);
    progress.onStart(plan[1]);
    progress.onFail({ planned: plan[1], seed: 42, error: new Error('it\n  diverged') });
    expect(written).toEqual(['n = 1,000, run 1 of 1, seed 42, failed: it diverged (1 of 4, about 0 s left)\n']);
  });

  it('never runs over the edge of the terminal', () => {
    const { written, progress } = record(true, 40);
    progress.onStart(plan[0]);
    progress.onEpoch(plan[0], epoch(1));
    expect(written[0].replace('\r\u001b[K', '').length).toBeLessThan(40);
  });

  it('promises no time after the last training', () => {
    const { written, progress } = record(false);
    for (const planned of plan) {
      progress.onStart(planned);
      progress.onEnd(planned, 1, 0.9);
    }
    expect(written.at(-1)).toBe('n = 3,000, run 1 of 1: 1.000 s, test R² 0.9000 (4 of 4)\n');
  });
});

describe('a duration', () => {
  it.each([
    [0.2, '1 s'],
    [59, '59 s'],
    [75, '1 min 15 s'],
    [3600, '1 h 0 min'],
    [7509, '2 h 5 min'],
  ])('of %d seconds reads %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});
