export type { Axis, BarPanel, BarSeries, Bin, DataInterval, DataPoint, Figure, Mark, Panel } from './figure.js';
export { layoutFigure, withoutTitle } from './layout.js';
export { textBox } from './measure.js';
export { paintPng } from './paint-png.js';
export { paintSvg } from './paint-svg.js';
export { roundDomain } from './scales.js';
export type { Scene, Text } from './scene.js';
export { THEMED, type Colour } from './theme.js';
