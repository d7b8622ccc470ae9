/** `fived-plots report`: makes the published page again from the result files in a folder. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readBenchmarkRecord, readMemoryRecord, whyNotTimed, writeFileWhole } from '@fived/records';
import type { CommandModule } from 'yargs';
import { besideOf } from './beside.js';
import { BENCHMARK_FILE, MEMORY_FILE, benchmarkFigures, memoryFigures, type DrawFolders } from './draw.js';
import { reportMarkdown } from './report/report-markdown.js';
import { reportPage } from './report/report-page.js';
import type { Sources } from './report/sources.js';
import { writeFigures } from './write-figures.js';

export const REPORT_FILES = { markdown: 'performance.md', html: 'performance.html' } as const;

/**
 * The memory profile is optional. The benchmark is required, and its times first of all: the report is about them.
 * Throws an Error of one line.
 */
export const readSources = async (folders: DrawFolders): Promise<Sources> => {
  const benchmarkPath = join(folders.in, BENCHMARK_FILE);
  const benchmark = await readBenchmarkRecord(benchmarkPath);
  const reason = whyNotTimed(benchmark, benchmarkPath);
  if (reason !== undefined) throw new Error(`${reason}. "fived plot" draws its accuracies`);
  const memoryPath = join(folders.in, MEMORY_FILE);
  return {
    benchmark,
    memory: existsSync(memoryPath) ? await readMemoryRecord(memoryPath) : undefined,
    beside: folders.beside === undefined ? undefined : await besideOf(benchmark, join(folders.beside, BENCHMARK_FILE)),
  };
};

/** The report in both forms, and the charts that it shows, by their file names. */
export const reportOf = (sources: Sources) => {
  const { benchmark, memory, beside } = sources;
  const figures = {
    ...benchmarkFigures(benchmark, beside),
    ...(memory === undefined ? {} : memoryFigures(memory)),
  };
  const markdown = reportMarkdown(sources);
  return { figures, markdown, html: reportPage(markdown, figures) };
};

/**
 * Writes the report and the charts that its Markdown shows, and gives each written file's path to `written`. Nothing is
 * written unless all of it can be made. Throws an Error of one line.
 */
export const report = async (folders: DrawFolders, written: (path: string) => void): Promise<void> => {
  const { figures, markdown, html } = reportOf(await readSources(folders));
  await writeFigures(figures, folders.out, written);
  for (const [name, content] of [
    [REPORT_FILES.markdown, markdown],
    [REPORT_FILES.html, html],
  ]) {
    const path = join(folders.out, name);
    await writeFileWhole(path, content);
    written(path);
  }
};

export const reportCommand: CommandModule<object, DrawFolders> = {
  command: 'report',
  describe:
    `Write the performance profile as ${REPORT_FILES.markdown}, ` +
    `with its charts, and as a self-contained ${REPORT_FILES.html}`,
  builder: (yargs) =>
    yargs
      .option('in', {
        type: 'string',
        default: 'outputs',
        describe: `Folder with ${BENCHMARK_FILE} and, if there is one, ${MEMORY_FILE}`,
        requiresArg: true,
      })
      .option('out', {
        type: 'string',
        default: 'outputs',
        describe: 'Folder for the report and its charts; made when absent',
        requiresArg: true,
      })
      .option('beside', {
        type: 'string',
        describe: `Folder with the ${BENCHMARK_FILE} of another engine, drawn beside (default: none)`,
        requiresArg: true,
      })
      .example(
        '$0 report --in outputs --out report',
        `Writes report/${REPORT_FILES.markdown}, report/${REPORT_FILES.html} and the charts`,
      ),
  handler: (folders) =>
    report(folders, (path) => {
      console.log(path);
    }),
};
