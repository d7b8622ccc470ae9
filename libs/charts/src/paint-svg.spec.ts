import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import type { Figure } from './figure.js';
import { layoutFigure } from './layout.js';
import { textWidth } from './measure.js';
import { paintPng } from './paint-png.js';
import { paintSvg } from './paint-svg.js';
import type { Scene } from './scene.js';
import { THEMED } from './theme.js';

const HOSTILE = `<b>&"it's"</b> ]]> \u0000\uD800`;
/** The text as a program reads it back. Characters that XML cannot hold are U+FFFD, the replacement character. */
const HOSTILE_READ = `<b>&"it's"</b> ]]> \uFFFD\uFFFD`;

const points = [
  { x: 1, y: 1 / 3 },
  { x: 9, y: 8 },
];

const figure: Figure = {
  width: 1600,
  height: 700,
  title: HOSTILE,
  subtitle: ['Plain words'],
  panels: [
    {
      x: { scale: 'linear', domain: [0, 10], label: 'Size (samples)' },
      y: { scale: 'linear', domain: [0, 10], label: 'Time (s)' },
      marks: [
        { kind: 'band', intervals: points.map(({ x, y }) => ({ x, low: y / 2, high: y * 1.1 })), colour: 'band' },
        { kind: 'line', points, colour: 'blue' },
        { kind: 'whiskers', intervals: [{ x: 5, low: 2, high: 4 }], colour: 'orange' },
        { kind: 'points', points, colour: 'blue', fill: 'open' },
        { kind: 'rule', y: 9, colour: 'text', lines: ['floor'] },
      ],
    },
    {
      categories: Array.from({ length: 12 }, (_, index) => `a-long-single-word-${index}`),
      categoryLabel: 'Kind',
      valueLabel: 'Memory (MiB)',
      decimals: 1,
      series: [{ name: 'ours', colour: 'vermillion', values: Array.from({ length: 12 }, (_, index) => index) }],
    },
  ],
};

