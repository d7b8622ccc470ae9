/** Sizes of texts in the shipped font, and breaking text into lines. */
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { cssFont, registerFonts } from './fonts.js';
import type { Text } from './scene.js';
import { LINE_HEIGHT, type TextStyle } from './theme.js';

let context: SKRSContext2D | undefined;

const measuringContext = (): SKRSContext2D => {
  registerFonts();
  context ??= createCanvas(1, 1).getContext('2d');
  return context;
};

/** Logical pixels. */
export const textWidth = (text: string, style: TextStyle): number => {
  const measuring = measuringContext();
  measuring.font = cssFont(style);
  return measuring.measureText(text).width;
};

export const lineHeight = (style: TextStyle): number => style.size * LINE_HEIGHT;

/** Breaks a text at its blanks into lines that fit `width`; a word that is wider stands alone. */
export const wrapText = (text: string, style: TextStyle, width: number): readonly string[] =>
  text.split(' ').reduce<string[]>((lines, word) => {
    const joined = `${lines.at(-1) ?? ''} ${word}`;
    const fits = lines.length > 0 && textWidth(joined, style) <= width;
    return fits ? [...lines.slice(0, -1), joined] : [...lines, word];
  }, []);

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

// Of Source Sans 3, in text sizes, over the baseline and below it: an "Å" and a "g" fit.
const ASCENT = 0.75;
const DESCENT = 0.22;

/** The box that a text fills. */
export const textBox = (text: Text): Box => {
  const width = textWidth(text.text, text);
  const left = text.anchor === 'start' ? text.x : text.anchor === 'middle' ? text.x - width / 2 : text.x - width;
  return { left, top: text.y - ASCENT * text.size, right: left + width, bottom: text.y + DESCENT * text.size };
};

/** The baseline of a text whose box is centred at `y`. */
export const centredBaseline = (y: number, style: TextStyle): number => y + ((ASCENT - DESCENT) / 2) * style.size;
