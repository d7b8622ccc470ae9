/** Sizes of texts in the shipped font, and line breaking. */
import { createCanvas } from '@napi-rs/canvas';
import { cssFont, registerFonts } from './fonts.js';
import type { Text } from './scene.js';
import { LINE_HEIGHT, type TextStyle } from './theme.js';

const context = createCanvas(1, 1).getContext('2d');

/** Logical pixels. */
export const textWidth = (text: string, style: TextStyle): number => {
  registerFonts();
  context.font = cssFont(style);
  return context.measureText(text).width;
};

export const lineHeight = (style: TextStyle): number => style.size * LINE_HEIGHT;

/** Breaks a text at its blanks into lines that fit `width`. A word that is wider gets a line of its own. */
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

// For Source Sans 3, in text sizes, above the baseline and below it: an "Å" and a "g" fit.
const ASCENT = 0.75;
const DESCENT = 0.22;

/** The part of a text's width before its anchor. */
const BEFORE_ANCHOR = { start: 0, middle: 0.5, end: 1 } as const;

/** The box that a text fills. */
export const textBox = (text: Text): Box => {
  const width = textWidth(text.text, text);
  const before = BEFORE_ANCHOR[text.anchor] * width;
  const [over, below] = [ASCENT * text.size, DESCENT * text.size];
  return text.turned === true
    ? { left: text.x - over, top: text.y + before - width, right: text.x + below, bottom: text.y + before }
    : { left: text.x - before, top: text.y - over, right: text.x - before + width, bottom: text.y + below };
};

/** From the baseline to the lower edge of a text's box. */
export const descent = (style: TextStyle): number => DESCENT * style.size;

/** The height of a text's box. */
export const textHeight = (style: TextStyle): number => (ASCENT + DESCENT) * style.size;

/** The baseline of a text whose box is centred at `y`. For a turned text, whose box is centred at x = `y`. */
export const centredBaseline = (y: number, style: TextStyle): number => y + ((ASCENT - DESCENT) / 2) * style.size;
