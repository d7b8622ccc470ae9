/** The position of data in one panel, and the primitives that most of its parts are made of. */
import type { DataPoint } from './figure.js';
import type { Box } from './measure.js';
import type { Polygon, Position, Role, Text } from './scene.js';
import { TEXT, type Colour, type TextStyle } from './theme.js';

/** From data to pixels. */
export interface Plot {
  readonly box: Box;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export const positionOf = (plot: Plot, { x, y }: DataPoint): Position => [plot.x(x), plot.y(y)];

export const rectangle = (role: Role, { left, top, right, bottom }: Box, colour: Colour): Polygon => ({
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

/** A text in the style of its role. */
export const textAt = (
  role: keyof typeof TEXT,
  text: string,
  at: Pick<Text, 'x' | 'y' | 'anchor' | 'turned'>,
  colour: Colour = 'ink',
  style: TextStyle = TEXT[role],
): Text => ({ kind: 'text', role, text, colour, ...at, ...style });
