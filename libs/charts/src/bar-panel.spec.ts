import { describe, expect, it } from 'vitest';
import type { BarPanel, Figure } from './figure.js';
import { boxesOverlap, contains } from './geometry.js';
import { layoutFigure } from './layout.js';
import { textBox, type Box } from './measure.js';
import type { Circle, Polygon, Primitive, Role, Scene, Text } from './scene.js';

const BLUE = 'blue';
const GREY = 'reference';

const CATEGORIES = ['After dataset load', 'After preprocessing', 'Peak during training'];

const panel = (changes: Partial<BarPanel> = {}): BarPanel => ({
  categories: CATEGORIES,
  categoryLabel: 'Checkpoint',
  valueLabel: 'Memory (MiB)',
  decimals: 2,
  series: [
    { name: 'ours', colour: BLUE, values: [1, 2, 4], markers: { name: 'of the phase alone', values: [1, 0, 2] } },
    { name: 'published', colour: GREY, values: [0, null, 3] },
  ],
  ...changes,
});

const sceneOf = (bars: BarPanel, width = 1200, height = 700): Scene => {
  const figure: Figure = { width, height, title: 'Bars', subtitle: ['What they are.'], panels: [bars] };
  return layoutFigure(figure);
};

const boxOf = ({ points }: Polygon): Box => {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
};

const isText = (primitive: Primitive): primitive is Text => primitive.kind === 'text';
const textsOf = (scene: Scene, role: Role): readonly Text[] =>
  scene.primitives.filter(isText).filter((text) => text.role === role);
const barsOf = (scene: Scene, colour?: string): readonly Box[] =>
  scene.primitives
    .filter((primitive) => primitive.kind === 'polygon')
    .filter((polygon) => polygon.role === 'bar' && (colour === undefined || polygon.colour === colour))
    .map(boxOf);
const markersOf = (scene: Scene): readonly Circle[] =>
  scene.primitives.filter((primitive) => primitive.kind === 'circle').filter(({ role }) => role === 'marker');
const heights = (boxes: readonly Box[]): readonly number[] => boxes.map(({ top, bottom }) => bottom - top);

describe('bars', () => {
  const scene = sceneOf(panel());

  it('have lengths in proportion to their values, from one common zero', () => {
    const [one, two, four] = heights(barsOf(scene, BLUE));
    expect(one).toBeGreaterThan(20);
    expect([two / one, four / one]).toEqual([expect.closeTo(2, 9), expect.closeTo(4, 9)]);
    expect(new Set(barsOf(scene).map(({ bottom }) => bottom)).size).toBe(1);
    const zero = textsOf(scene, 'tick-label').find(({ text }) => text === '0');
    const [baseline] = barsOf(scene).map(({ bottom }) => bottom);
    const label = zero && textBox(zero);
    expect(label && (label.top + label.bottom) / 2).toBeCloseTo(baseline, 9);
  });

  it('stand side by side, the series in their order, each group over the middle of its label', () => {
    const boxes = barsOf(scene);
    for (const [index, box] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) expect(boxesOverlap(box, other)).toBe(false);
    }
    const [ours] = barsOf(scene, BLUE);
    const [published] = barsOf(scene, GREY);
    expect(ours.right).toBeLessThan(published.left);
    expect(textsOf(scene, 'tick-label').find(({ text }) => text === 'After dataset load')?.x).toBeCloseTo(
      (ours.left + published.right) / 2,
      9,
    );
  });

  it('show a value of zero as its number on the axis, and nothing where there is no value', () => {
    expect(heights(barsOf(scene, GREY))[0]).toBe(0);
    const numbers = textsOf(scene, 'value-label').map(({ text }) => text);
    expect(numbers).toEqual(['1.00', '0.00', '2.00', '4.00', '3.00']);
  });

  it('have each value above its own bar, within its width', () => {
    const boxes = barsOf(scene);
    for (const [index, text] of textsOf(scene, 'value-label').entries()) {
      const label = textBox(text);
      expect(label.bottom).toBeLessThan(boxes[index].top);
      expect(label.left >= boxes[index].left && label.right <= boxes[index].right).toBe(true);
    }
  });

  it('carry markers at the height of their own values, of which none covers a number', () => {
    const [first, none, half] = markersOf(scene);
    const ours = barsOf(scene, BLUE);
    expect(first.y).toBeCloseTo(ours[0].top, 9);
    expect(none.y).toBeCloseTo(ours[1].bottom, 9);
    expect(half.y).toBeCloseTo((ours[2].top + ours[2].bottom) / 2, 9);
    expect(half.x).toBeCloseTo((ours[2].left + ours[2].right) / 2, 9);
    for (const { x, y, radius } of markersOf(scene)) {
      const disc = { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
      for (const text of textsOf(scene, 'value-label'))
        expect(boxesOverlap(disc, textBox(text)), text.text).toBe(false);
    }
  });

  it('are explained by a legend, in the order of the series', () => {
    expect(textsOf(scene, 'legend').map(({ text }) => text)).toEqual(['ours', 'of the phase alone', 'published']);
    const samples = scene.primitives.filter(({ role, kind }) => role === 'legend' && kind !== 'text');
    expect(samples.map((sample) => (sample.kind === 'polygon' ? sample.colour : sample.kind))).toEqual([
      BLUE,
      'circle',
      GREY,
    ]);
  });

  it('keep room for the highest marker as for the highest bar', () => {
    const high = sceneOf(
      panel({
        series: [{ name: 'ours', colour: BLUE, values: [1, 1, 1], markers: { name: 'alone', values: [1, 50, null] } }],
      }),
    );
    expect(markersOf(high)).toHaveLength(2);
    const [, label] = textsOf(high, 'value-label');
    expect(textBox(label).bottom).toBeLessThan(markersOf(high)[1].y - markersOf(high)[1].radius);
    expect(textBox(label).top).toBeGreaterThan(textBox(textsOf(high, 'axis-label')[0]).bottom);
  });

  it('of nothing but zeros stand on an axis that ascends', () => {
    const flat = sceneOf(panel({ series: [{ name: 'ours', colour: BLUE, values: [0, 0, 0] }] }));
    expect(heights(barsOf(flat))).toEqual([0, 0, 0]);
    expect(textsOf(flat, 'tick-label').map(({ text }) => text)).toContain('0.0');
  });
});

