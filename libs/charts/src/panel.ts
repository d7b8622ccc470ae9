/** One panel: axes and grid, marks, and the names of its series. */
import { AXIS_MARGINS, axes, grid, labelled, yTickLabelMargin } from './axes.js';
import type { Panel, SeriesLabelMark } from './figure.js';
import { markPrimitives, obstaclesOf } from './marks.js';
import type { Plot } from './plot.js';
import type { Box } from './measure.js';
import { Y_TICK_ROOM, axisScale, tickCount } from './scales.js';
import type { Primitive } from './scene.js';
import { columnWidth, layoutSeriesLabels, namesBeside, namesInside } from './series-labels.js';

/** Logical pixels that a tick of a horizontal axis should have for itself. */
const X_TICK_ROOM = 100;

/** `inside`: whose names are in the plot; those of the others are beside it. */
const layoutWith = (inside: readonly SeriesLabelMark[], panel: Panel, outer: Box): readonly Primitive[] => {
  const beside = namesBeside(panel, inside);
  const top = outer.top + AXIS_MARGINS.top;
  const bottom = outer.bottom - AXIS_MARGINS.bottom;
  // The same ticks on both axes of a square.
  const yTickRoom = panel.isSquare === true ? X_TICK_ROOM : Y_TICK_ROOM;
  const y = axisScale(panel.y, [bottom, top], tickCount(bottom - top, yTickRoom));
  const left = outer.left + yTickLabelMargin(labelled(panel, y).ticks);
  const widest = outer.right - columnWidth(beside);
  if (panel.isSquare === true && bottom - top > widest - left) {
    return layoutWith(inside, panel, { ...outer, bottom: outer.bottom - Math.ceil(bottom - top - (widest - left)) });
  }
  const right = panel.isSquare === true ? left + (bottom - top) : widest;
  const x = axisScale(panel.x, [left, right], tickCount(right - left, X_TICK_ROOM));

  const plot: Plot = { box: { left, top, right, bottom }, x: x.toPixel, y: y.toPixel };
  const marks = panel.marks.flatMap((mark) => markPrimitives(plot, mark));
  const { primitives: names, homeless } = layoutSeriesLabels(beside, inside, plot, marks.flatMap(obstaclesOf));
  if (homeless.length > 0) {
    // They then need space beside the plot, which makes the plot narrower. So everything is laid out once more.
    const housed = inside.filter((mark) => !homeless.includes(mark));
    return layoutWith(housed, panel, outer);
  }
  return [
    // Bands are painted under the grid, so that it stays visible on them.
    ...marks.filter(({ role }) => role === 'band'),
    ...grid(plot, x, y),
    ...axes(panel, plot, x, y, outer),
    ...marks.filter(({ role }) => role !== 'band'),
    ...names,
  ];
};

/**
 * Lays out a panel so that, with all its texts, it fills a box of logical pixels. Throws for an axis without a sensible
 * domain.
 */
export const layoutPanel = (panel: Panel, outer: Box): readonly Primitive[] =>
  layoutWith(namesInside(panel), panel, outer);
