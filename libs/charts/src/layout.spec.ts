import { describe, expect, it } from 'vitest';
import type { Axis, Figure, Mark } from './figure.js';
import { boxesOverlap, segmentMeetsBox } from './geometry.js';
import { layoutFigure, withoutTitle } from './layout.js';
import { textBox } from './measure.js';
import type { Position, Primitive, Role, Scene, Text } from './scene.js';

const COLOUR = 'blue';

const figure = (marks: readonly Mark[], y: Partial<Axis> = {}): Figure => ({
  width: 1000,
  height: 700,
  title: 'A title',
  subtitle: ['What the whiskers mean.', 'A machine.'],
  caption: 'Where the grey comes from.',
  panels: [
    {
      x: { scale: 'linear', domain: [0, 10], label: 'Dataset size (samples)' },
      y: { scale: 'linear', domain: [0, 10], label: 'Time (s)', ...y },
      marks,
    },
  ],
});

const polylines = (scene: Scene, role: Role): readonly (readonly Position[])[] =>
  scene.primitives
    .filter((primitive) => primitive.kind === 'polyline')
    .filter((line) => line.role === role)
    .map(({ points }) => points);

/** The rectangle of the grid, if ticks are at all ends of the domains. */
const plotOf = (scene: Scene) => {
  const points = polylines(scene, 'grid').flat();
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
};

