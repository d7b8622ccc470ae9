/** Marks of a panel as primitives, and the space that they occupy. */
import { cloud } from './cloud.js';
import type { BandMark, LineMark, Mark, WhiskersMark } from './figure.js';
import type { Obstacle } from './geometry.js';
import { positionOf, rectangle, type Plot } from './plot.js';
import type { Circle, Polyline, Position, Primitive, Role } from './scene.js';
import type { Colour } from './theme.js';

const LINE_WIDTH = 2.5;
const THIN_LINE_WIDTH = 1.25;
const POINT_RADIUS = 5;
const POINT_STROKE = 2;
const WHISKER_WIDTH = 2;
const CAP_HALF_WIDTH = 8;
/** For a band with a single interval, which has no width of its own. */
const LONE_BAND_HALF_WIDTH = 14;
const RULE_WIDTH = 1.5;
const RULE_DASH = [7, 6] as const;

/** The circle of a point or a marker. */
export const circle = (role: Role, [x, y]: Position, fill: Colour, stroke: Colour): Circle => ({
  kind: 'circle',
  role,
  x,
  y,
  radius: POINT_RADIUS,
  fill,
  stroke,
  strokeWidth: POINT_STROKE,
});

/** From a circle's centre to the outside of its stroke. */
export const CIRCLE_EXTENT = POINT_RADIUS + POINT_STROKE / 2;

const strokeOf = ({ stroke }: LineMark): Pick<Polyline, 'width' | 'dash'> => {
  if (stroke === 'dashed') return { width: RULE_WIDTH, dash: RULE_DASH };
  return { width: stroke === 'thin' ? THIN_LINE_WIDTH : LINE_WIDTH };
};

/** A stem from end to end of each interval, and a cap across either end. */
const whiskers = (plot: Plot, { intervals, colour }: WhiskersMark): readonly Primitive[] =>
  intervals.flatMap((interval) => {
    const [along, centre] = 'x' in interval ? [plot.y, plot.x(interval.x)] : [plot.x, plot.y(interval.y)];
    const at = (end: number, across: number): Position =>
      'x' in interval ? [centre + across, along(end)] : [along(end), centre + across];
    const { low, high } = interval;
    return [
      [at(low, 0), at(high, 0)],
      ...[low, high].map((end) => [at(end, -CAP_HALF_WIDTH), at(end, CAP_HALF_WIDTH)]),
    ].map((points): Polyline => ({ kind: 'polyline', role: 'whisker', points, colour, width: WHISKER_WIDTH }));
  });

/** The outline: along the upper ends, then back along the lower ones. */
const band = (plot: Plot, { intervals, colour }: BandMark): readonly Primitive[] => {
  const edges = intervals.map(({ x, low, high }) => ({ x: plot.x(x), low: plot.y(low), high: plot.y(high) }));
  const widened =
    edges.length === 1
      ? [-LONE_BAND_HALF_WIDTH, LONE_BAND_HALF_WIDTH].map((by) => ({ ...edges[0], x: edges[0].x + by }))
      : edges;
  const upper = widened.map(({ x, high }): Position => [x, high]);
  const lower = widened.map(({ x, low }): Position => [x, low]);
  return [{ kind: 'polygon', role: 'band', points: [...upper, ...lower.reverse()], colour }];
};

/** Series labels have no primitives yet. They are placed last, in the remaining space. */
export const markPrimitives = (plot: Plot, mark: Mark): readonly Primitive[] => {
  const { colour } = mark;
  switch (mark.kind) {
    case 'line': {
      const points = mark.points.map((point) => positionOf(plot, point));
      return [{ kind: 'polyline', role: 'line', points, colour, ...strokeOf(mark) }];
    }
    case 'points':
      return mark.points.map((point) =>
        circle('point', positionOf(plot, point), mark.fill === 'solid' ? colour : 'ground', colour),
      );
    case 'cloud':
      return cloud(plot, mark);
    case 'histogram': {
      const { bins, from = 0 } = mark;
      const left = plot.x(from);
      // Half a pixel is left free at either end of a bin, so that bars of the same length are told apart.
      return bins
        .filter(({ count }) => count > 0)
        .map(({ low, high, count }) => {
          const box = { left, top: plot.y(high) + 0.5, right: plot.x(from + count), bottom: plot.y(low) - 0.5 };
          return rectangle('bar', box, colour);
        });
    }
    case 'whiskers':
      return whiskers(plot, mark);
    case 'band':
      return band(plot, mark);
    case 'rule': {
      const { left, right } = plot.box;
      const points = [left, right].map((x): Position => [x, plot.y(mark.y)]);
      return [{ kind: 'polyline', role: 'rule', points, colour, width: RULE_WIDTH, dash: RULE_DASH }];
    }
    case 'series-label':
      return [];
  }
};

const outline = (points: readonly Position[]): readonly Obstacle[] =>
  points.slice(1).map((to, index) => ({ kind: 'segment', from: points[index], to }));

/** What a text must not touch: everything but the grid. */
export const obstaclesOf = (primitive: Primitive): readonly Obstacle[] => {
  switch (primitive.kind) {
    case 'polyline':
      return outline(primitive.points);
    case 'polygon':
      return outline([...primitive.points, primitive.points[0]]);
    case 'circle': {
      const { x, y, radius } = primitive;
      return [{ kind: 'box', box: { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius } }];
    }
    case 'text':
      return [];
  }
};
