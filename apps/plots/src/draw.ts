/** `fived-plots draw`: the charts of a benchmark's result file. */
import { join } from 'node:path';
import { layoutFigure, paintPng, type Figure } from '@fived/charts';
import { ensureWritableFolder, readBenchmarkRecord, writeFileWhole } from '@fived/records';
import type { CommandModule } from 'yargs';
import { besideOf } from './beside.js';
import { accuracyFigure } from './figures/accuracy.js';
import type { AnyRecord } from './figures/series.js';
import { scalingFigure } from './figures/scaling.js';
import { trainingTimeFigure } from './figures/training-time.js';

export const RESULT_FILE = 'benchmark_results.json';

/** By file name. */
const FIGURES: Readonly<Record<string, (record: AnyRecord, beside?: AnyRecord) => Figure>> = {
  'training_time_vs_dataset_size.png': trainingTimeFigure,
  'scaling_analysis.png': scalingFigure,
  // engines of the same bits have the same accuracy: one series is enough
  'accuracy_vs_dataset_size.png': (record) => accuracyFigure(record),
};

/** Painted pixels per logical pixel: the published charts' sizes, twice as sharp. */
const DENSITY = 2;

export interface DrawFolders {
  readonly in: string;
  readonly out: string;
  /** Folder with another engine's results, or undefined. */
  readonly beside?: string;
}

/** Draws all charts; gives each written file's path to `written`. Throws an Error of one line. */
export const draw = async (folders: DrawFolders, written: (path: string) => void): Promise<void> => {
  const record = await readBenchmarkRecord(join(folders.in, RESULT_FILE));
  const beside = folders.beside === undefined ? undefined : await besideOf(record, join(folders.beside, RESULT_FILE));
  await ensureWritableFolder(folders.out);
  for (const [name, figure] of Object.entries(FIGURES)) {
    const path = join(folders.out, name);
    await writeFileWhole(path, paintPng(layoutFigure(figure(record, beside)), { density: DENSITY }));
    written(path);
  }
};

export const drawCommand: CommandModule<object, DrawFolders> = {
  command: 'draw',
  describe: `Draw training time, scaling and accuracy from ${RESULT_FILE}`,
  builder: (yargs) =>
    yargs
      .option('in', { type: 'string', default: 'outputs', describe: `Folder with ${RESULT_FILE}`, requiresArg: true })
      .option('out', { type: 'string', default: 'outputs', describe: 'Folder for the charts; made when absent', requiresArg: true })
      .option('beside', { type: 'string', describe: 'Folder with the results of another engine, drawn beside', requiresArg: true })
      .example('$0 draw --in outputs --out charts', `Reads outputs/${RESULT_FILE}, writes three PNG files into charts`),
  handler: (folders) =>
    draw(folders, (path) => {
      console.log(path);
    }),
};
