import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import type { DataPoint, Figure, Mark } from './figure.js';
import { boxesOverlap } from './geometry.js';
import { layoutFigure } from './layout.js';
import { textBox } from './measure.js';
import { paintPng } from './paint-png.js';
import { paintSvg } from './paint-svg.js';
import type { Circle, Polygon, Scene } from './scene.js';
import type { Colour } from './theme.js';

const cloud = (points: readonly DataPoint[]): Mark => ({ kind: 'cloud', points, colour: 'blue' });

const figure = (marks: readonly Mark[], yLabel = 'Predicted y'): Figure => ({
  width: 900,
  height: 700,
  title: 'Many',
  subtitle: [],
  panels: [
    {
      x: { scale: 'linear', domain: [0, 10], label: 'x' },
      y: { scale: 'linear', domain: [0, 10], label: yLabel },
      marks,
    },
  ],
});

const scatter = (count: number): readonly DataPoint[] =>
  // Irrational multiples fill the square without a pattern that could align with a lattice.
  Array.from({ length: count }, (_, index) => ({
    x: (index * Math.SQRT2 * 10) % 10,
    y: (index * Math.sqrt(3) * 10) % 10,
  }));

const dotsOf = ({ primitives }: Scene): readonly Circle[] =>
  primitives.filter((primitive) => primitive.kind === 'circle').filter(({ role }) => role === 'dot');
const cellsOf = ({ primitives }: Scene): readonly Polygon[] =>
  primitives.filter((primitive) => primitive.kind === 'polygon').filter(({ role }) => role === 'cell');
const keyTexts = ({ primitives }: Scene): readonly string[] =>
  primitives
    .filter((primitive) => primitive.kind === 'text')
    .filter(({ role }) => role === 'legend')
    .map(({ text }) => text);

describe('a cloud', () => {
  it('is a translucent dot a point, smaller and fainter the more there are', () => {
    const [few, many] = [
      dotsOf(layoutFigure(figure([cloud(scatter(3))]))),
      dotsOf(layoutFigure(figure([cloud(scatter(2500))]))),
    ];
    expect([few.length, many.length]).toEqual([3, 2500]);
    expect(many[0].radius).toBeLessThan(few[0].radius);
    expect(many[0].opacity).toBeLessThan(few[0].opacity ?? 0);
    expect([few[0].strokeWidth, few[0].fill]).toEqual([0, 'blue']);
  });

  it('is cells by number beyond some thousands, however many points there are', () => {
    const scene = layoutFigure(figure([cloud(scatter(100_000))]));
    expect(dotsOf(scene)).toEqual([]);
    // 800 x 550 pixels hold 12,000 cells of 6 x 6.
    expect(cellsOf(scene).length).toBeLessThan(13_000);
    expect(paintPng(scene, { density: 2 }).length).toBeLessThan(1_000_000);
  });

  it('shades cells by the logarithm of their number, from one point to the fullest, and says which', () => {
    // 1, 32 and 1,024 points, each number at one place, and the rest of 4,096 at another.
    const at = (x: number, count: number): readonly DataPoint[] => Array.from({ length: count }, () => ({ x, y: 5 }));
    const scene = layoutFigure(figure([cloud([...at(1, 1), ...at(3, 32), ...at(5, 1024), ...at(7, 3039)])]));
    const cells = cellsOf(scene);
    expect(cells).toHaveLength(4);
    const swatches = scene.primitives
      .filter((primitive) => primitive.kind === 'polygon')
      .filter(({ role }) => role === 'legend');
    expect(swatches).toHaveLength(6);
    // ln 32 / ln 3039 = 0.43 and ln 1024 / ln 3039 = 0.86 of the way from the first of six shades to the last.
    expect(cells.map(({ opacity }) => swatches.findIndex((swatch) => swatch.opacity === opacity))).toEqual([
      0, 2, 4, 5,
    ]);
    const opacities = swatches.map(({ opacity = 1 }) => opacity);
    expect([...opacities].sort((a, b) => a - b)).toEqual(opacities);
    expect(opacities.at(-1)).toBe(1);
    expect(keyTexts(scene)).toEqual(['Points per cell:  1', '3,039']);
  });

  it('has its points inside of their cells', () => {
    const points = scatter(5000);
    const scene = layoutFigure(figure([cloud(points)]));
    const grid = scene.primitives
      .filter((primitive) => primitive.kind === 'polyline')
      .filter(({ role }) => role === 'grid')
      .flatMap(({ points: ends }) => ends);
    const [left, right] = [Math.min(...grid.map(([x]) => x)), Math.max(...grid.map(([x]) => x))];
    const [top, bottom] = [Math.min(...grid.map(([, y]) => y)), Math.max(...grid.map(([, y]) => y))];
    const boxes = cellsOf(scene).map(({ points: [[x0, y0], , [x1, y1]] }) => ({ x0, y0, x1, y1 }));
    for (const { x, y } of points.slice(0, 500)) {
      const [pixelX, pixelY] = [left + ((right - left) * x) / 10, bottom - ((bottom - top) * y) / 10];
      expect(
        boxes.filter(
          ({ x0, x1, y0, y1 }) =>
            x0 - 1e-9 <= pixelX && pixelX < x1 + 1e-9 && y0 - 1e-9 <= pixelY && pixelY < y1 + 1e-9,
        ).length,
      ).toBeGreaterThan(0);
    }
    // Whole pixels, so that the ground does not show between neighbours.
    for (const { x0, y0, x1, y1 } of boxes) expect([x0, y0, x1, y1].every(Number.isInteger)).toBe(true);
  });

  it('has a key that stays clear of the label of the axis beside it', () => {
    const scene = layoutFigure(figure([cloud(scatter(5000))], 'Predicted tensile stress in the beam'));
    const boxes = scene.primitives
      .filter((primitive) => primitive.kind === 'text')
      .map((text) => ({ text: text.text, box: textBox(text) }));
    const overlapping = boxes.flatMap((a, index) =>
      boxes
        .slice(index + 1)
        .filter((b) => boxesOverlap(a.box, b.box))
        .map((b) => [a.text, b.text]),
    );
    expect(overlapping).toEqual([]);
  });

  it('is the same again', () => {
    const paint = (): Buffer => paintPng(layoutFigure(figure([cloud(scatter(5000))])), { density: 1 });
    expect(paint().equals(paint())).toBe(true);
  });
});

