/** The position of data in one panel. */
import type { DataPoint } from './figure.js';
import type { Box } from './measure.js';
import type { Polygon, Position, Role } from './scene.js';

/** From data to pixels. */
export interface Plot {
  readonly box: Box;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export const positionOf = (plot: Plot, { x, y }: DataPoint): Position => [plot.x(x), plot.y(y)];

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
