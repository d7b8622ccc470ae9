/** Paints figures into a folder, as PNG files. */
import { join } from 'node:path';
import { layoutFigure, paintPng, type Figure } from '@fived/charts';
import { ensureWritableFolder, writeFileWhole } from '@fived/records';

/** By file name. */
export type Figures = Readonly<Record<string, Figure>>;

/** Painted pixels per logical pixel: the published charts' sizes, at twice the resolution. */
const DENSITY = 2;

/**
 * Paints each figure into its file, and gives each written file's path to `written`. Nothing is written unless every
 * figure can be laid out. Throws an Error of one line.
 */
export const writeFigures = async (
  figures: Figures,
  folder: string,
  written: (path: string) => void,
): Promise<void> => {
  const scenes = Object.entries(figures).map(([name, figure]) => ({ name, scene: layoutFigure(figure) }));
  await ensureWritableFolder(folder);
  for (const { name, scene } of scenes) {
    const path = join(folder, name);
    await writeFileWhole(path, paintPng(scene, { density: DENSITY }));
    written(path);
  }
};
