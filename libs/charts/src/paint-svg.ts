/**
 * A scene as a small SVG: the same primitives as in `paint-png.ts`, one element each, with real text.
 *
 * Colours. Every shape has its light colour as an attribute, which any program understands, and a class of the same
 * colour. The style sheet inside turns the classes into custom properties, so that a browser shows the dark colours if
 * the user prefers dark. A page that contains the SVG may set the properties itself, e.g. `.page.dark .fived-chart {
 * --fived-ground: #000 }`: `--fived-` and a name of THEMED.
 *
 * Fonts. None is inside. Where Source Sans 3 is missing, `textLength` keeps each text at the width of the layout.
 */
import { textWidth } from './measure.js';
import type { Primitive, Scene } from './scene.js';
import { THEMED, type Colour } from './theme.js';

export interface SvgOptions {
  /** Prefix of the ids inside. Unique in the page that contains the SVG. Letters, digits, "-" and "_". */
  readonly id: string;
  /** The text for screen readers: what it is, and what it shows. */
  readonly title: string;
  readonly description: string;
}

const CLASS = 'fived-chart';
const FONTS = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Characters that XML 1.0 cannot express, not even as an entity (its production "Char"). They include lone halves of
 * surrogate pairs.
 */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const REPLACEMENT = '\uFFFD';

/** For an element's content, and for an attribute in quotes of either kind. */
const escapeXml = (text: string): string =>
  text.replace(NOT_XML, REPLACEMENT).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const PER_UNIT = 100;

/** Rounded to 0.01, finer than any screen, as the shortest text. */
const shortNumber = (value: number): string => String(Math.round(value * PER_UNIT) / PER_UNIT);

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element. Undefined attributes are left out, and numbers are rounded. */
const element = (name: string, attributes: Attributes, content?: string): string => {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? shortNumber(value) : escapeXml(String(value))}"`)
    .join('');
  return content === undefined ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
};

type Colours = Partial<Record<'fill' | 'stroke', Colour>>;

/** The light colours, and the classes by which they change. */
const painted = (colours: Colours): Attributes => {
  const paints = Object.entries(colours);
  return {
    class: paints.map(([paint, name]) => `${paint}-${name}`).join(' '),
    ...Object.fromEntries(paints.map(([paint, name]) => [paint, THEMED[name].light])),
  };
};

const pointList = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y]) => `${shortNumber(x)},${shortNumber(y)}`).join(' ');

interface Shape {
  readonly name: string;
  readonly attributes: Attributes;
  readonly colours: Colours;
  readonly content?: string;
}

const shapeOf = (primitive: Primitive): Shape => {
  switch (primitive.kind) {
    case 'polyline': {
      const { points, width, dash, colour } = primitive;
      const attributes = { points: pointList(points), 'stroke-width': width, 'stroke-dasharray': dash?.join(' ') };
      return { name: 'polyline', attributes, colours: { stroke: colour } };
    }
    case 'polygon': {
      const { points, opacity, colour } = primitive;
      const attributes = { points: pointList(points), 'fill-opacity': opacity };
      return { name: 'polygon', attributes, colours: { fill: colour } };
    }
    case 'circle': {
      const { x, y, radius, fill, stroke, strokeWidth, opacity } = primitive;
      const outline = strokeWidth || undefined;
      const attributes = { cx: x, cy: y, r: radius, 'stroke-width': outline, 'fill-opacity': opacity };
      return { name: 'circle', attributes, colours: outline ? { fill, stroke } : { fill } };
    }
    case 'text': {
      const { text, x, y, anchor, size, weight, turned, colour } = primitive;
      const attributes = {
        x,
        y,
        'text-anchor': anchor === 'start' ? undefined : anchor,
        'font-size': size,
        'font-weight': weight,
        textLength: textWidth(text, primitive),
        lengthAdjust: 'spacingAndGlyphs',
        transform: turned === true ? `rotate(-90 ${shortNumber(x)} ${shortNumber(y)})` : undefined,
      };
      return { name: 'text', attributes, colours: { fill: colour }, content: escapeXml(text) };
    }
  }
};

/** Only for the colours of the shapes. */
const styleSheet = (shapes: readonly Shape[]): string => {
  const used = Object.entries(THEMED)
    .map(([name, colours]) => ({
      name,
      colours,
      paints: (['fill', 'stroke'] as const).filter((paint) => shapes.some((shape) => shape.colours[paint] === name)),
    }))
    .filter(({ paints }) => paints.length > 0);
  const properties = (theme: 'light' | 'dark'): string =>
    `.${CLASS}{${used.map(({ name, colours }) => `--fived-${name}:${colours[theme]}`).join(';')}}`;
  return [
    properties('light'),
    `@media (prefers-color-scheme:dark){${properties('dark')}}`,
    ...used.flatMap(({ name, paints }) =>
      paints.map((paint) => `.${CLASS} .${paint}-${name}{${paint}:var(--fived-${name})}`),
    ),
  ].join('\n');
};

/**
 * Paints a scene: an SVG element that can be part of an HTML page or a file of its own. Throws an Error for an id with
 * other characters, and if the shipped fonts cannot be registered.
 */
export const paintSvg = (
  { width, height, ground, primitives }: Scene,
  { id, title, description }: SvgOptions,
): string => {
  if (!/^[\w-]+$/.test(id)) throw new Error(`the id of an SVG must be of letters, digits, "-" and "_", found "${id}"`);
  const shapes = [
    { name: 'rect', attributes: { width, height }, colours: { fill: ground } },
    ...primitives.map(shapeOf),
  ];
  const [titleId, descriptionId] = [`${id}-title`, `${id}-description`];
  const lines = [
    element('title', { id: titleId }, escapeXml(title)),
    element('desc', { id: descriptionId }, escapeXml(description)),
    element('style', {}, styleSheet(shapes)),
    ...shapes.map(({ name, attributes, colours, content }) =>
      element(name, { ...attributes, ...painted(colours) }, content),
    ),
  ];
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: CLASS,
      viewBox: `0 0 ${shortNumber(width)} ${shortNumber(height)}`,
      width,
      height,
      role: 'img',
      'aria-labelledby': `${titleId} ${descriptionId}`,
      'font-family': FONTS,
      fill: 'none',
      'stroke-linejoin': 'round',
    },
    `\n${lines.join('\n')}\n`,
  );
};
