/** "Benchmark Results": the three tables with the published columns beside ours, what they say, and the charts. */
import { PUBLISHED_MEMORY_DATASET_SIZE } from '@fived/records';
import { accuracyChart, memoryByPhaseChart, memoryBySizeChart, scalingChart, trainingTimeChart } from './charts.js';
import { checks, paragraph, prose, section, strong, type Block, type Section, type TableBlock } from './document.js';
import { accuracyChecks } from './findings-accuracy.js';
import { memoryChecks } from './findings-memory.js';
import { timeChecks } from './findings-time.js';
import { missingMemory } from './section-method.js';
import { ownBenchmark, ownMemory, type Sources } from './sources.js';
import { accuracyTable, memoryBySizeTable, memoryTable, timeTable } from './tables.js';
import { counted, grouped } from './words.js';

const table = (id: string, caption: string, of: TableBlock['table']): TableBlock => ({
  kind: 'table',
  id,
  caption,
  table: of,
  folded: false,
});

const observations = (title: string): Block =>
  paragraph(prose`${strong(title)} Statements of the published page, against our data.`);

const timeSection = (sources: Sources): Section => {
  const { benchmark } = sources;
  return section('Training Time', [
    paragraph(
      prose`Means over the runs; time per sample is the time divided by all samples, not only the training rows. The
        published times are of one run each on another machine, so the last column compares machine and program
        together.`,
    ),
    table('table-training-time', 'Training time results', timeTable(benchmark)),
    observations('Key observations.'),
    checks(timeChecks(benchmark)),
    trainingTimeChart(sources),
    scalingChart(sources),
  ]);
};

/** How the memory profile differs from the benchmark: both stand on one page. */
const differences = (sources: Sources): readonly string[] => {
  const [benchmark, memory] = [ownBenchmark(sources), ownMemory(sources)];
  if (benchmark === undefined || memory === undefined) return [];
  const pairs: readonly (readonly [what: string, ofBenchmark: string | null, ofMemory: string | null])[] = [
    ['processor', benchmark.environment.cpu.model, memory.environment.cpu.model],
    ['Node', benchmark.environment.node, memory.environment.node],
    ['engine', benchmark.engine, memory.engine],
    ['epochs', String(benchmark.hyperparameters.max_iter), String(memory.hyperparameters.max_iter)],
    ['hidden layers', benchmark.hyperparameters.hidden_sizes.join(), memory.hyperparameters.hidden_sizes.join()],
    ['version of the code', benchmark.code_version.slice(0, 12), memory.code_version.slice(0, 12)],
  ];
  return pairs.filter(([, a, b]) => a !== b).map(([what, a, b]) => `${what} ${b ?? 'unknown'}, not ${a ?? 'unknown'}`);
};

const memorySection = (sources: Sources): Section => {
  const { memory } = sources;
  if (memory === undefined)
    return section('Memory Usage', [
      missingMemory(),
      observations('Key observations.'),
      checks(memoryChecks(undefined)),
    ]);
  const title = `Memory Usage (${grouped(memory.dataset_size)}-sample dataset)`;
  const own = ownMemory(sources);
  const settings =
    own === undefined
      ? prose`The memory profile is in the published project's own form.`
      : prose`Medians over ${own.repeats} fresh ${own.repeats === 1 ? 'process' : 'processes'} of
          ${counted(own.hyperparameters.max_iter, 'epoch')}, JavaScript memory above the baseline; predictions are made
          for ${counted(own.predicted_rows, 'row')}.`;
  const different = differences(sources);
  const sizes = own?.sizes ?? [];
  const bySize = memoryBySizeChart(memory);
  return section(title, [
    paragraph(settings),
    ...(different.length === 0
      ? []
      : [paragraph(prose`It was taken with other settings than the benchmark: ${different.join('; ')}.`)]),
    ...(memory.dataset_size === PUBLISHED_MEMORY_DATASET_SIZE
      ? []
      : [paragraph(prose`The published figures are of 5,000 samples, so that none stand beside these.`)]),
    table('table-memory', 'Memory usage by phase', memoryTable(memory)),
    observations('Key observations.'),
    checks(memoryChecks(memory)),
    memoryByPhaseChart(memory),
    ...(sizes.length === 0
      ? []
      : [table('table-memory-by-size', 'Peak memory by dataset size', memoryBySizeTable(sizes))]),
    ...(bySize === undefined ? [] : [bySize]),
  ]);
};

const accuracySection = (sources: Sources): Section => {
  const { benchmark } = sources;
  const own = ownBenchmark(sources);
  const floor = own !== undefined && own.hyperparameters.noise > 0 ? own.hyperparameters.noise ** 2 : undefined;
  return section('Accuracy Metrics', [
    paragraph(
      prose`On the test rows, means over the runs, of the weights of the epoch with the least validation loss, as
        published.`,
    ),
    table('table-accuracy', 'Accuracy metrics', accuracyTable(benchmark)),
    ...(floor === undefined
      ? []
      : [
          paragraph(
            prose`The noise on the target has a variance of ${Number(floor.toPrecision(3))}: no model's expected squared
              error lies below it.`,
          ),
        ]),
    observations('Performance trends.'),
    checks(accuracyChecks(benchmark)),
    accuracyChart(sources),
  ]);
};

export const resultsSection = (sources: Sources): Section =>
  section('Benchmark Results', [], [timeSection(sources), memorySection(sources), accuracySection(sources)]);
