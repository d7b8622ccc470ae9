/** A scene as a PNG, painted by Skia through @napi-rs/canvas. The same scene gives the same bytes. */
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { cssFont, registerFonts } from './fonts.js';
import type { Position, Primitive, Scene } from './scene.js';
import { THEMED } from './theme.js';

/** The density of the published charts. A density of 2 paints twice as many pixels. */
const PIXELS_PER_INCH = 150;

const CANVAS_ALIGN = { start: 'left', middle: 'center', end: 'right' } as const;

const tracePath = (context: SKRSContext2D, points: readonly Position[]): void => {
  context.beginPath();
  points.forEach(([x, y], index) => {
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
};

const fill = (context: SKRSContext2D, opacity = 1): void => {
  context.globalAlpha = opacity;
  context.fill();
  context.globalAlpha = 1;
};

const paint = (context: SKRSContext2D, primitive: Primitive): void => {
  switch (primitive.kind) {
    case 'polyline':
      tracePath(context, primitive.points);
      context.setLineDash([...(primitive.dash ?? [])]);
      context.strokeStyle = THEMED[primitive.colour].light;
      context.lineWidth = primitive.width;
      context.stroke();
      return;
    case 'polygon':
      tracePath(context, primitive.points);
      context.closePath();
      context.fillStyle = THEMED[primitive.colour].light;
      fill(context, primitive.opacity);
      return;
    case 'circle':
      context.beginPath();
      context.arc(primitive.x, primitive.y, primitive.radius, 0, 2 * Math.PI);
      context.setLineDash([]);
      context.fillStyle = THEMED[primitive.fill].light;
      fill(context, primitive.opacity);
      // A canvas ignores a width of zero, and would use the last one.
      if (primitive.strokeWidth === 0) return;
      context.strokeStyle = THEMED[primitive.stroke].light;
      context.lineWidth = primitive.strokeWidth;
      context.stroke();
      return;
    case 'text':
      context.font = cssFont(primitive);
      context.textAlign = CANVAS_ALIGN[primitive.anchor];
      context.textBaseline = 'alphabetic';
      context.fillStyle = THEMED[primitive.colour].light;
      context.save();
      context.translate(primitive.x, primitive.y);
      if (primitive.turned === true) context.rotate(-Math.PI / 2);
      context.fillText(primitive.text, 0, 0);
      context.restore();
  }
};

export interface PaintOptions {
  /** Painted pixels per logical pixel. */
  readonly density: number;
}

/** Paints a scene. Throws if the shipped fonts cannot be registered. */
export const paintPng = ({ width, height, ground, primitives }: Scene, { density }: PaintOptions): Buffer => {
  registerFonts();
  const canvas = createCanvas(width * density, height * density);
  const context = canvas.getContext('2d');
  context.fillStyle = THEMED[ground].light;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(density, density);
  context.lineJoin = 'round';
  for (const primitive of primitives) paint(context, primitive);
  return canvas.toBuffer('image/png', { resolution: PIXELS_PER_INCH * density });
};
