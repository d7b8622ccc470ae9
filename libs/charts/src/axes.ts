/** The axes of a panel: grid, ticks and their labels, and what is measured along them. */
import type { Panel } from './figure.js';
import type { Plot } from './marks.js';
import { centredBaseline, textWidth, type Box } from './measure.js';
import type { AxisScale, Tick } from './scales.js';
import type { Polyline, Position, Text } from './scene.js';
import { GREY, TEXT } from './theme.js';

const TICK_LENGTH = 7;
const TICK_LABEL_GAP = 9;
const MIN_TICK_LABEL_DISTANCE = 12;
/** Between the vertical axis' label, which stands above the plot, and the plot. */
const Y_LABEL_GAP = 24;
const X_LABEL_GAP = 14;
const AXIS_WIDTH = 1.5;
/** Height of digits over the baseline, and of descending letters below it, in text sizes. */
const DIGIT_HEIGHT = 0.66;
const DESCENT = 0.22;

const X_TICK_BASELINE = TICK_LENGTH + TICK_LABEL_GAP + TEXT.tickLabel.size * DIGIT_HEIGHT;

/** Logical pixels that the axes need above and below the plot. */
export const AXIS_MARGINS = {
  top: TEXT.axisLabel.size + Y_LABEL_GAP,
  bottom: X_TICK_BASELINE + X_LABEL_GAP + TEXT.axisLabel.size * (1 + DESCENT),
} as const;

/** Logical pixels that the vertical axis' tick labels need left of the plot. */
export const yTickLabelMargin = (ticks: readonly Tick[]): number =>
  Math.max(0, ...ticks.map(({ label }) => textWidth(label, TEXT.tickLabel))) + TICK_LABEL_GAP;

/** From the left, each tick whose label keeps clear of the one before. */
const sparse = ({ ticks, toPixel }: AxisScale): readonly Tick[] => {
  let free = -Infinity;
  return ticks.filter(({ value, label }) => {
    const half = textWidth(label, TEXT.tickLabel) / 2;
    const fits = toPixel(value) - half >= free;
    if (fits) free = toPixel(value) + half + MIN_TICK_LABEL_DISTANCE;
    return fits;
  });
};

const line = (role: 'grid' | 'axis', from: Position, to: Position): Polyline => ({
  kind: 'polyline',
  role,
  points: [from, to],
  colour: role === 'grid' ? GREY.grid : GREY.axis,
  width: role === 'grid' ? 1 : AXIS_WIDTH,
});

const tickLabel = (text: string, at: Pick<Text, 'x' | 'y' | 'anchor'>): Text => ({
  kind: 'text',
  role: 'tick-label',
  text,
  colour: GREY.ink,
  ...at,
  ...TEXT.tickLabel,
});

const axisLabel = (text: string, at: Pick<Text, 'x' | 'y' | 'anchor'>): Text => ({
  kind: 'text',
  role: 'axis-label',
  text,
  colour: GREY.ink,
  ...at,
  ...TEXT.axisLabel,
});

/** The grid, which is painted below the marks. */
export const grid = ({ box }: Plot, x: AxisScale, y: AxisScale): readonly Polyline[] => [
  ...sparse(x).map(({ value }) => line('grid', [x.toPixel(value), box.top], [x.toPixel(value), box.bottom])),
  ...y.ticks.map(({ value }) => line('grid', [box.left, y.toPixel(value)], [box.right, y.toPixel(value)])),
];

/** Axis line, ticks and labels of a panel that fills `outer`. */
export const axes = (panel: Panel, { box }: Plot, x: AxisScale, y: AxisScale, outer: Box): readonly (Polyline | Text)[] => [
  line('axis', [box.left, box.bottom], [box.right, box.bottom]),
  ...sparse(x).flatMap(({ value, label }) => [
    line('axis', [x.toPixel(value), box.bottom], [x.toPixel(value), box.bottom + TICK_LENGTH]),
    tickLabel(label, { x: x.toPixel(value), y: box.bottom + X_TICK_BASELINE, anchor: 'middle' }),
  ]),
  ...y.ticks.map(({ value, label }) =>
    tickLabel(label, { x: box.left - TICK_LABEL_GAP, y: centredBaseline(y.toPixel(value), TEXT.tickLabel), anchor: 'end' }),
  ),
  axisLabel(panel.y.label, { x: outer.left, y: outer.top + TEXT.axisLabel.size, anchor: 'start' }),
  axisLabel(panel.x.label, { x: (box.left + box.right) / 2, y: outer.bottom - TEXT.axisLabel.size * DESCENT, anchor: 'middle' }),
];
