/** Grouped bars as primitives: the place of each bar, its value above it, its marker. */
import type { BarPanel, BarSeries } from './figure.js';
import { CIRCLE_EXTENT, circle } from './marks.js';
import { rectangle, textAt } from './plot.js';
import { centredBaseline, descent, textBox, textHeight, textWidth, type Box } from './measure.js';
import type { Primitive } from './scene.js';
import { TEXT } from './theme.js';

/** The fraction of a band that its bars fill. */
const GROUP_SHARE = 0.78;
/** Between bars of a group. */
const BAR_GAP = 4;
/** A few bars in a wide panel would otherwise look like areas. */
const WIDEST_SLOT = 130;
/** Between a bar (or the marker at its top) and its value. */
const VALUE_GAP = 5;

const STYLE = TEXT['value-label'];

/** What has a value in each category. Markers all have the same colour. */
type Quantity = Omit<BarSeries, 'colour' | 'markers'> & Partial<Pick<BarSeries, 'colour'>>;

/** The series of bars, each with its markers behind it. */
export const quantitiesOf = ({ series }: BarPanel): readonly Quantity[] =>
  series.flatMap((of) => [of, ...(of.markers === undefined ? [] : [of.markers])]);

/** The lengths of all bars, and where their markers are. */
export const barValues = (panel: BarPanel): readonly number[] =>
  quantitiesOf(panel)
    .flatMap(({ values }) => values)
    .filter((value) => value !== null);

/** Throws an Error that names the series and the category, unless every bar has a length. */
export const checkBars = (panel: BarPanel): void => {
  const { categories } = panel;
  for (const { name, values } of quantitiesOf(panel)) {
    if (values.length !== categories.length) {
      throw new Error(
        `bars "${name}": found ${values.length} values for ${categories.length} categories, must be one for each`,
      );
    }
    values.forEach((value, category) => {
      if (value !== null && !(value >= 0 && value < Infinity)) {
        throw new Error(
          `bars "${name}": the value of "${categories[category]}" must be a finite number from zero up, found ${value}`,
        );
      }
    });
  }
  if (barValues(panel).length === 0)
    throw new Error('bars: found no value to show, must have at least one category and one series with a value');
};

export interface BarSlots {
  /** The width of a bar and the gap beside it, in logical pixels. */
  readonly width: number;
  /** Whether values are turned, so that each stays above its own bar. */
  readonly valuesTurned: boolean;
  /** The space for a value above its bar, including its distance from the bar or its marker. */
  readonly valueRoom: number;
}

/** How the bars of a group divide a band of this width in logical pixels. Throws an Error if there are too many. */
export const fitBars = (panel: BarPanel, bandWidth: number): BarSlots => {
  const width = Math.min((bandWidth * GROUP_SHARE) / panel.series.length, WIDEST_SLOT);
  const widest = Math.max(...barValues(panel).map((value) => textWidth(value.toFixed(panel.decimals), STYLE)));
  const valuesTurned = widest > width - BAR_GAP;
  const needed = textHeight(STYLE) + BAR_GAP;
  if (valuesTurned && width < needed) {
    const bars = panel.series.length * panel.categories.length;
    throw new Error(
      `${bars} bars are too many: each has ${width.toFixed(1)} pixels, and its value needs ${needed.toFixed(1)}`,
    );
  }
  const clear = VALUE_GAP + (panel.series.some(({ markers }) => markers !== undefined) ? CIRCLE_EXTENT : 0);
  return { width, valuesTurned, valueRoom: clear + (valuesTurned ? widest : textHeight(STYLE)) };
};

/** The value of a bar whose mark ends at `top`, on a background that hides the grid. */
const valueLabel = (value: string, centre: number, top: number, turned: boolean): readonly Primitive[] => {
  const text = textAt(
    'value-label',
    value,
    turned
      ? { x: centredBaseline(centre, STYLE), y: top - VALUE_GAP, anchor: 'start', turned }
      : { x: centre, y: top - VALUE_GAP - descent(STYLE), anchor: 'middle' },
  );
  return [rectangle('label-ground', textBox(text), 'ground'), text];
};

/**
 * The bars of all groups in a plot whose bands divide its width, each with its marker and its value. These are to be
 * painted on top of the axis.
 */
export const barPrimitives = (
  panel: BarPanel,
  slots: BarSlots,
  plot: Box,
  toPixel: (value: number) => number,
): readonly Primitive[] => {
  const bandWidth = (plot.right - plot.left) / panel.categories.length;
  const groupWidth = slots.width * panel.series.length;
  const half = (slots.width - BAR_GAP) / 2;
  return panel.categories.flatMap((_, category) =>
    panel.series.flatMap(({ colour, values, markers }, index): readonly Primitive[] => {
      const value = values[category];
      const marker = markers?.values[category] ?? null;
      const centre = plot.left + (category + 0.5) * bandWidth - groupWidth / 2 + (index + 0.5) * slots.width;
      const marks = marker === null ? [] : [circle('marker', [centre, toPixel(marker)], 'ground', 'ink')];
      if (value === null) return marks;
      const top = toPixel(value);
      const clear = marker === null ? top : Math.min(top, toPixel(marker) - CIRCLE_EXTENT);
      return [
        rectangle('bar', { left: centre - half, top, right: centre + half, bottom: toPixel(0) }, colour),
        ...marks,
        ...valueLabel(value.toFixed(panel.decimals), centre, clear, slots.valuesTurned),
      ];
    }),
  );
};
