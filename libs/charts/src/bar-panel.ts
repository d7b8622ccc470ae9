/**
 * A panel of grouped bars: legend, axes, bars. Its vertical axis begins at zero, with room for the values above the
 * bars.
 */
import { AXIS_MARGINS, categoryMargin, xAxisLabel, xAxisLine, yAxis, yGrid, yTickLabelMargin } from './axes.js';
import { barPrimitives, barValues, checkBars, fitBars, quantitiesOf } from './bars.js';
import { categoryTexts, fitCategories } from './categories.js';
import type { BarPanel } from './figure.js';
import { layoutLegend } from './legend.js';
import type { Box } from './measure.js';
import { Y_TICK_ROOM, axisScale, roundDomain, tickCount } from './scales.js';
import type { Primitive } from './scene.js';

/** Between the legend and the axis' label below it. */
const LEGEND_GAP = 16;
const LEAST_PLOT_HEIGHT = 120;

/** `tickMargin`: logical pixels left of the plot for the labels of its vertical axis. */
const layoutWith = (tickMargin: number, panel: BarPanel, outer: Box): readonly Primitive[] => {
  const left = outer.left + tickMargin;
  const bandWidth = (outer.right - left) / panel.categories.length;
  const slots = fitBars(panel, bandWidth);
  const categories = fitCategories(panel.categories, bandWidth);
  const plot: Box = {
    left,
    top: outer.top + AXIS_MARGINS.top,
    right: outer.right,
    bottom: outer.bottom - categoryMargin(categories.height),
  };
  const height = plot.bottom - plot.top;
  if (height < LEAST_PLOT_HEIGHT + slots.valueRoom)
    throw new Error('bars: too little room for them above the labels of their categories');

  // The highest bar together with its value fills at most the height.
  const highest = Math.max(...barValues(panel)) || 1;
  const domain = roundDomain([0, (highest * height) / (height - slots.valueRoom)], 'linear');
  const y = axisScale(
    { scale: 'linear', domain, label: panel.valueLabel },
    [plot.bottom, plot.top],
    tickCount(height, Y_TICK_ROOM),
  );
  const needed = yTickLabelMargin(y.ticks);
  if (needed > tickMargin) return layoutWith(needed, panel, outer);

  const bars = barPrimitives(panel, slots, plot, y.toPixel);
  return [
    ...yGrid(plot, y),
    ...bars.filter(({ role }) => role === 'bar'),
    xAxisLine(plot),
    ...bars.filter(({ role }) => role !== 'bar'),
    ...categoryTexts(categories, plot),
    ...yAxis(panel.valueLabel, plot, y, outer),
    xAxisLabel(panel.categoryLabel, plot, outer),
  ];
};

/**
 * Lays out bars so that, with all their texts, they fill a box of logical pixels. Throws an Error for a bar without a
 * sensible length, and if there are too many bars or labels for the box.
 */
export const layoutBarPanel = (panel: BarPanel, outer: Box): readonly Primitive[] => {
  checkBars(panel);
  const legend = layoutLegend(quantitiesOf(panel), outer);
  return [...legend.primitives, ...layoutWith(0, panel, { ...outer, top: outer.top + legend.height + LEGEND_GAP })];
};
