/** For tests only: the compiled `fived-plots` in this process. Apps do not import each other. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BaseBenchmarkRecord, BaseMemoryRecord, BenchmarkRecord, MemoryRecord } from '@fived/records';

const compiled = join(dirname(createRequire(import.meta.url).resolve('@fived/plots/bin')), '../dist');
const load = (file: string): Promise<unknown> => import(pathToFileURL(join(compiled, file)).href);

/** Runs the command, and returns its exit code. */
export const { run: runPlotsHere } = (await load('main.js')) as {
  readonly run: (args: readonly string[]) => Promise<number>;
};

export const { reportMarkdown } = (await load('report/report-markdown.js')) as {
  readonly reportMarkdown: (sources: {
    readonly benchmark: BaseBenchmarkRecord | BenchmarkRecord;
    readonly memory: BaseMemoryRecord | MemoryRecord | undefined;
    readonly beside: undefined;
  }) => string;
};
