import { createCanvas, GlobalFonts, loadImage } from '@napi-rs/canvas';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Figure } from './figure.js';
import { FONT_FAMILY, registerFonts } from './fonts.js';
import { layoutFigure } from './layout.js';
import { textBox, textWidth, type Box } from './measure.js';
import { paintPng } from './paint-png.js';
import type { Role, Text } from './scene.js';

const figure: Figure = {
  width: 900,
  height: 600,
  title: 'Training time',
  subtitle: ['Mean of 5 runs'],
  panels: [
    {
      x: { scale: 'linear', domain: [0, 10], label: 'Size (samples)' },
      y: { scale: 'linear', domain: [0, 10], label: 'Time (s)' },
      marks: [{ kind: 'points', points: [{ x: 5, y: 5 }], colour: 'vermillion', fill: 'solid' }],
    },
  ],
};
const scene = layoutFigure(figure);
const DENSITY = 2;

let png: Buffer;
/** The painted pixel at a position in logical pixels: red, green, blue. */
let pixel: (x: number, y: number) => readonly number[];
let inkIn: (box: Box) => number;

beforeAll(async () => {
  png = paintPng(scene, { density: DENSITY });
  const image = await loadImage(png);
  expect([image.width, image.height]).toEqual([1800, 1200]);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  pixel = (x, y) => [...context.getImageData(Math.round(x * DENSITY), Math.round(y * DENSITY), 1, 1).data].slice(0, 3);
  inkIn = ({ left, top, right, bottom }) => {
    const { data } = context.getImageData(
      left * DENSITY,
      top * DENSITY,
      (right - left) * DENSITY,
      (bottom - top) * DENSITY,
    );
    let dark = 0;
    for (let red = 0; red < data.length; red += 4) if (data[red] < 128) dark += 1;
    return dark / (data.length / 4);
  };
});

const textsOf = (role: Role): readonly Text[] =>
  scene.primitives.filter((primitive) => primitive.kind === 'text').filter((text) => text.role === role);

describe('paintPng', () => {
  it('paints on white', () => {
    expect(pixel(2, 2)).toEqual([255, 255, 255]);
  });

  it('paints a mark in its colour, at its place', () => {
    const circle = scene.primitives.find((primitive) => primitive.kind === 'circle');
    expect(circle && pixel(circle.x, circle.y)).toEqual([0xd5, 0x5e, 0x00]);
    expect(circle && pixel(circle.x + 3 * circle.radius, circle.y + 3 * circle.radius)).toEqual([255, 255, 255]);
  });

  it.each(['title', 'axis-label', 'tick-label'] as const)('paints the text of each %s', (role) => {
    expect(textsOf(role).length).toBeGreaterThan(0);
    // Letters cover a tenth to a third of their box. An empty box has no ink at all.
    for (const text of textsOf(role)) expect(inkIn(textBox(text)), text.text).toBeGreaterThan(0.05);
  });

  it('records the resolution of the print: 300 dots per inch at a density of 2', () => {
    const chunk = png.indexOf('pHYs');
    // Dots per metre in x and y, then 1 for "metre": 300 / 0.0254.
    expect([png.readUInt32BE(chunk + 4), png.readUInt32BE(chunk + 8), png.readUInt8(chunk + 12)]).toEqual([
      11811, 11811, 1,
    ]);
  });

  it('paints the same bytes again', () => {
    expect(paintPng(layoutFigure(figure), { density: DENSITY }).equals(png)).toBe(true);
  });
});

describe('a turned text', () => {
  it.each(['start', 'middle', 'end'] as const)(
    'with its anchor at the %s fills its box, upright, and nothing else',
    async (anchor) => {
      const text: Text = {
        kind: 'text',
        role: 'tick-label',
        text: 'phantom',
        x: 60,
        y: 150,
        anchor,
        turned: true,
        size: 30,
        weight: 600,
        colour: 'ink',
      };
      const box = textBox(text);
      const image = await loadImage(
        paintPng({ width: 300, height: 300, ground: 'ground', primitives: [text] }, { density: 1 }),
      );
      const context = createCanvas(300, 300).getContext('2d');
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, 300, 300);
      const ink = Array.from({ length: 300 * 300 }, (_, index) => [index % 300, Math.floor(index / 300)]).filter(
        (_, index) => data[4 * index] < 128,
      );
      expect(box.bottom - box.top).toBeGreaterThan(2 * (box.right - box.left));
      expect(ink.length).toBeGreaterThan(300);
      for (const [x, y] of ink)
        expect(x >= box.left - 1 && x < box.right + 1 && y >= box.top - 1 && y < box.bottom + 1).toBe(true);
      const ys = ink.map(([, y]) => y);
      // Reads upwards: the first letter is at the bottom. Letters come within a few pixels of the ends.
      expect([Math.min(...ys) - box.top, box.bottom - Math.max(...ys)].every((free) => free < 5)).toBe(true);
      // The descender of the "p" is on the right, in the lower half.
      const rightmost = ink.reduce((best, pixelAt) => (pixelAt[0] > best[0] ? pixelAt : best));
      expect(rightmost[1]).toBeGreaterThan((box.top + box.bottom) / 2);
    },
  );
});

describe('the shipped font', () => {
  it('is registered in both weights under a name of our own', () => {
    registerFonts();
    const family = GlobalFonts.families.find((candidate) => candidate.family === FONT_FAMILY);
    expect(family?.styles.map(({ weight }) => weight).sort()).toEqual([400, 600]);
  });

  it('has the widths that its own tables state', () => {
    // Its table `hmtx`, with 1000 units an em: digits are 497 wide in the regular weight and 513 in the semibold one.
    expect(textWidth('0000', { size: 100, weight: 400 })).toBeCloseTo(4 * 49.7, 0);
    expect(textWidth('0000', { size: 100, weight: 600 })).toBeCloseTo(4 * 51.3, 0);
  });

  it('has the letters of names in data, also where a machine has no fonts', () => {
    registerFonts();
    // The advances in their files' tables `hmtx`, with 1000 units an em, as fontTools reads them.
    expect(textWidth('σ', { size: 1000, weight: 400 })).toBeCloseTo(546, 0);
    expect(textWidth('Ł', { size: 1000, weight: 400 })).toBeCloseTo(500, 0);
    expect(textWidth('ж', { size: 1000, weight: 400 })).toBeCloseTo(688, 0);
  });

  it('has the signs that charts need beyond ASCII', () => {
    const unknown = textWidth('\u{10FFFF}', { size: 100, weight: 400 });
    for (const sign of ['²', '±', '·', '−', '×', '–', '…'])
      expect(textWidth(sign, { size: 100, weight: 400 }), sign).not.toBe(unknown);
  });
});
