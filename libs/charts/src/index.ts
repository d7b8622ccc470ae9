export type { Axis, BarPanel, BarSeries, Bin, DataInterval, DataPoint, Figure, Mark, Panel } from './figure.js';
export { layoutFigure, withoutTitle } from './layout.js';
export { textBox, textWidth, type Box } from './measure.js';
export { paintPng, type PaintOptions } from './paint-png.js';
export { paintSvg, type SvgOptions } from './paint-svg.js';
export { roundDomain } from './scales.js';
export type { Circle, Polygon, Polyline, Position, Primitive, Role, Scene, Text } from './scene.js';
export { THEMED, type Colour } from './theme.js';
