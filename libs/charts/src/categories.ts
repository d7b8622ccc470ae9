/**
 * The labels of a categorical axis. They are broken into lines if every word fits its band, otherwise turned. In either
 * case no two labels touch.
 */
import { TICK_LABEL_GAP } from './axes.js';
import { centredBaseline, lineHeight, textHeight, textWidth, wrapText, type Box } from './measure.js';
import { textAt } from './plot.js';
import type { Text } from './scene.js';
import { TEXT } from './theme.js';

/** The gap between neighbouring labels. */
const BETWEEN = 14;
const BETWEEN_TURNED = 4;

const STYLE = TEXT['tick-label'];

export interface CategoryLabels {
  /** The lines of each label; one if they are turned. */
  readonly lines: readonly (readonly string[])[];
  readonly turned: boolean;
  /** Logical pixels from the top of the highest label to the bottom of the lowest. */
  readonly height: number;
}

/** Fits the labels into bands of this width in logical pixels. Throws an Error if there are too many. */
export const fitCategories = (categories: readonly string[], bandWidth: number): CategoryLabels => {
  const room = bandWidth - BETWEEN;
  const lines = categories.map((category) => wrapText(category, STYLE, room));
  if (lines.flat().every((line) => textWidth(line, STYLE) <= room)) {
    return {
      lines,
      turned: false,
      height: textHeight(STYLE) + (Math.max(...lines.map(({ length }) => length)) - 1) * lineHeight(STYLE),
    };
  }
  const needed = textHeight(STYLE) + BETWEEN_TURNED;
  if (bandWidth < needed) {
    throw new Error(
      `${categories.length} categories are too many: ` +
        `each has ${bandWidth.toFixed(1)} pixels, and its label needs ${needed.toFixed(1)}`,
    );
  }
  return {
    lines: categories.map((category) => [category]),
    turned: true,
    height: Math.max(...categories.map((category) => textWidth(category, STYLE))),
  };
};

/** Places the labels below a plot whose bands divide its width. */
export const categoryTexts = ({ lines, turned }: CategoryLabels, plot: Box): readonly Text[] => {
  const bandWidth = (plot.right - plot.left) / lines.length;
  const top = plot.bottom + TICK_LABEL_GAP;
  return lines.flatMap((ofLabel, category) => {
    const centre = plot.left + (category + 0.5) * bandWidth;
    return ofLabel.map((text, line) =>
      turned
        ? textAt('tick-label', text, { x: centredBaseline(centre, STYLE), y: top, anchor: 'end', turned })
        : textAt('tick-label', text, {
            x: centre,
            y: centredBaseline(top + textHeight(STYLE) / 2, STYLE) + line * lineHeight(STYLE),
            anchor: 'middle',
          }),
    );
  });
};
