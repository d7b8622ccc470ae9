/** `fived-plots report`: makes the published page again from the result files in a folder. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as bench from '@fived/bench';
import { readConsistentRecord, readMemoryRecord, whyNotTimed } from '@fived/records';
import type { CommandModule } from 'yargs';
import { benchmarkFigures, memoryFigures } from './draw.js';
import { DEFAULT_CHART_OPTIONS, folder, folderInOutputs, type Folders } from './options.js';
import { reportMarkdown, type Sources } from './report/report-markdown.js';
import { reportPage } from './report/report-page.js';
import { BENCHMARK_FILE, MEMORY_FILE, besideOf } from './result-files.js';
import { writeFigures, writeListed } from './write-figures.js';

/**
 * The memory profile is optional. The benchmark is required, and its times first of all: the report is about them.
 * Throws an Error of one line.
 */
export const readSources = async (folders: Folders): Promise<Sources> => {
  const benchmarkPath = join(folders.in, BENCHMARK_FILE);
  const benchmark = await readConsistentRecord(benchmarkPath, bench);
  const reason = whyNotTimed(benchmark, benchmarkPath);
  if (reason !== undefined) throw new Error(`${reason}. "fived plot" draws its accuracies`);
  const memoryPath = join(folders.in, MEMORY_FILE);
  return {
    benchmark,
    memory: existsSync(memoryPath) ? await readMemoryRecord(memoryPath) : undefined,
    beside: await besideOf(benchmark, folders),
  };
};

/** The report in both forms, and the charts that it shows, by their file names. */
export const reportOf = (sources: Sources) => {
  const { benchmark, memory, beside } = sources;
  const figures = { ...benchmarkFigures(benchmark, beside), ...(memory && memoryFigures(memory)) };
  const markdown = reportMarkdown(sources);
  return { figures, markdown, html: reportPage(markdown, figures) };
};

/**
 * Writes the report and the charts that its Markdown shows. Nothing is written unless all of it can be made. Throws an
 * Error of one line.
 */
const report = async (folders: Folders): Promise<void> => {
  const { figures, markdown, html } = reportOf(await readSources(folders));
  await writeFigures(figures, folders.out, DEFAULT_CHART_OPTIONS);
  await writeListed(join(folders.out, 'performance.md'), markdown);
  await writeListed(join(folders.out, 'performance.html'), html);
};

export const reportCommand: CommandModule<object, Folders> = {
  command: 'report',
  describe:
    'Write the performance profile as performance.md, with its charts, and as a self-contained performance.html',
  builder: (yargs) =>
    yargs
      .options({
        in: folderInOutputs(`Folder with ${BENCHMARK_FILE} and, if there is one, ${MEMORY_FILE}`),
        out: folderInOutputs('Folder for the report and its charts; made when absent'),
        beside: folder(`Folder with the ${BENCHMARK_FILE} of another engine, drawn beside (default: none)`),
      })
      .example(
        '$0 report --in outputs --out report',
        'Writes report/performance.md, report/performance.html and the charts',
      ),
  handler: report,
};
