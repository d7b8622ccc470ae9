/** For tests only: a strict parser for the part of HTML that we write. */

export interface Parsed {
  readonly name: string;
  readonly attributes: Readonly<Partial<Record<string, string>>>;
  readonly children: Parsed[];
  /** The text of the element and of all elements within it, decoded. */
  text: string;
}

const VOID = new Set(['meta', 'link', 'br', 'hr', 'img', 'input']);
const ENTITIES: Readonly<Partial<Record<string, string>>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
};

const decode = (raw: string): string => {
  if (!/^(?:[^<&]|&(?:amp|lt|gt|quot|apos|#39);)*$/.test(raw))
    throw new Error(`a bare "<" or "&", or an unknown entity, in: ${raw.slice(0, 80)}`);
  return raw.replaceAll(/&([\w#]+);/g, (entity, name: string) => ENTITIES[name] ?? entity);
};

const TOKEN = /<(\/?)([A-Za-z][\w-]*)((?:\s+[A-Za-z][\w:-]*(?:="[^"<]*")?)*)\s*(\/?)>|([^<]+)/y;

/** Returns the root element. Throws an Error that says where the page is not well-formed. */
export const parseHtml = (html: string): Parsed => {
  const prologue = '<!DOCTYPE html>\n';
  if (!html.startsWith(prologue)) throw new Error('the page does not begin with its document type');
  const root: Parsed = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  TOKEN.lastIndex = prologue.length;
  while (TOKEN.lastIndex < html.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(html);
    if (match === null) throw new Error(`not well-formed: ${html.slice(at, at + 80)}`);
    const [, closing, name, written, selfClosing] = match;
    const text = match.at(5);
    const parent = open[open.length - 1];
    if (text !== undefined) {
      for (const element of open) element.text += decode(text);
    } else if (closing === '/') {
      if (parent.name !== name)
        throw new Error(`</${name}> closes <${parent.name}>: ${html.slice(Math.max(0, at - 80), at + 20)}`);
      open.pop();
    } else {
      const pairs = [...written.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(
        (pair) => [pair[1], decode(pair.at(2) ?? '')] as const,
      );
      if (new Set(pairs.map(([key]) => key)).size !== pairs.length) throw new Error(`an attribute twice: ${match[0]}`);
      const element: Parsed = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
      parent.children.push(element);
      if (name === 'script' || name === 'style') {
        const end = html.indexOf(`</${name}>`, TOKEN.lastIndex);
        if (end < 0) throw new Error(`<${name}> is not closed`);
        element.text = html.slice(TOKEN.lastIndex, end);
        TOKEN.lastIndex = end + `</${name}>`.length;
      } else if (!VOID.has(name) && selfClosing === '') {
        open.push(element);
      }
    }
  }
  if (open.length > 1) throw new Error(`<${open[open.length - 1].name}> is not closed`);
  return root.children[0];
};

/** All elements within this one, in the order of the page. */
export const descendants = (element: Parsed): readonly Parsed[] =>
  element.children.flatMap((child) => [child, ...descendants(child)]);

export const named = (element: Parsed, name: string): readonly Parsed[] =>
  descendants(element).filter((child) => child.name === name);
