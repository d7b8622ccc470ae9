/** Colours and sizes, in one place. Lengths are logical pixels; a PNG may be painted at a multiple of them. */

/**
 * Colours that people with any common kind of colour blindness can distinguish: M. Okabe and K. Ito, "Color Universal
 * Design", 2008.
 */
export const OKABE_ITO = {
  blue: '#0072B2',
  vermillion: '#D55E00',
  bluishGreen: '#009E73',
  reddishPurple: '#CC79A7',
  orange: '#E69F00',
  skyBlue: '#56B4E9',
} as const;

/** Of a series that stays behind another: pale on a light ground, dim on a dark one. */
export const TINT = {
  vermillion: '#E8B796',
  grey: '#BDBDBD',
  blue: '#A6D0EC',
  paleBlue: '#D2E7F5',
} as const;

export const GREY = {
  /** Titles and the values of axes. */
  ink: '#1A1A1A',
  /** Subtitles, captions, and labels of grey series. Still 5:1 against white. */
  text: '#5F5F5F',
  /** A reference series. */
  reference: '#8C8C8C',
  axis: '#808080',
  grid: '#E4E4E4',
  band: '#EFEFEF',
  ground: '#FFFFFF',
} as const;

/**
 * Each colour's counterpart on a dark background: greys are inverted, series are lighter. A scene always has the light
 * colours; a painter that supports both looks them up here. The names are those of the CSS custom properties of an SVG.
 */
export const THEMED = {
  ink: { light: GREY.ink, dark: '#ECECEC' },
  text: { light: GREY.text, dark: '#B4B4B4' },
  reference: { light: GREY.reference, dark: '#8F8F8F' },
  axis: { light: GREY.axis, dark: '#8A8A8A' },
  grid: { light: GREY.grid, dark: '#3A3A3A' },
  band: { light: GREY.band, dark: '#2B2B2B' },
  ground: { light: GREY.ground, dark: '#161616' },
  blue: { light: OKABE_ITO.blue, dark: '#3D9FE0' },
  vermillion: { light: OKABE_ITO.vermillion, dark: '#F2803A' },
  'bluish-green': { light: OKABE_ITO.bluishGreen, dark: '#22BE92' },
  'reddish-purple': { light: OKABE_ITO.reddishPurple, dark: '#DE97BF' },
  orange: { light: OKABE_ITO.orange, dark: '#F0B437' },
  'sky-blue': { light: OKABE_ITO.skyBlue, dark: '#8ACDF3' },
  'tint-vermillion': { light: TINT.vermillion, dark: '#7A4A2B' },
  'tint-grey': { light: TINT.grey, dark: '#5A5A5A' },
  'tint-blue': { light: TINT.blue, dark: '#1F5070' },
  'tint-pale-blue': { light: TINT.paleBlue, dark: '#173246' },
} as const satisfies Record<string, { readonly light: string; readonly dark: string }>;

export interface TextStyle {
  readonly size: number;
  /** The two shipped weights. */
  readonly weight: 400 | 600;
}

export const TEXT = {
  title: { size: 34, weight: 600 },
  subtitle: { size: 21, weight: 400 },
  caption: { size: 19, weight: 400 },
  axisLabel: { size: 22, weight: 400 },
  tickLabel: { size: 20, weight: 400 },
  seriesName: { size: 22, weight: 600 },
  seriesDetail: { size: 20, weight: 400 },
  valueLabel: { size: 20, weight: 400 },
  legend: { size: 20, weight: 400 },
} as const satisfies Record<string, TextStyle>;

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
