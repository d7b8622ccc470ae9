/** Text and numbers in a form that XML allows. */

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
export const escapeXml = (text: string): string =>
  text.replace(NOT_XML, REPLACEMENT).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const PER_UNIT = 100;

/** Rounded to 0.01, finer than any screen, as the shortest text. */
export const shortNumber = (value: number): string => String(Math.round(value * PER_UNIT) / PER_UNIT);