describe('layoutFigure', () => {
  it('puts whiskers where the scale says', () => {
    const scene = layoutFigure(
      figure([{ kind: 'whiskers', intervals: [{ x: 5, low: 2.5, high: 7.5 }], colour: COLOUR }]),
    );
    const { left, right, top, bottom } = plotOf(scene);
    const [stem, lowCap, highCap] = polylines(scene, 'whisker');
    // A quarter and three quarters of the height, from the bottom; half of the width.
    const centre = (left + right) / 2;
    const low = bottom - (bottom - top) / 4;
    const high = top + (bottom - top) / 4;
    expect(stem.flat()).toEqual([centre, low, centre, high].map((pixel): unknown => expect.closeTo(pixel, 9)));
    expect(lowCap.map(([, y]) => y)).toEqual([expect.closeTo(low, 9), expect.closeTo(low, 9)]);
    expect(highCap.map(([, y]) => y)).toEqual([expect.closeTo(high, 9), expect.closeTo(high, 9)]);
    expect((lowCap[0][0] + lowCap[1][0]) / 2).toBeCloseTo(centre, 9);
  });

  it('lays whiskers of a row along the horizontal axis, at the tick that has its name', () => {
    const names = { tickValues: [0, 5, 10], tickNames: ['low', 'middle', 'high'] };
    const intervals = [{ y: 5, low: 2, high: 6 }];
    const scene = layoutFigure(figure([{ kind: 'whiskers', intervals, colour: COLOUR }], names));
    const { left, right, top, bottom } = plotOf(scene);
    const [stem, lowCap, highCap] = polylines(scene, 'whisker');
    const [centre, at] = [(top + bottom) / 2, (value: number) => left + ((right - left) * value) / 10];
    expect(stem.flat()).toEqual([at(2), centre, at(6), centre].map((pixel): unknown => expect.closeTo(pixel, 9)));
    expect(lowCap.map(([x]) => x)).toEqual([expect.closeTo(at(2), 9), expect.closeTo(at(2), 9)]);
    expect(highCap.map(([x]) => x)).toEqual([expect.closeTo(at(6), 9), expect.closeTo(at(6), 9)]);
    const labels = scene.primitives.filter(({ role }) => role === 'tick-label').map((text) => text as Text);
    expect(labels.filter(({ anchor }) => anchor === 'end').map(({ text }) => text)).toEqual(['low', 'middle', 'high']);
  });

  it('puts a point in the middle of a logarithmic axis at the geometric mean of its ends', () => {
    const points: readonly Mark[] = [{ kind: 'points', points: [{ x: 10, y: 1 }], colour: COLOUR, fill: 'solid' }];
    const scene = layoutFigure(figure(points, { scale: 'log', domain: [0.01, 100] }));
    const { right, top, bottom } = plotOf(scene);
    const circle = scene.primitives.find((primitive) => primitive.kind === 'circle');
    expect(circle).toMatchObject({ x: right, y: expect.closeTo((top + bottom) / 2, 9) as unknown, fill: COLOUR });
  });

  it('draws a band along its upper ends and back along its lower ones', () => {
    const intervals = [
      { x: 0, low: 0, high: 5 },
      { x: 10, low: 5, high: 10 },
    ];
    const scene = layoutFigure(figure([{ kind: 'band', intervals, colour: 'band' }]));
    const { left, right, top, bottom } = plotOf(scene);
    const middle = (top + bottom) / 2;
    const band = scene.primitives.find((primitive) => primitive.kind === 'polygon');
    expect(band?.points).toEqual([
      [left, middle],
      [right, top],
      [right, middle],
      [left, bottom],
    ]);
    expect(scene.primitives.findIndex(({ role }) => role === 'band')).toBeLessThan(
      scene.primitives.findIndex(({ role }) => role === 'grid'),
    );
  });

  it('draws a thin line thin, and one to compare with dashed', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 10, y: 10 },
    ];
    const lineOf = (stroke?: 'thin' | 'dashed') =>
      layoutFigure(
        figure([{ kind: 'line', points, colour: COLOUR, ...(stroke === undefined ? {} : { stroke }) }]),
      ).primitives.find(({ role }) => role === 'line');
    const [normal, thin, dashed] = [lineOf(), lineOf('thin'), lineOf('dashed')];
    expect([normal, thin].map((line) => line?.kind === 'polyline' && line.dash)).toEqual([undefined, undefined]);
    expect(thin?.kind === 'polyline' && normal?.kind === 'polyline' && thin.width < normal.width).toBe(true);
    expect(dashed?.kind === 'polyline' && dashed.dash?.length).toBe(2);
  });

  it('draws the bars of a histogram from zero to their counts, along their bins', () => {
    const bins = [
      { low: 0, high: 2.5, count: 10 },
      { low: 2.5, high: 5, count: 0 },
      { low: 5, high: 10, count: 5 },
    ];
    const scene = layoutFigure(figure([{ kind: 'histogram', bins, colour: COLOUR }]));
    const { left, right, top, bottom } = plotOf(scene);
    const bars = scene.primitives
      .filter((primitive) => primitive.kind === 'polygon')
      .filter(({ role }) => role === 'bar');
    // Top left and bottom right; half a pixel is free at either end.
    const [middle, quarter] = [(top + bottom) / 2, bottom - (bottom - top) / 4];
    expect(bars.map(({ points }) => [points[0], points[2]].flat())).toEqual([
      [left, quarter + 0.5, right, bottom - 0.5].map((pixel): unknown => expect.closeTo(pixel, 9)),
      [left, top + 0.5, (left + right) / 2, middle - 0.5].map((pixel): unknown => expect.closeTo(pixel, 9)),
    ]);
  });

  it('draws the bars of a histogram from where it is told', () => {
    const bins = [{ low: 2, high: 4, count: 3 }];
    const scene = layoutFigure(figure([{ kind: 'histogram', bins, colour: COLOUR, from: 5 }]));
    const { left, right } = plotOf(scene);
    const bar = scene.primitives.find(({ role }) => role === 'bar');
    const xs = bar?.kind === 'polygon' ? bar.points.map(([x]) => x) : [];
    expect(Math.min(...xs)).toBeCloseTo((left + right) / 2, 9);
    expect(Math.max(...xs)).toBeCloseTo(left + 0.8 * (right - left), 9);
  });

  it('shares the width between panels as they ask for it', () => {
    const [panel] = figure([]).panels;
    const scene = layoutFigure({ ...figure([]), width: 1400, panels: [{ ...panel, widthShare: 2 }, panel] });
    const spans = polylines(scene, 'axis')
      .filter(([from, to]) => from[1] === to[1])
      .map(([from, to]) => to[0] - from[0]);
    expect(spans).toHaveLength(2);
    // Each plot has the same width of tick labels beside it.
    const tickLabels = scene.primitives
      .filter((primitive) => primitive.kind === 'text')
      .filter(({ role, anchor }) => role === 'tick-label' && anchor === 'end');
    const beside = Math.max(...tickLabels.map((text) => textBox(text).right - textBox(text).left)) + 9;
    expect(spans[0] + beside).toBeCloseTo(2 * (spans[1] + beside), 6);
  });

  it('repeats an axis by its grid alone', () => {
    const [panel] = figure([]).panels;
    const repeated = {
      ...panel,
      y: { scale: 'linear', domain: [0, 10], label: 'Once more', isRepeated: true },
    } as const;
    const scene = layoutFigure({ ...figure([]), panels: [repeated] });
    const texts = scene.primitives.filter((primitive) => primitive.kind === 'text');
    expect(texts.filter(({ role, anchor }) => role === 'tick-label' && anchor === 'end')).toEqual([]);
    expect(texts.some(({ text }) => text === 'Once more')).toBe(true);
    expect(polylines(scene, 'grid').filter(([from, to]) => from[1] === to[1]).length).toBeGreaterThan(2);
    expect(plotOf(scene).left).toBe(44);
  });

  it.each([
    [1000, 700],
    [500, 900],
    [900, 900],
  ])('makes a square plot with the same ticks on both axes in a figure of %d x %d', (width, height) => {
    const [panel] = figure([]).panels;
    const scene = layoutFigure({ ...figure([]), width, height, panels: [{ ...panel, isSquare: true }] });
    const { left, right, top, bottom } = plotOf(scene);
    expect(right - left).toBeCloseTo(bottom - top, 9);
    expect(right - left).toBeGreaterThan(300);
    expect(right).toBeLessThanOrEqual(width - 44);
    const ticks = (anchor: string): readonly string[] =>
      scene.primitives
        .filter((primitive) => primitive.kind === 'text')
        .filter((text) => text.role === 'tick-label' && text.anchor === anchor)
        .map(({ text }) => text);
    expect(ticks('middle')).toEqual(ticks('end'));
  });

  it('leaves out ticks whose labels would overlap, but never the last, with its grid line', () => {
    const made = figure([]);
    const tickValues = [1000, 2000, 3000, 9000, 9900, 10000];
    const x: Axis = { scale: 'log', domain: [900, 11000], label: 'Dataset size (samples)', tickValues };
    const scene = layoutFigure({ ...made, panels: [{ ...made.panels[0], x }] });
    const labels = scene.primitives.filter(({ role }) => role === 'tick-label').map((text) => text as Text);
    const shown = labels.filter(({ anchor }) => anchor === 'middle');
    expect(shown.map(({ text }) => text)).toEqual(['1,000', '2,000', '3,000', '10,000']);
    const upright = polylines(scene, 'grid').filter(([from, to]) => from[0] === to[0]);
    expect(upright.map(([[at]]) => at)).toEqual(shown.map((text) => text.x));
  });

  it('says beside the label of an axis what was taken off its ticks', () => {
    const scene = layoutFigure(figure([], { domain: [1e6, 1e6 + 1e-3] }));
    const labels = scene.primitives
      .filter((primitive) => primitive.kind === 'text')
      .filter(({ role }) => role === 'axis-label')
      .map(({ text }) => text);
    expect(labels).toContain('Time (s) − 1,000,000');
    expect(labels).toContain('Dataset size (samples)');
  });

  it('shows a band of a single interval as a bar', () => {
    const scene = layoutFigure(figure([{ kind: 'band', intervals: [{ x: 5, low: 2, high: 4 }], colour: 'band' }]));
    const band = scene.primitives.find((primitive) => primitive.kind === 'polygon');
    expect(new Set(band?.points.map(([x]) => x)).size).toBe(2);
  });

  it('breaks a subtitle that is too long, and loses no word', () => {
    const long = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
    const scene = layoutFigure({ ...figure([]), subtitle: [long] });
    const lines = scene.primitives
      .filter((primitive) => primitive.kind === 'text')
      .filter(({ role }) => role === 'subtitle');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.map(({ text }) => text).join(' ')).toBe(long);
    for (const line of lines) expect(textBox(line).right).toBeLessThanOrEqual(1000 - 40);
  });

  it('without its title is less high by title and subtitle, and its panels keep their size', () => {
    const whole = layoutFigure(figure([]));
    const bare = layoutFigure(withoutTitle(figure([])));
    const roles = new Set(bare.primitives.map(({ role }) => role));
    expect([roles.has('title'), roles.has('subtitle'), roles.has('caption')]).toEqual([false, false, true]);
    const [before, after] = [plotOf(whole), plotOf(bare)];
    expect(bare.height).toBeLessThan(whole.height - 80);
    expect(bare.height - after.bottom).toBeCloseTo(whole.height - before.bottom, 9);
    // Heights of pictures are whole pixels.
    expect(Math.abs(after.bottom - after.top - (before.bottom - before.top))).toBeLessThan(1);
  });

  it('says what cannot be shown', () => {
    expect(() => layoutFigure({ ...figure([]), panels: [] })).toThrow('figure "A title": it has no panels');
    expect(() => layoutFigure({ ...figure([]), height: 300 })).toThrow('1000 x 300 pixels leave too little room');
    const label: Mark = { kind: 'series-label', points: [], lines: ['ghost'], colour: COLOUR };
    expect(() => layoutFigure(figure([label]))).toThrow('the label "ghost" has no points');
  });
});

