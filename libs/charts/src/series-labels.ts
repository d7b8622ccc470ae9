/** The names of a panel's series and rules, placed with `labels.ts`. */
import type { Panel, RuleMark, SeriesLabelMark } from './figure.js';
import type { Obstacle } from './geometry.js';
import { freePlace, nearestOf, spread, type Place, type Size } from './labels.js';
import { positionOf, rectangle, textAt, type Plot } from './plot.js';
import { centredBaseline, lineHeight, textWidth, type Box } from './measure.js';
import { MIN_TICKS, axisScale } from './scales.js';
import type { Position, Primitive, Text } from './scene.js';
import { SERIES_DETAIL, SPACE, TEXT, type TextStyle } from './theme.js';

/** Between labels in the column at the right. */
const COLUMN_GAP = 10;
/** A label whose middle had to move further than this from its series' end is tied to it by a line, */
const LEADER_FROM = 14;
/** and so is one of a series that ends so far left of the plot's edge: others may go on to there. */
const LEADER_ACROSS = 48;
const LEADER_GAP = 4;
/** The same for a name in the plot, by its distance. */
const INSIDE_LEADER_FROM = 36;
/** A series that ends further left than this share of the width has its name in the plot. */
const EDGE_SHARE = 0.1;

type Labelled = SeriesLabelMark | RuleMark;

const isLabelled = (mark: Panel['marks'][number]): mark is Labelled =>
  mark.kind === 'series-label' || mark.kind === 'rule';

const styleOf = (line: number): TextStyle => (line === 0 ? TEXT['series-label'] : SERIES_DETAIL);

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
    return textAt('series-label', line, { x: left, y, anchor: 'start' }, colour, style);
  });
};

/** Where the named object ends; for a rule, at the right edge of the plot. */
const endOf = (plot: Plot, mark: Labelled): Position => {
  if (mark.kind === 'rule') return [plot.box.right, plot.y(mark.y)];
  const last = mark.points.at(-1);
  if (last === undefined)
    throw new Error(`the label "${mark.lines.join(' ')}" has no points to stand by: leave out a series without points`);
  return positionOf(plot, last);
};

/** In one column right of the plot, each label as near to its end as the others allow. */
const columnLabels = (plot: Plot, marks: readonly Labelled[]): readonly Primitive[] => {
  const left = plot.box.right + SPACE.label;
  const ends = marks.map((mark) => endOf(plot, mark));
  const wanted = marks.map((mark, index) => ({ middle: ends[index][1], height: sizeOf(mark).height }));
  const middles = spread(wanted, COLUMN_GAP, [plot.box.top, plot.box.bottom]);
  return marks.flatMap((mark, index): readonly Primitive[] => {
    const [x, y] = ends[index];
    const middle = middles[index];
    const texts = textsOf(mark, left, middle - wanted[index].height / 2);
    if (Math.abs(middle - y) <= LEADER_FROM && plot.box.right - x <= LEADER_ACROSS) return texts;
    const points: readonly Position[] = [
      [Math.min(x + SPACE.clearance, plot.box.right), y],
      [left - LEADER_GAP, middle],
    ];
    return [{ kind: 'polyline', role: 'leader', points, colour: mark.colour, width: 1 }, ...texts];
  });
};

/** The names in the plot at first: of series that do not reach its last tenth. */
export const namesInside = (panel: Panel): readonly SeriesLabelMark[] => {
  const share = axisScale(panel.x, [0, 1], MIN_TICKS).toPixel;
  return panel.marks
    .filter((mark) => mark.kind === 'series-label')
    .filter(({ points }) => points.every(({ x }) => share(x) <= 1 - EDGE_SHARE));
};

/** The names beside the plot: of rules, and of all series but those. */
export const namesBeside = ({ marks }: Panel, inside: readonly SeriesLabelMark[]): readonly Labelled[] =>
  marks.filter(isLabelled).filter((mark) => !inside.some((other) => other === mark));

/** The width of the column right of the plot, in logical pixels; zero without names. */
export const columnWidth = (column: readonly Labelled[]): number =>
  Math.max(0, ...column.map((mark) => sizeOf(mark).width + SPACE.label));

export interface PlacedLabels {
  readonly primitives: readonly Primitive[];
  /** Names without free space in the plot. */
  readonly homeless: readonly SeriesLabelMark[];
}

/**
 * The name of a series in the plot, on a background that hides the grid. If it is far from its point, a line connects
 * them.
 */
const insideLabel = (mark: SeriesLabelMark, { box, point, distance }: Place): readonly Primitive[] => {
  const { left, top } = box;
  const ground = rectangle('label-ground', box, 'ground');
  const leader: Primitive = {
    kind: 'polyline',
    role: 'leader',
    points: [point, nearestOf(box, point)],
    colour: mark.colour,
    width: 1,
  };
  return [ground, ...(distance < INSIDE_LEADER_FROM ? [] : [leader]), ...textsOf(mark, left, top)];
};

/** Places the names away from `marks` and from each other. */
export const layoutSeriesLabels = (
  column: readonly Labelled[],
  inside: readonly SeriesLabelMark[],
  plot: Plot,
  marks: readonly Obstacle[],
): PlacedLabels => {
  const primitives: Primitive[] = [];
  const homeless: SeriesLabelMark[] = [];
  const obstacles = [...marks];
  const labels: Box[] = [];
  for (const mark of inside) {
    // At its end, if need be by a leader: beside the middle of a line, a name may stand as near to another line.
    const fromTheEnd = [...mark.points].reverse().map((point) => positionOf(plot, point));
    const near = (points: readonly Position[]): Place | undefined =>
      freePlace(points, sizeOf(mark), plot.box, obstacles, labels);
    const place = near(fromTheEnd.slice(0, 1)) ?? near(fromTheEnd.slice(1));
    if (place === undefined) {
      homeless.push(mark);
    } else {
      primitives.push(...insideLabel(mark, place));
      const { box, point } = place;
      labels.push(box);
      obstacles.push({ kind: 'box', box }, { kind: 'segment', from: point, to: nearestOf(box, point) });
    }
  }
  return { primitives: [...columnLabels(plot, column), ...primitives], homeless };
};
