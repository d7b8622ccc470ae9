/**
 * The positions of series names: beside the ends of the lines if these reach the right edge, otherwise in free space
 * near the line. Names never overlap each other or a mark.
 */
import { contains, grow, isFree, segmentMeetsBox, type Obstacle } from './geometry.js';
import type { Box } from './measure.js';
import type { Position } from './scene.js';
import { SPACE } from './theme.js';

export interface Size {
  readonly width: number;
  readonly height: number;
}

const boxAt = ([left, top]: Position, { width, height }: Size): Box => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

/** Distances from the point to the near side of the box, tried in this order: near before far. */
const DISTANCES = [16, 36, 64, 100, 150];

/** How far the middle of a box beside the point is shifted up or down, in halves of its height. */
const SHIFTS = [0, 0.5, -0.5, 0.9, -0.9, 1.4, -1.4, 1.9, -1.9];

/** Boxes around a point at a given distance: right of it, above, below, left. */
const around = ([x, y]: Position, distance: number, size: Size): readonly Box[] => {
  const { width, height } = size;
  const beside = (left: number): readonly Box[] =>
    SHIFTS.map((shift) => boxAt([left, y - height / 2 + (shift * height) / 2], size));
  const centred = (top: number): Box => boxAt([x - width / 2, top], size);
  return [
    ...beside(x + distance),
    centred(y - distance - height),
    centred(y + distance),
    ...beside(x - distance - width),
  ];
};

export interface Place {
  readonly box: Box;
  /** The point that the box is next to. */
  readonly point: Position;
  readonly distance: number;
}

/** Of a box, the position that is nearest to a point outside. */
export const nearestOf = ({ left, top, right, bottom }: Box, [x, y]: Position): Position => [
  Math.min(Math.max(x, left), right),
  Math.min(Math.max(y, top), bottom),
];

/**
 * The free place for a box that is nearest to one of the points, which are given in order of preference; undefined if
 * there is none. `room` is where the box must lie; none of `labels` may lie between it and its point.
 */
export const freePlace = (
  points: readonly Position[],
  size: Size,
  room: Box,
  obstacles: readonly Obstacle[],
  labels: readonly Box[] = [],
): Place | undefined => {
  const sees = (point: Position, box: Box): boolean =>
    !labels.some((label) => segmentMeetsBox(point, nearestOf(box, point), label));
  for (const distance of DISTANCES) {
    for (const point of points) {
      const box = around(point, distance, size).find(
        (candidate) =>
          contains(room, candidate) && isFree(grow(candidate, SPACE.clearance), obstacles) && sees(point, candidate),
      );
      if (box !== undefined) return { box, point, distance };
    }
  }
  return undefined;
};

export interface Wanted {
  /** The desired middle of the label. */
  readonly middle: number;
  readonly height: number;
}

interface Group {
  readonly members: readonly Wanted[];
  readonly top: number;
  readonly height: number;
}

/**
 * The middles of labels in one column, moved apart as little as needed in the least-squares sense. Overlapping
 * neighbours form a group, at the mean of the positions that its members want (the pool-adjacent-violators algorithm).
 * In the order of `wanted`.
 */
export const spread = (
  wanted: readonly Wanted[],
  gap: number,
  [from, to]: readonly [number, number],
): readonly number[] => {
  const grouped = (members: readonly Wanted[]): Group => {
    const height = members.reduce((sum, member) => sum + member.height + gap, -gap);
    let above = 0;
    const tops = members.map((member) => {
      const top = member.middle - member.height / 2 - above;
      above += member.height + gap;
      return top;
    });
    const mean = tops.reduce((sum, top) => sum + top, 0) / tops.length;
    return { members, height, top: Math.max(from, Math.min(mean, to - height)) };
  };

  const merged = (groups: readonly Group[], group: Group): readonly Group[] => {
    const above = groups.at(-1);
    return above !== undefined && above.top + above.height + gap > group.top
      ? merged(groups.slice(0, -1), grouped([...above.members, ...group.members]))
      : [...groups, group];
  };
  const groups = [...wanted]
    .sort((a, b) => a.middle - b.middle)
    .reduce<readonly Group[]>((above, member) => merged(above, grouped([member])), []);

  const middles = new Map<Wanted, number>();
  for (const group of groups) {
    let top = group.top;
    for (const member of group.members) {
      middles.set(member, top + member.height / 2);
      top += member.height + gap;
    }
  }
  return wanted.map((member) => middles.get(member) ?? member.middle);
};
