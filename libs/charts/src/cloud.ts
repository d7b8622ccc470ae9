/**
 * A cloud of points as primitives: translucent dots or, where these would hide each other, a fine lattice whose shades
 * show the number of points in each cell. A shade is an opacity, so it works on a light and on a dark background.
 * Shades are even in the logarithm of the number, so that a single point far from the others is still visible. Nothing
 * is random: the same points give the same cells.
 */
import { Y_LABEL_GAP } from './axes.js';
import type { CloudMark } from './figure.js';
import { centredBaseline, textWidth } from './measure.js';
import { positionOf, rectangle, textAt, type Plot } from './plot.js';
import type { Primitive, Text } from './scene.js';
import { TEXT, type Colour } from './theme.js';

/** Up to this many points, dots; beyond the last entry, cells. */
const DOTS = [
  { upTo: 100, radius: 5, opacity: 0.7 },
  { upTo: 1000, radius: 3.5, opacity: 0.5 },
  { upTo: 3000, radius: 2.5, opacity: 0.4 },
] as const;

/**
 * Logical pixels. Cells have whole sizes and positions, since the background would show through edges inside a pixel.
 */
const CELL = 6;
/** From a single point to the fullest cell. */
const SHADES = [0.22, 0.36, 0.5, 0.66, 0.83, 1] as const;

const SWATCH = { width: 22, height: 14 } as const;
const KEY_GAP = 8;

const shadeOf = (count: number, most: number): number =>
  most === 1 ? SHADES[0] : SHADES[Math.round((Math.log(count) / Math.log(most)) * (SHADES.length - 1))];

/** Above the plot, at its right end: "Points per cell  1 [shades] 214". */
const key = ({ box }: Plot, colour: Colour, most: number): readonly Primitive[] => {
  const baseline = box.top - Y_LABEL_GAP;
  const text = (content: string, x: number): Text => textAt('legend', content, { x, y: baseline, anchor: 'end' });
  const highest = most.toLocaleString('en-US');
  const right = box.right - textWidth(highest, TEXT.legend) - KEY_GAP;
  const left = right - SHADES.length * SWATCH.width;
  const middle = baseline - centredBaseline(0, TEXT.legend);
  const swatches = SHADES.map((opacity, index) => {
    const from = left + index * SWATCH.width;
    const swatch = {
      left: from,
      right: from + SWATCH.width,
      top: middle - SWATCH.height / 2,
      bottom: middle + SWATCH.height / 2,
    };
    return { ...rectangle('legend', swatch, colour), opacity };
  });
  return [text('Points per cell:  1', left - KEY_GAP), ...swatches, text(highest, box.right)];
};

const cells = (plot: Plot, { points, colour }: CloudMark): readonly Primitive[] => {
  const { box } = plot;
  const [left, top] = [Math.floor(box.left), Math.floor(box.top)];
  const stride = Math.ceil((box.right - left) / CELL) + 1;
  // Points by cell, whose key is its column plus its row times the stride.
  const byCell = new Map<number, number>();
  for (const point of points) {
    const [x, y] = positionOf(plot, point);
    const cell = Math.floor((x - left) / CELL) + stride * Math.floor((y - top) / CELL);
    byCell.set(cell, (byCell.get(cell) ?? 0) + 1);
  }
  const counts = [...byCell].sort(([a], [b]) => a - b);
  const most = counts.reduce((highest, [, count]) => Math.max(highest, count), 1);
  const filled = counts.map(([cell, count]) => {
    const [x, y] = [left + CELL * (cell % stride), top + CELL * Math.floor(cell / stride)];
    return {
      ...rectangle('cell', { left: x, top: y, right: x + CELL, bottom: y + CELL }, colour),
      opacity: shadeOf(count, most),
    };
  });
  return [...filled, ...key(plot, colour, most)];
};

export const cloud = (plot: Plot, mark: CloudMark): readonly Primitive[] => {
  const dot = DOTS.find(({ upTo }) => mark.points.length <= upTo);
  if (dot === undefined) return cells(plot, mark);
  const { radius, opacity } = dot;
  const { colour } = mark;
  return mark.points.map((point) => {
    const [x, y] = positionOf(plot, point);
    return { kind: 'circle', role: 'dot', x, y, radius, fill: colour, stroke: colour, strokeWidth: 0, opacity };
  });
};
