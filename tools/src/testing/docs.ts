/** What must hold of our documents: no long paragraph, no link into nowhere. Each complaint names file and line. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { anchorsOf, linksOf, paragraphsOf } from './markdown.js';

/** The paragraphs of more than `mostWords` words in the text of a file. */
export const longParagraphs = (file: string, text: string, mostWords: number): readonly string[] =>
  paragraphsOf(text)
    .filter(({ wordCount }) => wordCount > mostWords)
    .map(({ line, wordCount }) => `${file}:${line}: a paragraph of ${wordCount} words, at most ${mostWords}`);

/** Whether it is an address of the web or of any other scheme. */
const isElsewhere = (target: string): boolean => /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(target);

/** Why there is nothing where a link leads, if so. `file` and what it leads to are relative to `root`. */
const whyBroken = (root: string, file: string, text: string, target: string): string | undefined => {
  const [path, anchor = ''] = target.split('#', 2).map(decodeURIComponent);
  const place = path === '' ? file : normalize(join(dirname(file), path));
  if (path.startsWith('/') || place.startsWith('..')) return 'not within this repository';
  if (!existsSync(join(root, place))) return `there is no ${place}`;
  if (anchor === '') return undefined;
  if (!place.endsWith('.md')) return `${place} has no headings`;
  const headings = anchorsOf(place === file ? text : readFileSync(join(root, place), 'utf8'));
  return headings.has(anchor) ? undefined : `there is no heading #${anchor} in ${place}`;
};

/** The links in the text of a file that lead to no file, folder or heading below `root`. */
export const brokenLinks = (root: string, file: string, text: string): readonly string[] =>
  linksOf(text).flatMap(({ line, target }) => {
    const why = isElsewhere(target) ? undefined : whyBroken(root, file, text, target);
    return why === undefined ? [] : [`${file}:${line}: ${target}: ${why}`];
  });
