/** `fived-plots draw`: draws the charts of the result files in a folder. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inertText, isOwnMemoryRecord, readBenchmarkRecord, readMemoryRecord, whyNotTimed } from '@fived/records';
import type { CommandModule } from 'yargs';
import { withChartOptions, type ChartOptions } from './chart-options.js';
import { besideOf } from './beside.js';
import { accuracyFigure } from './figures/accuracy.js';
import { memoryByPhaseFigure, memoryBySizeFigure, type AnyMemoryRecord } from './figures/memory.js';
import type { AnyRecord } from './figures/series.js';
import { scalingFigure, trainingTimeFigure } from './figures/time.js';
import { writeFigures, type Figures } from './write-figures.js';

export const BENCHMARK_FILE = 'benchmark_results.json';
export const MEMORY_FILE = 'memory_profile.json';

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
    ...(bySize === undefined ? {} : { 'memory_vs_dataset_size.png': bySize }),
  };
};

export interface DrawFolders {
  readonly in: string;
  readonly out: string;
  /** Folder with another engine's benchmark results, or undefined. */
  readonly beside?: string;
}

/**
 * The figures of each result file that is there. Throws an Error of one line if one cannot be drawn, or if there is
 * none.
 */
const figuresIn = async (folders: DrawFolders): Promise<Figures> => {
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
  const benchmark = async (): Promise<Figures> => {
    const record = await readBenchmarkRecord(benchmarkPath);
    const reason = whyNotTimed(record, benchmarkPath);
    if (reason !== undefined) console.error(inertText(`No charts of time: ${reason}.`, 'terminal'));
    return benchmarkFigures(
      record,
      folders.beside === undefined ? undefined : await besideOf(record, join(folders.beside, BENCHMARK_FILE)),
    );
  };
  return {
    ...(hasBenchmark ? await benchmark() : {}),
    ...(hasMemory ? memoryFigures(await readMemoryRecord(memoryPath)) : {}),
  };
};

/**
 * Draws all charts, and gives each written file's path to `written`. Nothing is written unless every chart can be
 * drawn. Throws an Error of one line.
 */
export const draw = async (
  folders: DrawFolders,
  written: (path: string) => void,
  options?: ChartOptions,
): Promise<void> => {
  await writeFigures(await figuresIn(folders), folders.out, written, options);
};

export const drawCommand: CommandModule<object, DrawFolders & ChartOptions> = {
  command: 'draw',
  describe:
    `Draw training time, scaling and accuracy from ${BENCHMARK_FILE}, and memory from ${MEMORY_FILE}; ` +
    'one of the two files is enough',
  builder: (yargs) =>
    withChartOptions(
      yargs
        .option('in', {
          type: 'string',
          default: 'outputs',
          describe: `Folder with ${BENCHMARK_FILE}, ${MEMORY_FILE} or both`,
          requiresArg: true,
        })
        .option('out', {
          type: 'string',
          default: 'outputs',
          describe: 'Folder for the charts; made when absent',
          requiresArg: true,
        })
        .option('beside', {
          type: 'string',
          describe: `Folder with the ${BENCHMARK_FILE} of another engine, drawn beside`,
          requiresArg: true,
        }),
    ).example(
      '$0 draw --in outputs --out charts',
      'Writes PNG files into charts: three of the benchmark, ' +
        'one of memory by phase, and one by size if several were measured',
    ),
  handler: (options) =>
    draw(
      options,
      (path) => {
        console.log(path);
      },
      options,
    ),
};