const scene = layoutFigure(figure);
const options = { id: 'chart-1', title: `Title ${HOSTILE}`, description: `What it shows: ${HOSTILE}` };
const svg = paintSvg(scene, options);

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Partial<Record<string, string>>>;
  readonly children: Element[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Rejects a bare "&" or "<" and an entity that XML does not know by itself. */
const decoded = (raw: string): string => {
  expect(raw).toMatch(/^(?:[^<&]|&(?:amp|lt|gt|quot|apos);)*$/);
  return raw.replace(/&(\w+);/g, (_, name: string) => ENTITIES[name]);
};

/** A parser for the part of XML that we write, strict about well-formedness. */
const parse = (xml: string): Element => {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const token = /<(\/?)([A-Za-z]\w*)((?:\s+[A-Za-z][\w:-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    expect(match, `not well-formed: ${xml.slice(at, at + 80)}`).not.toBeNull();
    if (match === null) return root;
    const [, closing, name, attributeText, empty] = match;
    const text = match.at(5);
    const parent = open[open.length - 1];
    if (text !== undefined) {
      parent.text += decoded(text);
    } else if (closing === '/') {
      expect(parent.name).toBe(name);
      open.pop();
    } else {
      const pairs = [...attributeText.matchAll(/([\w:-]+)="([^"]*)"/g)].map(
        ([, key, value]) => [key, decoded(value)] as const,
      );
      expect(new Set(pairs.map(([key]) => key)).size, 'an attribute twice').toBe(pairs.length);
      const element: Element = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
      parent.children.push(element);
      if (empty === '') open.push(element);
    }
  }
  expect(open).toHaveLength(1);
  expect(root.children).toHaveLength(1);
  return root.children[0];
};

const root = parse(svg);
const [title, description, style, ground, ...shapes] = root.children;

describe('paintSvg', () => {
  it('writes well-formed XML in which any text survives', () => {
    expect(root.name).toBe('svg');
    expect(root.attributes.xmlns).toBe('http://www.w3.org/2000/svg');
    expect(shapes.find(({ name }) => name === 'text')?.text).toBe(HOSTILE_READ);
    expect(svg).not.toContain('<b>');
    // oxlint-disable-next-line eslint/no-control-regex -- what XML must not hold
    expect(svg).not.toMatch(/[\u0000-\u0008]/);
  });

  it('has a title and a description that are bound to it by ids of its own', () => {
    expect(title).toMatchObject({ name: 'title', text: `Title ${HOSTILE_READ}`, attributes: { id: 'chart-1-title' } });
    expect(description).toMatchObject({
      name: 'desc',
      text: `What it shows: ${HOSTILE_READ}`,
      attributes: { id: 'chart-1-description' },
    });
    expect(root.attributes).toMatchObject({ role: 'img', 'aria-labelledby': 'chart-1-title chart-1-description' });
    expect(() => paintSvg(scene, { ...options, id: 'two words' })).toThrow(
      'letters, digits, "-" and "_", found "two words"',
    );
  });

  it('has the geometry of the scene to 0.01, one element a primitive, in its order', () => {
    expect(root.attributes).toMatchObject({ viewBox: '0 0 1600 700', width: '1600', height: '700' });
    expect(shapes).toHaveLength(scene.primitives.length);
    expect(new Set(scene.primitives.map(({ kind }) => kind)).size).toBe(4);
    const near = (text: string | undefined, value: number): void => {
      expect(text).toMatch(/^-?\d+(\.\d{1,2})?$/);
      expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(0.005 + 1e-9);
    };
    for (const [index, primitive] of scene.primitives.entries()) {
      const { name, attributes, text } = shapes[index];
      switch (primitive.kind) {
        case 'circle':
          expect(name).toBe('circle');
          near(attributes.cx, primitive.x);
          near(attributes.cy, primitive.y);
          near(attributes.r, primitive.radius);
          break;
        case 'text':
          expect(name).toBe('text');
          near(attributes.x, primitive.x);
          near(attributes.y, primitive.y);
          near(attributes.textLength, textWidth(primitive.text, primitive));
          expect(attributes['text-anchor'] ?? 'start').toBe(primitive.anchor);
          expect(attributes.transform).toBe(
            primitive.turned === true ? `rotate(-90 ${String(attributes.x)} ${String(attributes.y)})` : undefined,
          );
          if (primitive.text !== HOSTILE) expect(text).toBe(primitive.text);
          break;
        default: {
          expect(name).toBe(primitive.kind);
          const written = (attributes.points ?? '').split(' ').map((pair) => pair.split(','));
          expect(written).toHaveLength(primitive.points.length);
          for (const [corner, [x, y]] of primitive.points.entries()) {
            near(written[corner][0], x);
            near(written[corner][1], y);
          }
        }
      }
    }
  });

  it('gives each shape its light colour, and a class by which a page can change it', () => {
    expect(ground.attributes).toMatchObject({ fill: '#FFFFFF', class: 'fill-ground', width: '1600', height: '700' });
    const circle = shapes.find(({ name }) => name === 'circle');
    expect(circle?.attributes).toMatchObject({
      fill: '#FFFFFF',
      stroke: '#0072B2',
      class: 'fill-ground stroke-blue',
    });
  });

  it('styles every class that it uses through a property that has a light and a dark value', () => {
    expect(style.name).toBe('style');
    const [light, dark, ...rules] = style.text.split('\n');
    const used = new Set(
      root.children.flatMap(({ attributes }) => (attributes.class ?? '').split(' ')).filter((name) => name !== ''),
    );
    expect(rules).toHaveLength(used.size);
    for (const name of used) {
      const [paint, colour] = [name.slice(0, name.indexOf('-')), name.slice(name.indexOf('-') + 1)];
      expect(rules).toContain(`.fived-chart .${name}{${paint}:var(--fived-${colour})}`);
      expect(light).toContain(`--fived-${colour}:${THEMED[colour as keyof typeof THEMED].light}`);
      expect(dark).toContain(`--fived-${colour}:${THEMED[colour as keyof typeof THEMED].dark}`);
    }
    expect(dark).toMatch(/^@media \(prefers-color-scheme:dark\)\{\.fived-chart\{[^{}]+\}\}$/);
  });

  it('asks for nothing from outside, and is small', () => {
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/http|href|url\(|@import|@font-face/);
    expect(svg.length / scene.primitives.length).toBeLessThan(220);
    expect(svg).not.toContain('<path');
  });

  it('is the same again', () => {
    expect(paintSvg(layoutFigure(figure), options)).toBe(svg);
  });

  it('is painted by another program as the PNG is, to the pixel but for the fonts', async () => {
    // The canvas reads SVG with its own parser and painter, including the style sheet.
    const shapesOnly: Scene = { ...scene, primitives: scene.primitives.filter(({ kind }) => kind !== 'text') };
    const images = [Buffer.from(paintSvg(shapesOnly, options)), paintPng(shapesOnly, { density: 1 })].map((file) =>
      loadImage(file),
    );
    const [fromSvg, fromPng] = (await Promise.all(images)).map((image) => {
      expect([image.width, image.height]).toEqual([1600, 700]);
      const context = createCanvas(1600, 700).getContext('2d');
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, 1600, 700).data;
    });
    let [furthest, coloured] = [0, 0];
    for (let at = 0; at < fromPng.length; at += 1) {
      furthest = Math.max(furthest, Math.abs(fromPng[at] - fromSvg[at]));
      if (fromPng[at] < 200) coloured += 1;
    }
    expect(coloured).toBeGreaterThan(10_000);
    // Coordinates rounded to 0.01 can move an edge across one of the four sample rows of a pixel, but not across a
    // pixel.
    expect(furthest).toBeLessThanOrEqual(64);
  });
});

describe('where dark is preferred', () => {
  it('a chart is painted in the dark colours', async () => {
    // The canvas has no colour preference, so the content of the media query is moved out of it.
    const dark = svg.replace(/@media \(prefers-color-scheme:dark\)\{(.*)\}\n/, '$1\n');
    expect(dark).not.toBe(svg);
    const context = createCanvas(1600, 700).getContext('2d');
    context.drawImage(await loadImage(Buffer.from(dark)), 0, 0);
    const pixel = (x: number, y: number): readonly number[] => [
      ...context.getImageData(Math.round(x), Math.round(y), 1, 1).data.slice(0, 3),
    ];
    const [, , , highest] = scene.primitives
      .filter((primitive) => primitive.kind === 'polygon')
      .filter(({ role }) => role === 'bar')
      .slice(-4);
    const [[left, top], [right]] = highest.points;
    expect(pixel(2, 2)).toEqual([0x16, 0x16, 0x16]);
    expect(pixel((left + right) / 2, top + 10)).toEqual([0xf2, 0x80, 0x3a]);
  });
});

describe('the themed colours', () => {
  /** Contrast by WCAG 2.1: the relative luminances, each with 0.05 of flare. */
  const luminance = (colour: string): number => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const share = parseInt(colour.slice(at, at + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (a: string, b: string): number => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };

  it.each(['light', 'dark'] as const)('are legible on the %s ground: text 4.5 to 1, marks 3 to 1', (theme) => {
    const on = (name: keyof typeof THEMED): number => contrast(THEMED[name][theme], THEMED.ground[theme]);
    for (const name of ['ink', 'text'] as const) expect(on(name), name).toBeGreaterThanOrEqual(4.5);
    for (const name of ['reference', 'axis', 'blue', 'vermillion', 'bluish-green'] as const)
      expect(on(name), name).toBeGreaterThanOrEqual(3);
  });

  it('are told apart by their light value', () => {
    const lights = Object.values(THEMED).map(({ light }) => light);
    expect(new Set(lights).size).toBe(lights.length);
  });
});

describe('a small number', () => {
  it('is never written as minus zero or with an exponent', () => {
    const tiny: Scene = {
      width: 10,
      height: 10,
      ground: 'ground',
      primitives: [
        {
          kind: 'polyline',
          role: 'line',
          points: [
            [-0.001, 1e-7],
            [1e5, 0.125],
          ],
          colour: 'ink',
          width: 1,
        },
      ],
    };
    expect(paintSvg(tiny, options)).toContain('points="0,0 100000,0.13"');
  });
});
