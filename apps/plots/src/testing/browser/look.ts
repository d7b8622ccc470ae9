/// <reference lib="dom" />
/** What the tests look at in an open page. */
import type { Look } from './observation.js';

/** Runs in the page, which knows nothing of this file. So it may use only what it defines itself. */
export const lookAtPage = (): Look => {
  const style = getComputedStyle(document.body);
  const rgb = (colour: string): readonly number[] => (colour.match(/[\d.]+/g) ?? []).map(Number).slice(0, 3);
  const isShown = (element: Element): boolean => element.getClientRects().length > 0;
  const isBeyondEdge = (element: Element): boolean =>
    isShown(element) &&
    // What scrolls by itself, and what is hidden to the left.
    element.closest('.scroll, pre, caption, svg') === null &&
    element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5;
  const chart = (svg: SVGSVGElement): Look['figures'][number]['charts'][number] => {
    const { width, height } = svg.getBoundingClientRect();
    const scale = width / svg.viewBox.baseVal.width;
    const texts = [...svg.querySelectorAll('text')];
    const labels = (svg.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id));
    return {
      width,
      height,
      shapes: svg.children.length,
      described: labels.length === 2 && labels.every((label) => label !== null && label.textContent !== ''),
      leastTextPx: Math.min(...texts.map((text) => Number(text.getAttribute('font-size')) * scale)),
    };
  };
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  const links = [...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href') ?? '');
  const sortDown = (): readonly number[] | null => {
    const table = document.querySelector<HTMLTableElement>('table.sortable');
    const button = table?.tHead?.querySelector('button') ?? null;
    if (table === null || button === null) return null;
    button.click();
    button.click();
    return [...table.tBodies[0].rows].map((row) => Number(row.cells[0].textContent.replaceAll(',', '')));
  };
  return {
    pageWidth: document.documentElement.scrollWidth,
    viewWidth: document.documentElement.clientWidth,
    ground: rgb(style.backgroundColor),
    ink: rgb(style.color),
    tables: [...document.querySelectorAll('table')].map(({ id, tHead, tBodies }) => ({
      id,
      rows: tBodies[0].rows.length,
      columns: tHead?.rows[0].cells.length ?? 0,
    })),
    figures: [...document.querySelectorAll('figure')].map((figure) => ({
      id: figure.id,
      charts: [...figure.querySelectorAll('svg')].filter(isShown).map(chart),
      captioned: (figure.querySelector('figcaption')?.textContent ?? '') !== '',
    })),
    repeatedIds: ids.filter((id, index) => ids.indexOf(id) !== index),
    brokenLinks: links.filter((href) => document.getElementById(href.slice(1)) === null),
    cutOff: [...document.querySelectorAll('body *')]
      .filter(isBeyondEdge)
      .map(({ tagName, textContent }) => `${tagName.toLowerCase()} "${textContent.trim().slice(0, 40)}"`),
    sortedDown: sortDown(),
  };
};
