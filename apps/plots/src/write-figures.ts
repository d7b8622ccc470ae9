/** Figures into a folder, as PNG or SVG files. */
import { join } from 'node:path';
import { layoutFigure, paintPng, paintSvg, withoutTitle, type Figure, type Scene } from '@fived/charts';
import { ensureWritableFolder, inertText, writeFileWhole } from '@fived/records';
import type { ChartOptions } from './options.js';

/** By the name of its PNG file. */
export type Figures = Readonly<Record<string, Figure>>;

/** Painted pixels per logical pixel: the published charts' sizes, at twice the resolution. */
const DENSITY = 2;

/** What a figure says in words stays readable for screen readers, also without its title. */
const svgOf = (scene: Scene, id: string, { title, subtitle, caption = '' }: Figure): string =>
  `${paintSvg(scene, { id, title, description: [...subtitle, caption].join(' ').trim() })}\n`;

/** Writes a file whole, and prints its path. */
export const writeListed = async (path: string, content: string | Uint8Array): Promise<void> => {
  await writeFileWhole(path, content);
  console.log(inertText(path, 'terminal'));
};

/**
 * Paints each figure into its file, and prints the paths. Nothing is written unless every figure can be laid out.
 * Throws an Error of one line.
 */
export const writeFigures = async (
  figures: Figures,
  folder: string,
  { format, title }: ChartOptions,
): Promise<void> => {
  const scenes = Object.entries(figures).map(([name, figure]) => ({
    name: name.replace(/\.png$/, ''),
    figure,
    scene: layoutFigure(title ? figure : withoutTitle(figure)),
  }));
  await ensureWritableFolder(folder);
  for (const { name, figure, scene } of scenes) {
    const content = format === 'svg' ? svgOf(scene, name, figure) : paintPng(scene, { density: DENSITY });
    await writeListed(join(folder, `${name}.${format}`), content);
  }
};
