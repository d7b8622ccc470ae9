/** Colours and sizes, in one place. Lengths are logical pixels; a PNG may be painted at a multiple of them. */

/**
 * The colours by their names, which are also those of the CSS custom properties of an SVG: on a light ground, and their
 * counterparts on a dark one, where greys are inverted and series are lighter. Those of series are colours that people
 * with any common kind of colour blindness can distinguish: M. Okabe and K. Ito, "Color Universal Design", 2008.
 */
export const THEMED = {
  /** Titles and the values of axes. */
  ink: { light: '#1A1A1A', dark: '#ECECEC' },
  /** Subtitles, captions, and labels of grey series. Still 5:1 against white. */
  text: { light: '#5F5F5F', dark: '#B4B4B4' },
  /** A reference series. */
  reference: { light: '#8C8C8C', dark: '#8F8F8F' },
  axis: { light: '#808080', dark: '#8A8A8A' },
  grid: { light: '#E4E4E4', dark: '#3A3A3A' },
  band: { light: '#EFEFEF', dark: '#2B2B2B' },
  ground: { light: '#FFFFFF', dark: '#161616' },
  blue: { light: '#0072B2', dark: '#3D9FE0' },
  vermillion: { light: '#D55E00', dark: '#F2803A' },
  'bluish-green': { light: '#009E73', dark: '#22BE92' },
  'reddish-purple': { light: '#CC79A7', dark: '#DE97BF' },
  orange: { light: '#E69F00', dark: '#F0B437' },
  'sky-blue': { light: '#56B4E9', dark: '#8ACDF3' },
  // Of a series that stays behind another: pale on a light ground, dim on a dark one.
  'tint-vermillion': { light: '#E8B796', dark: '#7A4A2B' },
  'tint-grey': { light: '#BDBDBD', dark: '#5A5A5A' },
  'tint-blue': { light: '#A6D0EC', dark: '#1F5070' },
  'tint-pale-blue': { light: '#D2E7F5', dark: '#173246' },
} as const;

export type Colour = keyof typeof THEMED;

export interface TextStyle {
  readonly size: number;
  /** The two shipped weights. */
  readonly weight: 400 | 600;
}

/** By the role of the text. */
export const TEXT = {
  title: { size: 34, weight: 600 },
  subtitle: { size: 21, weight: 400 },
  caption: { size: 19, weight: 400 },
  'axis-label': { size: 22, weight: 400 },
  'tick-label': { size: 20, weight: 400 },
  /** The first line; for the others there is SERIES_DETAIL. */
  'series-label': { size: 22, weight: 600 },
  'value-label': { size: 20, weight: 400 },
  legend: { size: 20, weight: 400 },
} as const satisfies Record<string, TextStyle>;

export const SERIES_DETAIL: TextStyle = { size: 20, weight: 400 };

/** Distance between baselines, in text sizes. */
export const LINE_HEIGHT = 1.32;

export const SPACE = {
  /** Around the whole figure. */
  margin: 44,
  /** Between side-by-side panels. */
  panels: 56,
  /** Between the head, the panels and the caption. */
  blocks: 30,
  /** Between a plot and the text beside it. */
  label: 14,
  /** Kept free around a text placed among marks. */
  clearance: 8,
} as const;
