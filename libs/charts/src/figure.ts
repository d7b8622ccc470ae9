/**
 * A figure as data: what it shows, in the units of the data. `layoutFigure` turns it into positioned primitives.
 * Nothing here is in pixels, except the size of the whole.
 */
import type { Colour } from './theme.js';

export interface Axis {
  readonly scale: 'linear' | 'log';
  /** Ascending. Above zero on a logarithmic scale. */
  readonly domain: readonly [low: number, high: number];
  /** Includes the unit. */
  readonly label: string;
  /**
   * Where ticks go, ascending; round values are chosen if it is absent. Those whose labels would overlap are left out,
   * but never the last.
   */
  readonly tickValues?: readonly number[];
  /** What stands at each of `tickValues` in place of its number. */
  readonly tickNames?: readonly string[];
  /** Of counts, on a linear axis: ticks are whole numbers. */
  readonly isWhole?: true;
  /** For a vertical axis that the panel to the left has too: it has a grid but no tick labels. */
  readonly isRepeated?: true;
}

export interface DataPoint {
  readonly x: number;
  readonly y: number;
}

export interface DataInterval {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

/** A line from point to point, in the given order. */
export interface LineMark {
  readonly kind: 'line';
  readonly points: readonly DataPoint[];
  readonly colour: Colour;
  /** Thin for a line with hundreds of points that goes up and down; dashed for a reference line. */
  readonly stroke?: 'thin' | 'dashed';
}

export interface PointsMark {
  readonly kind: 'points';
  readonly points: readonly DataPoint[];
  readonly colour: Colour;
  /** Open circles distinguish a second series in print without colour. */
  readonly fill: 'solid' | 'open';
}

/**
 * Many points that matter as a whole. They are translucent dots, smaller the more there are. If even these would hide
 * each other, shades show the number of points in each small cell, and a key above the plot says so.
 */
export interface CloudMark {
  readonly kind: 'cloud';
  readonly points: readonly DataPoint[];
  readonly colour: Colour;
}

export interface Bin {
  readonly low: number;
  readonly high: number;
  /** From zero up. */
  readonly count: number;
}

/** A histogram on its side: bins along the vertical axis, bars to the right. */
export interface HistogramMark {
  readonly kind: 'histogram';
  readonly bins: readonly Bin[];
  readonly colour: Colour;
  /** Where the bars begin on the horizontal axis; zero if absent. */
  readonly from?: number;
}

export interface RowInterval {
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

/** Whiskers with caps, vertical ones and those along rows. */
export interface WhiskersMark {
  readonly kind: 'whiskers';
  readonly intervals: readonly (DataInterval | RowInterval)[];
  readonly colour: Colour;
}

/** The area between two lines. */
export interface BandMark {
  readonly kind: 'band';
  readonly intervals: readonly DataInterval[];
  readonly colour: Colour;
}

/** A dashed horizontal line across the whole width, with its name at its right end. */
export interface RuleMark {
  readonly kind: 'rule';
  readonly y: number;
  readonly colour: Colour;
  /** The first line is bold. A rule without lines has no name. */
  readonly lines: readonly string[];
}

/** The name of a series, placed at its end. The first line is bold. */
export interface SeriesLabelMark {
  readonly kind: 'series-label';
  /** The points of the series, in the order of its line. */
  readonly points: readonly DataPoint[];
  readonly lines: readonly string[];
  readonly colour: Colour;
}

/** One bar a category, starting at zero. */
export interface BarSeries {
  /** In the legend. */
  readonly name: string;
  readonly colour: Colour;
  /** From zero up, one a category; null if there is none. */
  readonly values: readonly (number | null)[];
  /** A second quantity in the same unit, drawn as a circle on each bar. */
  readonly markers?: Omit<BarSeries, 'colour' | 'markers'>;
}

/**
 * Bars in groups, one group a category. The vertical axis is linear and begins at zero: a bar's length is its value.
 */
export interface BarPanel {
  /** From left to right. A label that is too wide is broken at its blanks, or turned. */
  readonly categories: readonly string[];
  readonly categoryLabel: string;
  /** Includes the unit. */
  readonly valueLabel: string;
  /** Of the value above each bar. */
  readonly decimals: number;
  /** In each group, from left to right. */
  readonly series: readonly BarSeries[];
}

export type Mark =
  LineMark | PointsMark | CloudMark | HistogramMark | WhiskersMark | BandMark | RuleMark | SeriesLabelMark;

export interface Panel {
  readonly x: Axis;
  readonly y: Axis;
  /** Painted in this order. */
  readonly marks: readonly Mark[];
  /** The panel's share of the figure's width, relative to the other panels' shares; 1 if absent. */
  readonly widthShare?: number;
  /** The plot is as high as it is wide, so that equal domains have equal lengths. */
  readonly isSquare?: true;
}

/** `Panels`: the kind of its panels, if known. */
export interface Figure<Panels extends Panel | BarPanel = Panel | BarPanel> {
  /** Logical pixels. */
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** One statement a line. A line that is too long is broken. */
  readonly subtitle: readonly string[];
  readonly caption?: string;
  /** Side by side, from left to right. */
  readonly panels: readonly Panels[];
}
