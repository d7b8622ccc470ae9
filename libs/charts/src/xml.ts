/** Text and numbers as they may stand in XML. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * What XML 1.0 has no way to write, not even as an entity (its production "Char"), lone halves of surrogate pairs among
 * it.
 */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const REPLACEMENT = '\uFFFD';

/** For an element's content and for an attribute between quotes of either kind. */
export const escapeXml = (text: string): string =>
  text.replace(NOT_XML, REPLACEMENT).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const PER_UNIT = 100;

/** Rounded to 0.01, which is finer than any screen, as the shortest text. */
export const shortNumber = (value: number): string => String(Math.round(value * PER_UNIT) / PER_UNIT);
