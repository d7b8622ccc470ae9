/** From a figure to a scene: the head above, the caption below, and the panels side by side between them. */
import { layoutBarPanel } from './bar-panel.js';
import type { Figure } from './figure.js';
import { lineHeight, wrapText } from './measure.js';
import { layoutPanel } from './panel.js';
import { textAt } from './plot.js';
import type { Scene, Text } from './scene.js';
import { SPACE, TEXT } from './theme.js';

const paragraph = (
  role: 'title' | 'subtitle' | 'caption',
  texts: readonly string[],
  [left, top, width]: readonly [number, number, number],
): readonly Text[] => {
  const style = TEXT[role];
  return texts
    .flatMap((text) => wrapText(text, style, width))
    .map((text, index) =>
      textAt(
        role,
        text,
        { x: left, y: top + style.size + index * lineHeight(style), anchor: 'start' },
        role === 'title' ? 'ink' : 'text',
      ),
    );
};

const LEAST_PANEL = { width: 300, height: 200 } as const;

/** Title and subtitle, and where they leave off. */
const layoutHead = ({ title, subtitle, width }: Figure): { texts: readonly Text[]; bottom: number } => {
  const titles = title === '' ? [] : [title];
  if (titles.length + subtitle.length === 0) return { texts: [], bottom: SPACE.margin };
  const [left, inner] = [SPACE.margin, width - 2 * SPACE.margin];
  const top = SPACE.margin - TEXT.title.size * 0.25;
  const titleTexts = paragraph('title', titles, [left, top, inner]);
  const subtitleTop = top + titleTexts.length * lineHeight(TEXT.title) + 4;
  const subtitleTexts = paragraph('subtitle', subtitle, [left, subtitleTop, inner]);
  const bottom = subtitleTop + subtitleTexts.length * lineHeight(TEXT.subtitle) + SPACE.blocks;
  return { texts: [...titleTexts, ...subtitleTexts], bottom };
};

/** The same figure without title and subtitle, less high by what they took: its panels keep their size. */
export const withoutTitle = (figure: Figure): Figure => {
  const untitled = { ...figure, title: '', subtitle: [] };
  const taken = layoutHead(figure).bottom - layoutHead(untitled).bottom;
  return { ...untitled, height: Math.round(figure.height - taken) };
};

/**
 * Positions everything in a figure, in logical pixels, without painting. Throws an Error that says what cannot be
 * shown: a figure without panels, an axis without a sensible domain, a bar without a sensible length, too little room.
 */
export const layoutFigure = (figure: Figure): Scene => {
  const { width, height, panels } = figure;
  if (panels.length === 0) throw new Error(`figure "${figure.title}": it has no panels, must have at least one`);
  const left = SPACE.margin;
  const inner = width - 2 * SPACE.margin;

  const head = layoutHead(figure);
  const top = head.bottom;

  const captionAt = (captionTop: number): readonly Text[] =>
    paragraph('caption', figure.caption === undefined ? [] : [figure.caption], [left, captionTop, inner]);
  const captionTop = height - SPACE.margin + TEXT.caption.size * 0.35 - captionAt(0).length * lineHeight(TEXT.caption);
  const caption = captionAt(captionTop);
  const bottom = caption.length === 0 ? height - SPACE.margin : captionTop - SPACE.blocks * 0.6;

  const shares = panels.map((panel) => ('categories' in panel ? 1 : (panel.widthShare ?? 1)));
  const unit = (inner - SPACE.panels * (panels.length - 1)) / shares.reduce((sum, share) => sum + share, 0);
  if (Math.min(...shares) * unit < LEAST_PANEL.width || bottom - top < LEAST_PANEL.height) {
    throw new Error(`figure "${figure.title}": ${width} x ${height} pixels leave too little room for its panels`);
  }
  let panelLeft = left;
  const laidOut = panels.flatMap((panel, index) => {
    const box = { left: panelLeft, top, right: panelLeft + shares[index] * unit, bottom };
    panelLeft = box.right + SPACE.panels;
    return 'categories' in panel ? layoutBarPanel(panel, box) : layoutPanel(panel, box);
  });
  return { width, height, ground: 'ground', primitives: [...head.texts, ...laidOut, ...caption] };
};
