export type {
  Axis,
  BandMark,
  BarMarkers,
  BarPanel,
  BarSeries,
  Bin,
  CloudMark,
  DataInterval,
  DataPoint,
  Figure,
  HistogramMark,
  LineMark,
  Mark,
  Panel,
  PointsMark,
  RowInterval,
  RowWhiskersMark,
  RuleMark,
  SeriesLabelMark,
  WhiskersMark,
} from './figure.js';
export { layoutFigure, withoutTitle } from './layout.js';
export { textBox, textWidth, type Box } from './measure.js';
export { paintPng, type PaintOptions } from './paint-png.js';
export { paintSvg, type SvgOptions } from './paint-svg.js';
export { roundDomain } from './scales.js';
export type { Circle, Polygon, Polyline, Position, Primitive, Role, Scene, Text } from './scene.js';
export { GREY, OKABE_ITO, THEMED, TINT } from './theme.js';
