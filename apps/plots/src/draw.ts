/** `fived-plots draw`: draws the charts of the result files in a folder. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as bench from '@fived/bench';
import { inertText, isOwnMemoryRecord, readConsistentRecord, readMemoryRecord, whyNotTimed } from '@fived/records';
import type { CommandModule } from 'yargs';
import { accuracyFigure } from './figures/accuracy.js';
import { memoryByPhaseFigure, memoryBySizeFigure } from './figures/memory.js';
import type { AnyMemoryRecord, AnyRecord } from './figures/series.js';
import { scalingFigure, trainingTimeFigure } from './figures/time.js';
import { CHART_OPTIONS, OUT, folder, folderInOutputs, type ChartOptions, type Folders } from './options.js';
import { BENCHMARK_FILE, MEMORY_FILE, besideOf } from './result-files.js';
import { writeFigures, type Figures } from './write-figures.js';

/** Of a record whose times say nothing of speed, only the accuracies. */
export const benchmarkFigures = (record: AnyRecord, beside: AnyRecord | undefined): Figures => ({
  ...(whyNotTimed(record, '') === undefined && {
    'training_time_vs_dataset_size.png': trainingTimeFigure(record, beside),
    'scaling_analysis.png': scalingFigure(record, beside),
  }),
  // engines of the same bits have the same accuracy: one series is enough
  'accuracy_vs_dataset_size.png': accuracyFigure(record),
});

export const memoryFigures = (record: AnyMemoryRecord): Figures => {
  const bySize = isOwnMemoryRecord(record) ? memoryBySizeFigure(record) : undefined;
  return {
    'memory_usage_by_phase.png': memoryByPhaseFigure(record),
    ...(bySize && { 'memory_vs_dataset_size.png': bySize }),
  };
};

/**
 * The figures of each result file that is there. Throws an Error of one line if one cannot be drawn, or if there is
 * none.
 */
const figuresIn = async (folders: Folders): Promise<Figures> => {
  const [benchmarkPath, memoryPath] = [BENCHMARK_FILE, MEMORY_FILE].map((name) => join(folders.in, name));
  const [hasBenchmark, hasMemory] = [existsSync(benchmarkPath), existsSync(memoryPath)];
  if (!hasBenchmark && !hasMemory) {
    throw new Error(
      `${folders.in}: there is neither ${BENCHMARK_FILE} ("fived bench" writes it) ` +
        `nor ${MEMORY_FILE} ("fived memory" writes it)`,
    );
  }
  if (folders.beside !== undefined && !hasBenchmark) {
    throw new Error(
      `${benchmarkPath}: there is no such file, beside which ${folders.beside} could stand; "fived bench" writes it`,
    );
  }
  let figures: Figures = {};
  if (hasBenchmark) {
    const record = await readConsistentRecord(benchmarkPath, bench);
    const reason = whyNotTimed(record, benchmarkPath);
    if (reason !== undefined) console.error(inertText(`No charts of time: ${reason}.`, 'terminal'));
    figures = benchmarkFigures(record, await besideOf(record, folders));
  }
  return hasMemory ? { ...figures, ...memoryFigures(await readMemoryRecord(memoryPath)) } : figures;
};

export const drawCommand: CommandModule<object, Folders & ChartOptions> = {
  command: 'draw',
  describe:
    `Draw training time, scaling and accuracy from ${BENCHMARK_FILE}, and memory from ${MEMORY_FILE}; ` +
    'one of the two files is enough',
  builder: (yargs) =>
    yargs
      .options({
        in: folderInOutputs(`Folder with ${BENCHMARK_FILE}, ${MEMORY_FILE} or both`),
        out: folderInOutputs(OUT),
        beside: folder(`Folder with the ${BENCHMARK_FILE} of another engine, drawn beside`),
        ...CHART_OPTIONS,
      })
      .example(
        '$0 draw --in outputs --out charts',
        'Writes PNG files into charts: three of the benchmark, ' +
          'one of memory by phase, and one by size if several were measured',
      ),
  handler: async (options) => writeFigures(await figuresIn(options), options.out, options),
};
