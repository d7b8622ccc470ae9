/** The names of a panel's series and rules, placed by the means of `labels.ts`. */
import type { Panel, RuleMark, SeriesLabelMark } from './figure.js';
import type { Obstacle } from './geometry.js';
import { freePlace, spread, type Size } from './labels.js';
import { positionOf, type Plot } from './marks.js';
import { centredBaseline, lineHeight, textWidth } from './measure.js';
import type { Position, Primitive, Text } from './scene.js';
import { GREY, SPACE, TEXT, type TextStyle } from './theme.js';

/** Between labels that share the column at the right. */
const COLUMN_GAP = 10;
/** A label whose middle had to move further than this from its series' end is tied to it by a line. */
const LEADER_FROM = 14;
const LEADER_GAP = 4;

type Labelled = SeriesLabelMark | RuleMark;

const isLabelled = (mark: Panel['marks'][number]): mark is Labelled => mark.kind === 'series-label' || mark.kind === 'rule';

const labelsOf = (panel: Panel): readonly Labelled[] => panel.marks.filter(isLabelled);

const styleOf = (line: number): TextStyle => (line === 0 ? TEXT.seriesName : TEXT.seriesDetail);

const sizeOf = ({ lines }: Labelled): Size => ({
  width: Math.max(...lines.map((line, index) => textWidth(line, styleOf(index)))),
  height: lines.reduce((sum, _, index) => sum + lineHeight(styleOf(index)), 0),
});

const textsOf = ({ lines, colour }: Labelled, left: number, top: number): readonly Text[] => {
  let lineTop = top;
  return lines.map((line, index) => {
    const style = styleOf(index);
    const y = centredBaseline(lineTop + lineHeight(style) / 2, style);
    lineTop += lineHeight(style);
    return { kind: 'text', role: 'series-label', text: line, x: left, y, anchor: 'start', colour, ...style };
  });
};

const lastX = (mark: Labelled): number => (mark.kind === 'rule' ? Infinity : Math.max(...mark.points.map(({ x }) => x)));

/** Where what is named ends: at the right edge of the plot for a rule. */
const endOf = (plot: Plot, mark: Labelled): Position => {
  if (mark.kind === 'rule') return [plot.box.right, plot.y(mark.y)];
  const last = mark.points.at(-1);
  if (last === undefined) throw new Error(`the label "${mark.lines.join(' ')}" has no points to stand by: leave out a series without points`);
  return positionOf(plot, last);
};

/** In one column right of the plot, each as near to its end as the others let it. */
const columnLabels = (plot: Plot, marks: readonly Labelled[]): readonly Primitive[] => {
  const left = plot.box.right + SPACE.label;
  const ends = marks.map((mark) => endOf(plot, mark));
  const wanted = marks.map((mark, index) => ({ middle: ends[index][1], height: sizeOf(mark).height }));
  const middles = spread(wanted, COLUMN_GAP, [plot.box.top, plot.box.bottom]);
  return marks.flatMap((mark, index): readonly Primitive[] => {
    const [x, y] = ends[index];
    const middle = middles[index];
    const texts = textsOf(mark, left, middle - wanted[index].height / 2);
    if (Math.abs(middle - y) <= LEADER_FROM) return texts;
    const points: readonly Position[] = [
      [Math.min(x + SPACE.clearance, plot.box.right), y],
      [left - LEADER_GAP, middle],
    ];
    return [{ kind: 'polyline', role: 'leader', points, colour: GREY.reference, width: 1 }, ...texts];
  });
};

/** What the column right of the plot takes, in logical pixels: none without names. */
export const labelColumnWidth = (panel: Panel): number =>
  Math.max(0, ...labelsOf(panel).map((mark) => sizeOf(mark).width + SPACE.label));

/**
 * Names beside the ends of those series that reach furthest right, and of rules; names of other series in free room near their lines,
 * or, where there is none, beside the plot too, tied to their ends by a line.
 */
export const layoutSeriesLabels = (panel: Panel, plot: Plot, marks: readonly Obstacle[]): readonly Primitive[] => {
  const labels = labelsOf(panel);
  const furthest = Math.max(...labels.filter((mark) => mark.kind === 'series-label').map(lastX));
  const column: Labelled[] = [];
  const inside: Text[] = [];
  const obstacles = [...marks];
  for (const mark of labels) {
    const place =
      mark.kind === 'series-label' && lastX(mark) < furthest
        ? freePlace([...mark.points].reverse().map((point) => positionOf(plot, point)), sizeOf(mark), plot.box, obstacles)
        : undefined;
    if (place === undefined) {
      column.push(mark);
    } else {
      inside.push(...textsOf(mark, place.left, place.top));
      obstacles.push({ kind: 'box', box: place });
    }
  }
  return [...columnLabels(plot, column), ...inside];
};
