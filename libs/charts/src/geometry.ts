/** Whether a text's box is free of marks: boxes and line segments, tested exactly. */
import type { Box } from './measure.js';
import type { Position } from './scene.js';

export type Obstacle =
  | { readonly kind: 'box'; readonly box: Box }
  | { readonly kind: 'segment'; readonly from: Position; readonly to: Position };

export const grow = (box: Box, by: number): Box => ({
  left: box.left - by,
  top: box.top - by,
  right: box.right + by,
  bottom: box.bottom + by,
});

export const boxesOverlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export const contains = (outer: Box, inner: Box): boolean =>
  inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;

/**
 * The Liang-Barsky clip: the segment meets the box where its parameter is between the four crossings of the box's
 * sides.
 */
export const segmentMeetsBox = ([x0, y0]: Position, [x1, y1]: Position, box: Box): boolean => {
  const dx = x1 - x0;
  const dy = y1 - y0;
  let enter = 0;
  let leave = 1;
  // For each side, the inside is where direction * t <= room.
  for (const [direction, room] of [
    [-dx, x0 - box.left],
    [dx, box.right - x0],
    [-dy, y0 - box.top],
    [dy, box.bottom - y0],
  ]) {
    if (direction === 0) {
      if (room < 0) return false;
    } else if (direction < 0) {
      enter = Math.max(enter, room / direction);
    } else {
      leave = Math.min(leave, room / direction);
    }
  }
  return enter <= leave;
};

export const isFree = (box: Box, obstacles: readonly Obstacle[]): boolean =>
  !obstacles.some((obstacle) =>
    obstacle.kind === 'box' ? boxesOverlap(box, obstacle.box) : segmentMeetsBox(obstacle.from, obstacle.to, box),
  );
