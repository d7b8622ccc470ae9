import { describe, expect, it } from 'vitest';
import { freePlace, spread } from './labels.js';

describe('spread', () => {
  const room = [0, 1000] as const;

  it('leaves labels alone that do not touch', () => {
    expect(
      spread(
        [
          { middle: 100, height: 50 },
          { middle: 300, height: 80 },
        ],
        10,
        room,
      ),
    ).toEqual([100, 300]);
  });

  it('moves two labels that overlap apart by equal ways, and keeps their order', () => {
    // Heights 50 and a gap of 10: the middles must be 60 apart, around their own mean of 205.
    expect(
      spread(
        [
          { middle: 210, height: 50 },
          { middle: 200, height: 50 },
        ],
        10,
        room,
      ),
    ).toEqual([235, 175]);
  });

  it('keeps all of them inside, and as many as need be in one group', () => {
    // All three want to be at the top: 40 + 10 + 40 + 10 + 40 fill it from 0 on.
    expect(
      spread(
        [1, 2, 3].map((middle) => ({ middle, height: 40 })),
        10,
        room,
      ),
    ).toEqual([20, 70, 120]);
    expect(spread([{ middle: 999, height: 40 }], 10, room)).toEqual([980]);
  });

  it('lets a group push a neighbour that it grows into', () => {
    const middles = spread(
      [
        { middle: 100, height: 50 },
        { middle: 110, height: 50 },
        { middle: 160, height: 50 },
      ],
      10,
      room,
    );
    expect(middles[1] - middles[0]).toBeCloseTo(60, 9);
    expect(middles[2] - middles[1]).toBeCloseTo(60, 9);
  });
});

describe('freePlace', () => {
  const room = { left: 0, top: 0, right: 400, bottom: 400 };
  const size = { width: 100, height: 40 };

  it('prefers the right of the first point', () => {
    expect(
      freePlace(
        [
          [100, 100],
          [50, 50],
        ],
        size,
        room,
        [],
      )?.box,
    ).toEqual({ left: 116, top: 80, right: 216, bottom: 120 });
  });

  it('avoids a line that crosses its first choices', () => {
    const line = { kind: 'segment', from: [130, 0], to: [130, 400] } as const;
    const place = freePlace([[100, 200]], size, room, [line]);
    // A distance of 8 on either side, and the next larger distance on the right.
    expect(place?.box).toEqual({ left: 164, top: 180, right: 264, bottom: 220 });
  });

  it('puts no other name between a box and its point', () => {
    const wall = { left: 110, top: 150, right: 120, bottom: 250 };
    const left = freePlace([[200, 200]], size, room, [], [wall]);
    expect(left?.box).toEqual({ left: 216, top: 180, right: 316, bottom: 220 });
    // The right is taken up to 300: without the wall the nearest place is left of it.
    const taken = { kind: 'box', box: { left: 100, top: 0, right: 400, bottom: 400 } } as const;
    expect(freePlace([[200, 200]], { width: 40, height: 40 }, room, [taken])?.box.right).toBe(50);
    expect(freePlace([[200, 200]], { width: 40, height: 40 }, room, [taken], [wall])).toBeUndefined();
  });

  it('finds none where everything is taken, or the room is too small', () => {
    expect(freePlace([[100, 100]], size, room, [{ kind: 'box', box: room }])).toBeUndefined();
    expect(freePlace([[100, 100]], { width: 500, height: 40 }, room, [])).toBeUndefined();
  });
});