const line = (ys: readonly number[], name: string): readonly Mark[] => {
  const points = ys.map((y, x) => ({ x, y }));
  return [
    { kind: 'line', points, colour: COLOUR },
    { kind: 'whiskers', intervals: points.map(({ x, y }) => ({ x, low: y - 0.3, high: y + 0.3 })), colour: COLOUR },
    { kind: 'points', points, colour: COLOUR, fill: 'open' },
    { kind: 'series-label', points, lines: [name, '(a detail)', '1.23 s'], colour: COLOUR },
  ];
};

const rising = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe('names of series', () => {
  const scenes: readonly (readonly [string, readonly Mark[]])[] = [
    [
      'far apart',
      [
        ...line(rising, 'one'),
        ...line(
          rising.map((y) => y / 5),
          'two',
        ),
      ],
    ],
    ['on each other', [...line(rising, 'one'), ...line(rising, 'two'), ...line(rising, 'three')]],
    [
      'at the top',
      [
        ...line(
          rising.map(() => 9.7),
          'one',
        ),
        ...line(
          rising.map(() => 9.6),
          'two',
        ),
      ],
    ],
    [
      'ending early',
      [
        ...line(rising, 'long'),
        ...line(rising.slice(0, 5), 'short'),
        ...line(
          rising.slice(0, 3).map((y) => 9 - y),
          'shorter',
        ),
      ],
    ],
    ['of one point', [...line([5], 'one'), ...line([5.2], 'two')]],
    [
      'with a rule',
      [
        ...line(
          rising.map((y) => 10 - y),
          'one',
        ),
        { kind: 'rule', y: 0.4, colour: 'text', lines: ['floor', '0.4'] },
      ],
    ],
  ];

  const isText = (primitive: Primitive) => primitive.kind === 'text';

  it.each(scenes)('%s: no text overlaps another, leaves the figure or has no width', (_, marks) => {
    const scene = layoutFigure(figure(marks));
    const boxes = scene.primitives.filter(isText).map((text) => ({ text: text.text, box: textBox(text) }));
    expect(boxes.length).toBeGreaterThan(10);
    for (const [index, { text, box }] of boxes.entries()) {
      expect(box.right - box.left, text).toBeGreaterThan(0);
      expect(box.left >= 0 && box.right <= scene.width && box.top >= 0 && box.bottom <= scene.height, text).toBe(true);
      for (const other of boxes.slice(index + 1)) {
        expect(boxesOverlap(box, other.box), `"${text}" and "${other.text}"`).toBe(false);
      }
    }
  });

  it.each(scenes)('%s: no name lies on a mark', (_, marks) => {
    const scene = layoutFigure(figure(marks));
    const names = scene.primitives.filter(isText).filter(({ role }) => role === 'series-label');
    const strokes = (['line', 'whisker', 'rule'] as const).flatMap((role) => polylines(scene, role));
    const circles = scene.primitives.filter((primitive) => primitive.kind === 'circle');
    for (const name of names) {
      const box = textBox(name);
      for (const points of strokes) {
        for (const [index, to] of points.slice(1).entries())
          expect(segmentMeetsBox(points[index], to, box), name.text).toBe(false);
      }
      for (const { x, y, radius } of circles) {
        const disc = { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
        expect(boxesOverlap(disc, box), name.text).toBe(false);
      }
    }
  });

  it('shows every name once', () => {
    for (const [, marks] of scenes) {
      const scene = layoutFigure(figure(marks));
      const shown = scene.primitives.filter(isText).filter(({ role }) => role === 'series-label');
      const wanted = marks.flatMap((mark) => (mark.kind === 'series-label' || mark.kind === 'rule' ? mark.lines : []));
      expect(shown.map(({ text }) => text).sort()).toEqual([...wanted].sort());
    }
  });

  it('stand at the end of their own line, also where it ends early and others go on', () => {
    const pale = rising.map((x) => ({ x, y: 4 + x / 10 }));
    const short = (y: number) => [0, 1, 2, 3].map((x) => ({ x, y }));
    const scene = layoutFigure(
      figure([
        { kind: 'line', points: pale, colour: 'tint-vermillion' },
        ...[6, 2].flatMap((y): readonly Mark[] => [
          { kind: 'line', points: short(y), colour: COLOUR },
          { kind: 'series-label', points: short(y), lines: [`at ${y}`], colour: COLOUR },
        ]),
      ]),
    );
    const ends = polylines(scene, 'line').map((points) => points[points.length - 1]);
    for (const [name, [x, y]] of [
      ['at 6', ends[1]],
      ['at 2', ends[2]],
    ] as const) {
      const text = scene.primitives.filter(isText).find((candidate) => candidate.text === name);
      const box = text === undefined ? undefined : textBox(text);
      expect([name, box !== undefined && box.left - x < 20 && box.top <= y && y <= box.bottom]).toEqual([name, true]);
    }
  });

  it('are tied to the end of a line that ends before the edge, where others may end too', () => {
    const points = rising.slice(0, 10).map((x) => ({ x: x * 1.02, y: 5 }));
    const scene = layoutFigure(figure([{ kind: 'series-label', points, lines: ['early'], colour: COLOUR }]));
    const [[from]] = polylines(scene, 'leader');
    const { left, right } = plotOf(scene);
    expect(from[0] - (left + 0.918 * (right - left))).toBeCloseTo(8, 9);
  });
});
