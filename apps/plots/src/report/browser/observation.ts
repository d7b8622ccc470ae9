/** What is looked at in an open page, and what of it is wrong. */

export const SCHEMES = ['light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

export interface View {
  readonly scheme: Scheme;
  /** CSS pixels. */
  readonly width: number;
}

/** Found by `LOOK` in the page. */
export interface Look {
  /** CSS pixels. */
  readonly pageWidth: number;
  readonly viewWidth: number;
  /** Red, green and blue of the ground, from 0 to 255. */
  readonly ground: readonly number[];
  readonly ink: readonly number[];
  readonly tables: readonly { readonly id: string; readonly rows: number; readonly columns: number }[];
  /** Each figure's charts that are shown. */
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
  /** Text and elements that reach beyond the right edge, though nothing scrolls them. */
  readonly cutOff: readonly string[];
  /** The first column of the first table, after its head was pressed twice; null where nothing can be pressed. */
  readonly sortedDown: readonly number[] | null;
}

export interface Observation {
  readonly view: View;
  readonly look: Look;
  /** All but the page itself. */
  readonly requests: readonly string[];
  /** Errors, warnings and exceptions. */
  readonly consoleLines: readonly string[];
}

/** Parts of `LOOK`, which would be long lines in it. */
const LABELS = `\
(svg.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '')`;
const IS_DESCRIBED = "labels.length === 2 && labels.every((label) => label !== '')";
const CHART = `\
{ width: box.width, height: box.height, shapes: svg.children.length, described: ${IS_DESCRIBED}, \
leastTextPx: Math.min(...texts) }`;
const TABLE = '({ id: table.id, rows: table.tBodies[0].rows.length, columns: table.tHead.rows[0].cells.length })';
const LINKS = "[...document.querySelectorAll('a[href^=\"#\"]')].map((a) => a.getAttribute('href'))";

/** Evaluated in the page; its value is a `Look`. */
export const LOOK = `(() => {
  const colour = (name) => getComputedStyle(document.body)[name].match(/[\\d.]+/g).map(Number).slice(0, 3);
  const all = [...document.querySelectorAll('*')];
  const ids = all.map(({ id }) => id).filter((id) => id !== '');
  const isShown = (element) => element.getClientRects().length > 0;
  const scrolls = (element) => element.closest('.scroll, pre, .skip, caption') !== null;
  const chart = (svg) => {
    const box = svg.getBoundingClientRect();
    const scale = box.width / svg.viewBox.baseVal.width;
    const texts = [...svg.querySelectorAll('text')].map((text) => Number(text.getAttribute('font-size')) * scale);
    const labels = ${LABELS};
    return ${CHART};
  };
  const cutOff = [...document.querySelectorAll('body *')]
    .filter((element) => isShown(element) && !scrolls(element) && element.closest('svg') === null)
    .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
    .map((element) => element.tagName.toLowerCase() + ' "' + element.textContent.trim().slice(0, 40) + '"');
  const look = {
    pageWidth: document.documentElement.scrollWidth,
    viewWidth: document.documentElement.clientWidth,
    ground: colour('backgroundColor'),
    ink: colour('color'),
    tables: [...document.querySelectorAll('table')].map((table) => ${TABLE}),
    figures: [...document.querySelectorAll('figure')].map((figure) => ({
      id: figure.id,
      charts: [...figure.querySelectorAll('svg')].filter(isShown).map(chart),
      captioned: (figure.querySelector('figcaption')?.textContent ?? '') !== '',
    })),
    repeatedIds: ids.filter((id, index) => ids.indexOf(id) !== index),
    brokenLinks: ${LINKS}.filter((href) => document.getElementById(href.slice(1)) === null),
    cutOff,
  };
  const table = document.querySelector('table.sortable');
  const first = () => [...table.tBodies[0].rows].map((row) => Number(row.cells[0].dataset.value));
  const button = table?.tHead.querySelector('button') ?? null;
  if (button === null) return { ...look, sortedDown: null };
  button.click();
  button.click();
  return { ...look, sortedDown: first() };
})()`;

/** Text below this is not read on a phone without zooming. */
const LEAST_TEXT_PX = 9;
/** Between ground and ink, of relative luminance; WCAG's AAA. */
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

/** `expected`: the ids of the tables and figures that the page must show. */
export const problemsOf = (
  { view, look, requests, consoleLines }: Observation,
  expected: { readonly tables: readonly string[]; readonly figures: readonly string[] },
): readonly string[] => {
  const { scheme } = view;
  const isDark = luminance(look.ground) < luminance(look.ink);
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
    ...(contrast(look.ground, look.ink) < LEAST_CONTRAST
      ? [
          `its text has a contrast of ${contrast(look.ground, look.ink).toFixed(1)}, ` +
            `must have at least ${LEAST_CONTRAST}`,
        ]
      : []),
    ...sortingProblems(look),
  ];
};
