import { describe, expect, it } from 'vitest';
import { createRowDisplay } from './rows-progress.js';

function record(isTTY: boolean) {
  const written: string[] = [];
  let ms = 0;
  const display = createRowDisplay({ isTTY, columns: 80, write: (text: string) => written.push(text) }, () => ms);
  return { written, display, advance: (by: number) => (ms += by) };
}

describe('progress over the rows of a file', () => {
  it('rewrites one line on a terminal a few times a second, with rows, share and the time left', () => {
    const { written, display, advance } = record(true);
    display.onRows(4000, 0.01);
    advance(1000);
    display.onRows(8000, 0.25);
    advance(10);
    display.onRows(12_000, 0.26);
    display.clear();
    expect(written).toEqual(['\r\u001b[K8,000 rows | 25%, about 3 s left', '\r\u001b[K']);
  });

  it('is a plain line every five seconds where stderr is no terminal, without a share of what has no known end', () => {
    const { written, display, advance } = record(false);
    for (let second = 1; second <= 12; second++) {
      advance(1000);
      display.onRows(second * 1000, undefined);
    }
    display.clear();
    expect(written).toEqual(['5,000 rows\n', '10,000 rows\n']);
  });

  it('shows nothing of what takes no time', () => {
    const { written, display } = record(false);
    display.onRows(10, 1);
    display.clear();
    expect(written).toEqual([]);
  });
});
