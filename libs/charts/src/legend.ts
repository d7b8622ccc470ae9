/**
 * A legend: what each fill and each marker means, in a row at the top of a panel, or in several if one is too short.
 */
import { centredBaseline, lineHeight, textWidth, type Box } from './measure.js';
import { circle } from './marks.js';
import { rectangle, textAt } from './plot.js';
import type { Primitive } from './scene.js';
import { TEXT, type Colour } from './theme.js';

export interface LegendEntry {
  readonly name: string;
  /** Of a bar's fill; undefined for a marker, as all markers look the same. */
  readonly colour?: Colour;
}

const STYLE = TEXT.legend;
const SAMPLE = { width: 28, height: 18 } as const;
const SAMPLE_GAP = 10;
const BETWEEN = 34;

export interface Legend {
  readonly primitives: readonly Primitive[];
  /** Logical pixels. */
  readonly height: number;
}

const sampleOf = ({ colour }: LegendEntry, left: number, middle: number): Primitive =>
  colour === undefined
    ? circle('legend', [left + SAMPLE.width / 2, middle], 'ground', 'ink')
    : rectangle(
        'legend',
        { left, top: middle - SAMPLE.height / 2, right: left + SAMPLE.width, bottom: middle + SAMPLE.height / 2 },
        colour,
      );

/** Places the entries from the left of the box, at its top. */
export const layoutLegend = (entries: readonly LegendEntry[], box: Box): Legend => {
  const primitives: Primitive[] = [];
  let left = box.left;
  let row = 0;
  for (const entry of entries) {
    const width = SAMPLE.width + SAMPLE_GAP + textWidth(entry.name, STYLE);
    if (left > box.left && left + width > box.right) {
      left = box.left;
      row += 1;
    }
    const middle = box.top + (row + 0.5) * lineHeight(STYLE);
    const at = { x: left + SAMPLE.width + SAMPLE_GAP, y: centredBaseline(middle, STYLE), anchor: 'start' } as const;
    primitives.push(sampleOf(entry, left, middle), textAt('legend', entry.name, at));
    left += width + BETWEEN;
  }
  return { primitives, height: (row + 1) * lineHeight(STYLE) };
};