describe('a bar without a sensible length is refused by name', () => {
  it.each([
    [[1, -2, 3], 'bars "ours": the value of "After preprocessing" must be a finite number from zero up, found -2'],
    [[1, 2, NaN], 'bars "ours": the value of "Peak during training" must be a finite number from zero up, found NaN'],
    [[Infinity, 2, 3], 'found Infinity'],
    [[1, 2], 'bars "ours": found 2 values for 3 categories, must be one for each'],
  ])('%j', (values, message) => {
    expect(() => sceneOf(panel({ series: [{ name: 'ours', colour: BLUE, values }] }))).toThrow(message);
    const markers = { name: 'ours', values };
    expect(() => sceneOf(panel({ series: [{ name: 'bars', colour: BLUE, values: [1, 1, 1], markers }] }))).toThrow(
      message,
    );
  });

  it('and so is a panel without any value', () => {
    expect(() => sceneOf(panel({ series: [] }))).toThrow('found no value to show');
    expect(() => sceneOf(panel({ categories: [], series: [{ name: 'ours', colour: BLUE, values: [] }] }))).toThrow(
      'found no value to show',
    );
    expect(() => sceneOf(panel({ series: [{ name: 'ours', colour: BLUE, values: [null, null, null] }] }))).toThrow(
      'found no value to show',
    );
  });
});

const many = (count: number, name: (index: number) => string, seriesCount = 1, value = 1234.5): BarPanel =>
  panel({
    categories: Array.from({ length: count }, (_, index) => name(index)),
    series: Array.from({ length: seriesCount }, (_, index) => ({
      name: `series ${index} of a name that is not short`,
      colour: BLUE,
      values: Array.from({ length: count }, (__, category) => value / (1 + category + index)),
      markers: { name: `marker ${index}`, values: Array.from({ length: count }, () => value / 3) },
    })),
  });

describe('however many bars and however long their labels', () => {
  const panels: readonly (readonly [string, BarPanel, boolean])[] = [
    ['three groups', panel(), false],
    ['one bar', many(1, () => 'The only one'), false],
    ['eight groups of three', many(8, (index) => `Long label of phase ${index}`, 3), false],
    ['words wider than a band', many(12, (index) => `tensorflow.js-backend-${index}`), true],
    ['thirty bars', many(30, (index) => `phase ${index}`), true],
    ['legends in several rows', many(4, (index) => `n = ${index}`, 5), false],
    ['tiny values', many(4, (index) => `n = ${index}`, 1, 1e-9), false],
  ];

  it.each(panels)('%s: no text overlaps another or leaves the margins, no value lies on a bar', (_, bars, isTurned) => {
    const scene = sceneOf(bars);
    // Its margins are 44 wide, but a letter may protrude by a fraction of a pixel.
    const figure = { left: 43, top: 20, right: scene.width - 43, bottom: scene.height - 20 };
    const texts = scene.primitives
      .filter(isText)
      .map((text) => ({ text: text.text, box: textBox(text), role: text.role }));
    for (const [index, { text, box }] of texts.entries()) {
      expect(contains(figure, box), text).toBe(true);
      for (const other of texts.slice(index + 1))
        expect(boxesOverlap(box, other.box), `"${text}" and "${other.text}"`).toBe(false);
    }
    const boxes = barsOf(scene);
    expect(boxes).toHaveLength(
      bars.categories.length * bars.series.length - (bars.series.some(({ values }) => values.includes(null)) ? 1 : 0),
    );
    for (const [index, box] of boxes.entries()) {
      expect(contains(figure, box)).toBe(true);
      for (const other of boxes.slice(index + 1)) expect(boxesOverlap(box, other)).toBe(false);
      for (const { text, box: label } of texts) expect(boxesOverlap(box, label), text).toBe(false);
    }
    const labels = textsOf(scene, 'tick-label');
    expect(labels.some(({ turned }) => turned === true)).toBe(isTurned);
    const words = labels.map(({ text }) => text).join(' ');
    for (const category of bars.categories) expect(words).toContain(category);
  });

  it('turns values that are wider than their bars', () => {
    const scene = sceneOf(many(30, (index) => `phase ${index}`));
    expect(textsOf(scene, 'value-label').every(({ turned }) => turned === true)).toBe(true);
    expect(textsOf(sceneOf(panel()), 'value-label').some(({ turned }) => turned === true)).toBe(false);
  });

  it('says when there are too many of them, or too little room', () => {
    expect(() => sceneOf(many(200, (index) => `phase ${index}`))).toThrow(
      /200 bars are too many: each has 4\.\d pixels, and its value needs 23\.4/,
    );
    // Single digits fit where the labels of their groups do not.
    const digits = { ...many(55, (index) => `phase ${index}`, 1, 1), decimals: 0 };
    expect(() => sceneOf(digits)).toThrow(
      /55 categories are too many: each has \d+\.\d pixels, and its label needs 23\.4/,
    );
    expect(() =>
      sceneOf(
        many(30, () => 'a-very-long-name-without-any-blank-in-it'),
        1200,
        480,
      ),
    ).toThrow('too little room');
  });
});
