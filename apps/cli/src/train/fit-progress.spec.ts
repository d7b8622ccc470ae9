import { describe, expect, it } from 'vitest';
import { createFitDisplay, type DisplayedFit } from './fit-progress.js';

function record(isTTY: boolean, { columns = 80, members = 1, jobs = 1, earlier = [] as DisplayedFit['earlier'] } = {}) {
  const written: string[] = [];
  let ms = 0;
  const display = createFitDisplay(
    { epochs: 300, members, jobs, earlier },
    { isTTY, columns, write: (text: string) => written.push(text) },
    () => ms,
  );
  return { written, display, advance: (by: number) => (ms += by) };
}

const epoch = (number: number, member = 0, members = 1) => ({
  epoch: number,
  trainLoss: 0.0125,
  validationLoss: 0.5,
  bestEpoch: 1,
  member,
  members,
});

describe('progress of a fit', () => {
  it('rewrites one line on a terminal, with epoch, losses and the time left; none after the last epoch', () => {
    const { written, display, advance } = record(true);
    advance(2000);
    display.onEpoch(epoch(100));
    display.onEpoch(epoch(300));
    display.clear();
    expect(written).toEqual([
      '\r\u001b[Kepoch 100/300 | loss 1.25e-2, validation 5.00e-1 | about 4 s left',
      '\r\u001b[Kepoch 300/300 | loss 1.25e-2, validation 5.00e-1',
      '\r\u001b[K',
    ]);
  });

  it('tells which of several networks, and counts the epochs of those still to come', () => {
    const { written, display, advance } = record(true, { members: 5 });
    for (const index of [0, 1]) {
      display.onEpoch(epoch(40, index, 5));
      display.onEnd({ index, epochsRun: 50 });
    }
    advance(1000);
    // 200 + 2 * 300 epochs are left, at 100 a half second.
    display.onEpoch(epoch(100, 2, 5));
    expect(written.at(-1)).toBe(
      '\r\u001b[Knetwork 3/5, epoch 100/300 | loss 1.25e-2, validation 5.00e-1 | about 4 s left',
    );
  });

  it('has a line for each network under way, and counts with as many threads', () => {
    const { written, display, advance } = record(true, { members: 4, jobs: 2 });
    display.onEpoch(epoch(10, 0, 4));
    advance(1000);
    display.onEpoch(epoch(50, 1, 4));
    display.onEpoch(epoch(50, 0, 4));
    // 100 epochs took a second, 1100 are left.
    const lines = [
      'network 1/4, epoch 50/300 | loss 1.25e-2, validation 5.00e-1 | about 11 s left',
      'network 2/4, epoch 50/300 | loss 1.25e-2, validation 5.00e-1',
    ];
    expect(written.at(-1)).toBe(`\r\u001b[1A\u001b[J${lines.join('\n')}`);
    for (const index of [0, 1, 2]) display.onEnd({ index, epochsRun: 300 });
    advance(8000);
    // 1000 epochs took 9 s on two threads, so a single one needs 18 ms for each of the last 200.
    display.onEpoch(epoch(100, 3, 4));
    expect(written.at(-1)).toContain('network 4/4, epoch 100/300 | loss 1.25e-2, validation 5.00e-1 | about 4 s left');
  });

  it('counts no epochs of an earlier fit as run now', () => {
    const earlier = [
      { index: 0, epochsRun: 150 },
      { index: 1, epochsRun: 100 },
      { index: 2, epochsRun: 120 },
    ];
    const { written, display, advance } = record(true, { columns: 100, members: 4, earlier });
    display.onEnd({ index: 0, epochsRun: 150 }); // it ran out of patience before
    display.onEpoch(epoch(101, 1, 4));
    advance(5000);
    // 50 epochs took 5 s; 150 + 180 + 300 are left.
    display.onEpoch(epoch(150, 1, 4));
    expect(written.at(-1)).toBe(
      '\r\u001b[Knetwork 2/4, epoch 150/300 | loss 1.25e-2, validation 5.00e-1 | about 1 min 3 s left',
    );
  });

  it('is a plain line every five seconds where stderr is no terminal', () => {
    const { written, display, advance } = record(false);
    for (let number = 1; number <= 12; number++) {
      advance(1000);
      display.onEpoch(epoch(number));
    }
    display.clear();
    expect(written).toEqual([
      'epoch 5/300 | loss 1.25e-2, validation 5.00e-1 | about 4 min 55 s left\n',
      'epoch 10/300 | loss 1.25e-2, validation 5.00e-1 | about 4 min 50 s left\n',
    ]);
  });

  it('never runs over the edge of the terminal', () => {
    const { written, display } = record(true, { columns: 40 });
    display.onEpoch(epoch(1));
    expect(written[0].replace('\r\u001b[K', '').length).toBeLessThan(40);
  });
});
