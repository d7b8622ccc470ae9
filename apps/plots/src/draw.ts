/** `fived-plots draw`: draws the charts of the result files in a folder. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isOwnMemoryRecord, readBenchmarkRecord, readMemoryRecord, whyNotTimed } from '@fived/records';
import type { CommandModule } from 'yargs';
import { besideOf } from './beside.js';
import { accuracyFigure } from './figures/accuracy.js';
import { memoryByPhaseFigure, type AnyMemoryRecord } from './figures/memory-by-phase.js';
import { memoryBySizeFigure } from './figures/memory-by-size.js';
import type { AnyRecord } from './figures/series.js';
import { scalingFigure } from './figures/scaling.js';
import { trainingTimeFigure } from './figures/training-time.js';
import { writeFigures, type Figures } from './write-figures.js';

export const BENCHMARK_FILE = 'benchmark_results.json';
export const MEMORY_FILE = 'memory_profile.json';

const timeFigures = (record: AnyRecord, beside: AnyRecord | undefined): Figures => ({
  'training_time_vs_dataset_size.png': trainingTimeFigure(record, beside),
  'scaling_analysis.png': scalingFigure(record, beside),
});

/** If the record's times say nothing about speed, only the accuracies are drawn, and a line on stderr says why. */
const benchmarkFigures = (record: AnyRecord, path: string, beside: AnyRecord | undefined): Figures => {
  const reason = whyNotTimed(record, path);
  if (reason !== undefined) console.error(`No charts of time: ${reason}.`);
  return {
    ...(reason === undefined ? timeFigures(record, beside) : {}),
    ...accuracyFigures(record),
  };
};

const accuracyFigures = (record: AnyRecord): Figures => ({
  // engines with the same bits have the same accuracy, so one series is enough
  'accuracy_vs_dataset_size.png': accuracyFigure(record),
});

const memoryFigures = (record: AnyMemoryRecord): Figures => {
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
    return benchmarkFigures(
      record,
      benchmarkPath,
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
export const draw = async (folders: DrawFolders, written: (path: string) => void): Promise<void> => {
  await writeFigures(await figuresIn(folders), folders.out, written);
};

export const drawCommand: CommandModule<object, DrawFolders> = {
  command: 'draw',
  describe:
    `Draw training time, scaling and accuracy from ${BENCHMARK_FILE}, and memory from ${MEMORY_FILE}; ` +
    'one of the two files is enough',
  builder: (yargs) =>
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
      })
      .example(
        '$0 draw --in outputs --out charts',
        'Writes PNG files into charts: three of the benchmark, ' +
          'one of memory by phase, and one by size if several were measured',
      ),
  handler: (folders) =>
    draw(folders, (path) => {
      console.log(path);
    }),
};
