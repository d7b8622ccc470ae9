/** What was seen in an open page, and what is wrong with it. */

export const SCHEMES = ['light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

export interface View {
  readonly scheme: Scheme;
  /** CSS pixels. */
  readonly width: number;
}

/** What `lookAtPage` finds. */
export interface Look {
  /** CSS pixels. */
  readonly pageWidth: number;
  readonly viewWidth: number;
  /** Red, green and blue of the page's ground, from 0 to 255. */
  readonly ground: readonly number[];
  readonly ink: readonly number[];
  readonly tables: readonly { readonly id: string; readonly rows: number; readonly columns: number }[];
  /** The charts that each figure shows. */
  readonly figures: readonly {
    readonly id: string;
    readonly charts: readonly {
      readonly width: number;
      readonly height: number;
      readonly shapes: number;
      readonly described: boolean;
      readonly leastTextPx: number;
    }[];
    readonly captioned: boolean;
  }[];
  readonly repeatedIds: readonly string[];
  /** Links within the page that lead nowhere. */
  readonly brokenLinks: readonly string[];
  /** Text and elements that reach beyond the right edge and cannot be scrolled into view. */
  readonly cutOff: readonly string[];
  /** The first column of the first table after its head was pressed twice; null if nothing can be pressed. */
  readonly sortedDown: readonly number[] | null;
}

export interface Observation {
  readonly view: View;
  readonly look: Look;
  /** All requests except that for the page itself. */
  readonly requests: readonly string[];
  /** Errors, warnings and exceptions. */
  readonly consoleLines: readonly string[];
}

/** Nobody can read smaller text on a phone without zooming. */
const LEAST_TEXT_PX = 9;
/** The least contrast between ground and ink, by relative luminance; WCAG's AAA. */
const LEAST_CONTRAST = 7;

/** WCAG 2.1: relative luminance. */
const luminance = (colour: readonly number[]): number => {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (a: readonly number[], b: readonly number[]): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

const figureProblems = ({ figures }: Look): readonly string[] =>
  figures.flatMap(({ id, charts, captioned }) => [
    ...(captioned ? [] : [`${id} has no caption`]),
    ...(charts.length === 0 ? [`${id} shows no chart`] : []),
    ...charts.flatMap((chart) => [
      ...(chart.width < 200 || chart.height < 100 || chart.shapes < 10
        ? [`${id}: a chart of ${chart.width} x ${chart.height} pixels and ${chart.shapes} shapes`]
        : []),
      ...(chart.described ? [] : [`${id}: a chart without words for those who do not see it`]),
      ...(chart.leastTextPx < LEAST_TEXT_PX
        ? [`${id}: text of ${chart.leastTextPx.toFixed(1)} pixels, must have at least ${LEAST_TEXT_PX}`]
        : []),
    ]),
  ]);

const isDescending = (values: readonly number[]): boolean =>
  values.every((value, index) => index === 0 || value < values[index - 1]);

const sortingProblems = ({ sortedDown }: Look): readonly string[] => {
  if (sortedDown === null) return ['no table can be sorted'];
  return isDescending(sortedDown) ? [] : [`pressing a table's head twice gave ${sortedDown.join(', ')}, must fall`];
};

/** `expected` has the ids of the tables and figures that the page must show. */
export const problemsOf = (
  { view, look, requests, consoleLines }: Observation,
  expected: { readonly tables: readonly string[]; readonly figures: readonly string[] },
): readonly string[] => {
  const { scheme } = view;
  const isDark = luminance(look.ground) < luminance(look.ink);
  const inkContrast = contrast(look.ground, look.ink);
  const missing = [
    ...expected.tables.filter(
      (id) => !look.tables.some((table) => table.id === id && table.rows > 0 && table.columns > 1),
    ),
    ...expected.figures.filter((id) => !look.figures.some((figure) => figure.id === id)),
  ];
  return [
    ...requests.map((url) => `it asked for ${url}`),
    ...consoleLines.map((line) => `the console says: ${line}`),
    ...missing.map((id) => `${id} is missing or empty`),
    ...figureProblems(look),
    ...(look.pageWidth > look.viewWidth
      ? [`the page is ${look.pageWidth} pixels wide, so that it scrolls sideways`]
      : []),
    ...look.cutOff.map((what) => `beyond the right edge: ${what}`),
    ...look.repeatedIds.map((id) => `the id ${id} is there twice`),
    ...look.brokenLinks.map((href) => `the link ${href} leads nowhere`),
    ...(isDark === (scheme === 'dark')
      ? []
      : [`its ground is rgb(${look.ground.join(', ')}) where ${scheme} is preferred`]),
    ...(inkContrast < LEAST_CONTRAST
      ? [`its text has a contrast of ${inkContrast.toFixed(1)}, must have at least ${LEAST_CONTRAST}`]
      : []),
    ...sortingProblems(look),
  ];
};
