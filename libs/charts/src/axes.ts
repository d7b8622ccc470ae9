/** The axes of a panel: grid, ticks and their labels, and the quantities along them. */
import type { Panel } from './figure.js';
import { textAt, type Plot } from './plot.js';
import { centredBaseline, descent, textWidth, type Box } from './measure.js';
import type { AxisScale, Tick } from './scales.js';
import type { Polyline, Position, Text } from './scene.js';
import { TEXT } from './theme.js';

const TICK_LENGTH = 7;
export const TICK_LABEL_GAP = 9;
const MIN_TICK_LABEL_DISTANCE = 12;
/** Between the vertical axis' label, which is above the plot, and the plot. */
export const Y_LABEL_GAP = 24;
const X_LABEL_GAP = 14;
const AXIS_WIDTH = 1.5;
/** Height of digits above the baseline, in text sizes. */
const DIGIT_HEIGHT = 0.66;

const X_TICK_BASELINE = TICK_LENGTH + TICK_LABEL_GAP + TEXT['tick-label'].size * DIGIT_HEIGHT;

/** The space for an axis' label, in logical pixels. */
const X_LABEL_HEIGHT = TEXT['axis-label'].size + descent(TEXT['axis-label']);

/** Logical pixels that the axes need above and below the plot. */
export const AXIS_MARGINS = {
  top: TEXT['axis-label'].size + Y_LABEL_GAP,
  bottom: X_TICK_BASELINE + X_LABEL_GAP + X_LABEL_HEIGHT,
} as const;

/** The same below a plot whose category labels have this height. */
export const categoryMargin = (labelHeight: number): number =>
  TICK_LABEL_GAP + labelHeight + X_LABEL_GAP + X_LABEL_HEIGHT;

/** Logical pixels that the vertical axis' tick labels need to the left of the plot; none if there are no labels. */
export const yTickLabelMargin = (ticks: readonly Tick[]): number =>
  ticks.length === 0 ? 0 : Math.max(...ticks.map(({ label }) => textWidth(label, TEXT['tick-label']))) + TICK_LABEL_GAP;

/** The ticks of the vertical axis that have labels. */
export const labelled = (panel: Panel, y: AxisScale): AxisScale =>
  panel.y.isRepeated === true ? { ...y, ticks: [], offset: '' } : y;

/** The last tick, and from the left each whose label keeps clear of the one before and of the last. */
const sparse = ({ ticks, toPixel }: AxisScale): readonly Tick[] => {
  const extent = ({ value, label }: Tick): readonly [number, number] => {
    const reach = (textWidth(label, TEXT['tick-label']) + MIN_TICK_LABEL_DISTANCE) / 2;
    return [toPixel(value) - reach, toPixel(value) + reach];
  };
  const last = ticks.at(-1);
  const end = last === undefined ? Infinity : extent(last)[0];
  let free = -Infinity;
  return ticks.filter((tick) => {
    const [from, to] = extent(tick);
    const fits = tick === last || (from >= free && to <= end);
    if (fits) free = to;
    return fits;
  });
};

const line = (role: 'grid' | 'axis', from: Position, to: Position): Polyline => ({
  kind: 'polyline',
  role,
  points: [from, to],
  colour: role === 'grid' ? 'grid' : 'axis',
  width: role === 'grid' ? 1 : AXIS_WIDTH,
});

/** The horizontal lines of the grid. */
export const yGrid = (box: Box, y: AxisScale): readonly Polyline[] =>
  y.ticks.map(({ value }) => line('grid', [box.left, y.toPixel(value)], [box.right, y.toPixel(value)]));

/** The grid, which is painted under the marks. */
export const grid = ({ box }: Plot, x: AxisScale, y: AxisScale): readonly Polyline[] => [
  ...sparse(x).map(({ value }) => line('grid', [x.toPixel(value), box.top], [x.toPixel(value), box.bottom])),
  ...yGrid(box, y),
];

/** The line along the lower edge of a plot. */
export const xAxisLine = (box: Box): Polyline => line('axis', [box.left, box.bottom], [box.right, box.bottom]);

/** The name of the horizontal axis, at the lower edge of a panel that fills `outer`. */
export const xAxisLabel = (label: string, box: Box, outer: Box): Text =>
  textAt('axis-label', label, {
    x: (box.left + box.right) / 2,
    y: outer.bottom - descent(TEXT['axis-label']),
    anchor: 'middle',
  });

/** The labels of the vertical axis of a panel that fills `outer`. */
export const yAxis = (label: string, box: Box, y: AxisScale, outer: Box): readonly Text[] => [
  ...y.ticks.map((tick) =>
    textAt('tick-label', tick.label, {
      x: box.left - TICK_LABEL_GAP,
      y: centredBaseline(y.toPixel(tick.value), TEXT['tick-label']),
      anchor: 'end',
    }),
  ),
  textAt('axis-label', `${label}${y.offset}`, {
    x: outer.left,
    y: outer.top + TEXT['axis-label'].size,
    anchor: 'start',
  }),
];

/** Axis line, ticks and labels of a panel that fills `outer`. */
export const axes = (
  panel: Panel,
  { box }: Plot,
  x: AxisScale,
  y: AxisScale,
  outer: Box,
): readonly (Polyline | Text)[] => [
  xAxisLine(box),
  ...sparse(x).flatMap(({ value, label }) => [
    line('axis', [x.toPixel(value), box.bottom], [x.toPixel(value), box.bottom + TICK_LENGTH]),
    textAt('tick-label', label, { x: x.toPixel(value), y: box.bottom + X_TICK_BASELINE, anchor: 'middle' }),
  ]),
  ...yAxis(panel.y.label, box, labelled(panel, y), outer),
  xAxisLabel(`${panel.x.label}${x.offset}`, box, outer),
];
