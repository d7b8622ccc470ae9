/**
 * HTML elements as text. Their content is already HTML: whatever comes from outside goes through `escapeHtml` first.
 */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters and lone halves of surrogate pairs, which a page may not hold. */
const NOT_HTML = /(?![\t\n\r])[\p{Cc}\p{Cs}]/gu;

/** Escapes text for an element's content and for an attribute's value. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(NOT_HTML, '\uFFFD').replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** An attribute that is undefined is left out. One that is true has no value. */
export type Attributes = Readonly<Record<string, string | number | true | undefined>>;

const VOID_ELEMENTS = new Set(['meta', 'link', 'br']);

/** Escapes the attributes' values. `content` is HTML. */
export const element = (name: string, attributes: Attributes, ...content: readonly string[]): string => {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => (value === true ? ` ${key}` : ` ${key}="${escapeHtml(String(value))}"`))
    .join('');
  return VOID_ELEMENTS.has(name) ? `<${name}${written}>` : `<${name}${written}>${content.join('')}</${name}>`;
};
