/** Marks of a panel as primitives, and what they leave no room for. */
import type { BandMark, DataInterval, DataPoint, Mark, PointsMark, RuleMark, WhiskersMark } from './figure.js';
import type { Obstacle } from './geometry.js';
import type { Box } from './measure.js';
import type { Circle, Polygon, Polyline, Position, Primitive, Role } from './scene.js';
import { GREY } from './theme.js';

/** From data to pixels in one panel. */
export interface Plot {
  readonly box: Box;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

const LINE_WIDTH = 2.5;
const POINT_RADIUS = 5;
const POINT_STROKE = 2;
const WHISKER_WIDTH = 2;
const CAP_HALF_WIDTH = 8;
/** Of a band that has a single interval, and so no width of its own. */
const LONE_BAND_HALF_WIDTH = 14;
const RULE_WIDTH = 1.5;
const RULE_DASH = [7, 6] as const;

export const positionOf = (plot: Plot, { x, y }: DataPoint): Position => [plot.x(x), plot.y(y)];

/** The circle of a point or a marker. */
export const circle = (role: Role, [x, y]: Position, fill: string, stroke: string): Circle => ({
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

export const rectangle = (role: Role, { left, top, right, bottom }: Box, colour: string): Polygon => ({
  kind: 'polygon',
  role,
  points: [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ],
  colour,
});

const circles = (plot: Plot, mark: PointsMark): readonly Primitive[] =>
  mark.points.map((point) => circle('point', positionOf(plot, point), mark.fill === 'solid' ? mark.colour : GREY.ground, mark.colour));

const whisker = (plot: Plot, { x, low, high }: DataInterval, colour: string): readonly Polyline[] => {
  const centre = plot.x(x);
  const stroke = (points: readonly Position[]): Polyline => ({ kind: 'polyline', role: 'whisker', points, colour, width: WHISKER_WIDTH });
  const cap = (y: number): Polyline =>
    stroke([
      [centre - CAP_HALF_WIDTH, y],
      [centre + CAP_HALF_WIDTH, y],
    ]);
  const [bottom, top] = [plot.y(low), plot.y(high)];
  return [
    stroke([
      [centre, bottom],
      [centre, top],
    ]),
    cap(bottom),
    cap(top),
  ];
};

const whiskers = (plot: Plot, { intervals, colour }: WhiskersMark): readonly Primitive[] =>
  intervals.flatMap((interval) => whisker(plot, interval, colour));

/** The outline: along the upper ends, back along the lower ones. */
const band = (plot: Plot, { intervals, colour }: BandMark): readonly Primitive[] => {
  const edges = intervals.map(({ x, low, high }) => ({ x: plot.x(x), low: plot.y(low), high: plot.y(high) }));
  const widened =
    edges.length === 1 ? [-LONE_BAND_HALF_WIDTH, LONE_BAND_HALF_WIDTH].map((by) => ({ ...edges[0], x: edges[0].x + by })) : edges;
  const upper = widened.map(({ x, high }): Position => [x, high]);
  const lower = widened.map(({ x, low }): Position => [x, low]);
  return [{ kind: 'polygon', role: 'band', points: [...upper, ...lower.reverse()], colour }];
};

const rule = (plot: Plot, { y, colour }: RuleMark): readonly Primitive[] => {
  const height = plot.y(y);
  const points: readonly Position[] = [
    [plot.box.left, height],
    [plot.box.right, height],
  ];
  return [{ kind: 'polyline', role: 'rule', points, colour, width: RULE_WIDTH, dash: RULE_DASH }];
};

/** Series labels have no primitives yet: they are placed last, where the others have left room. */
export const markPrimitives = (plot: Plot, mark: Mark): readonly Primitive[] => {
  switch (mark.kind) {
    case 'line': {
      const points = mark.points.map((point) => positionOf(plot, point));
      return [{ kind: 'polyline', role: 'line', points, colour: mark.colour, width: LINE_WIDTH }];
    }
    case 'points':
      return circles(plot, mark);
    case 'whiskers':
      return whiskers(plot, mark);
    case 'band':
      return band(plot, mark);
    case 'rule':
      return rule(plot, mark);
    case 'series-label':
      return [];
  }
};

const outline = (points: readonly Position[]): readonly Obstacle[] =>
  points.slice(1).map((to, index) => ({ kind: 'segment', from: points[index], to }));

/** What a text must keep clear of: everything but the grid. */
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