describe('opacity', () => {
  const square = (colour: Colour, opacity?: number): Polygon => ({
    kind: 'polygon',
    role: 'cell',
    points: [
      [10, 10],
      [30, 10],
      [30, 30],
      [10, 30],
    ],
    colour,
    ...(opacity === undefined ? {} : { opacity }),
  });
  const dot = {
    kind: 'circle',
    role: 'dot',
    x: 60,
    y: 20,
    radius: 8,
    fill: 'ink',
    stroke: 'ink',
    strokeWidth: 0,
    opacity: 0.25,
  } as const;
  const opaque = { ...dot, y: 60, opacity: 1 };
  const scene: Scene = {
    width: 100,
    height: 80,
    ground: 'ground',
    primitives: [
      square('blue', 0.5),
      dot,
      opaque,
      {
        ...square('vermillion'),
        points: [
          [80, 0],
          [100, 0],
          [100, 80],
          [80, 80],
        ],
      },
    ],
  };

  it.each([
    ['PNG', () => paintPng(scene, { density: 1 })],
    ['SVG', () => Buffer.from(paintSvg(scene, { id: 'x', title: 'x', description: 'x' }))],
  ])('lets the ground through as much as it says, and only of its own shape, in a %s', async (_, paint) => {
    const image = await loadImage(paint());
    const context = createCanvas(100, 80).getContext('2d');
    context.drawImage(image, 0, 0);
    const pixel = (x: number, y: number): readonly number[] => [...context.getImageData(x, y, 1, 1).data].slice(0, 3);
    const near = (value: number): unknown => expect.closeTo(value, -0.5);
    // Half of blue over white; a quarter of ink over white; ink; vermillion.
    expect(pixel(20, 20)).toEqual([near(127.5), near(184.5), near(216.5)]);
    expect(pixel(60, 20)).toEqual([near(197.75), near(197.75), near(197.75)]);
    expect(pixel(60, 60)).toEqual([0x1a, 0x1a, 0x1a]);
    expect(pixel(90, 40)).toEqual([0xd5, 0x5e, 0x00]);
    // A circle without an outline ends at its radius.
    expect(pixel(60, 70)).toEqual([255, 255, 255]);
  });
});
