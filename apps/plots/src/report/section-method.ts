/** "Timing Methodology" and "Memory Profiling Methodology". */
import type { BenchmarkRecord, MemoryRecord } from '@fived/records';
import {
  code,
  codeBlock,
  list,
  paragraph,
  prose,
  section,
  steps,
  strong,
  type Block,
  type Prose,
  type Section,
} from './document.js';
import { median } from './median.js';
import { ownBenchmark, ownMemory, type Sources } from './sources.js';
import { counted, mib, seconds } from './words.js';

const setupText = ({ results }: BenchmarkRecord): string => {
  const all = results.flatMap(({ individual_runs }) => individual_runs.map((run) => run.model_setup_seconds));
  return all.length === 0 ? '' : ` (a median of ${(median(all) * 1000).toFixed(2)} ms here)`;
};

const included = (record: BenchmarkRecord): readonly Block[] => [
  paragraph(prose`${strong('What the time includes:')}`),
  list([
    prose`All ${record.hyperparameters.max_iter} epochs: of each minibatch the forward pass, the backward pass and the
      step of Adam, and a new order of the rows for each epoch.`,
    prose`The pass over the validation rows at the end of each epoch, and keeping the weights of the best epoch, which
      are restored at the end.`,
    prose`Looking up ten times a second, for progress and Ctrl-C: about a ten-thousandth of the time.`,
  ]),
  paragraph(prose`${strong('What it leaves out:')}`),
  list([
    prose`Making the dataset, splitting it, and standardising its features.`,
    prose`Building the model: initial weights and, for the SIMD engine, emitting and compiling WebAssembly. That time is
      in the record by itself, as ${code('model_setup_seconds')}${setupText(record)}.`,
    prose`Judging the model, hashing its weights, and writing the record.`,
  ]),
];

const MEASUREMENT = `const model = buildModel(data, settings, seed);   // not timed
const start = process.hrtime.bigint();
await trainModel(model, settings, seed);          // all epochs
const elapsedSeconds = Number(process.hrtime.bigint() - start) / 1e9;`;

/** What the record says about the clock's resolution. */
const resolution = ({ results, clock }: BenchmarkRecord): Block => {
  const shortestNs = Math.min(...results.map((result) => result.training_time_seconds_min)) * 1e9;
  const measured =
    clock === undefined
      ? prose`The record does not hold the resolution that was measured on this machine. The clock counts in
          nanoseconds`
      : prose`The smallest step between two readings of ${code(clock.name)} that was seen on this machine is
          ${clock.resolution_ns} ns`;
  const shortest = Math.round(shortestNs / (clock?.resolution_ns ?? 1)).toLocaleString('en-US');
  return paragraph([
    ...prose`${strong('Its resolution.')} `,
    ...measured,
    ...prose`; the shortest counted run took ${seconds(shortestNs / 1e9)}, or ${shortest} of them.`,
  ]);
};

const severalRuns = (record: BenchmarkRecord): Block => {
  const { n_runs_per_size: runs, hyperparameters, order, results } = record;
  const seed = hyperparameters.random_state;
  const seeds = runs === 1 ? `seed ${seed}` : `seeds ${seed} to ${seed + runs - 1}`;
  const hasCold = results.some(({ cold_training_time_seconds }) => cold_training_time_seconds !== null);
  return list([
    prose`${counted(runs, 'counted run')} of each size, model ${seeds}; data and split have seed ${seed} in all. The
      published page has a single run of each size.`,
    ...(hasCold
      ? [
          prose`One uncounted run of each size goes before (the cold run), since the first training in a process also
            compiles.`,
        ]
      : []),
    order === 'round-robin'
      ? prose`The order is round-robin: run 1 of every size in a random order, then run 2 of every size, and so on, so
          that a machine that drifts does so for all sizes alike.`
      : prose`The order is sequential: all runs of a size before the next size, so that a machine that drifts can look
          like scaling.`,
    prose`Of each size: mean, population and sample standard deviation, minimum, maximum, median, and a bootstrap
      interval of the mean (percentile method, 10,000 resamples). Outliers are kept.`,
  ]);
};

const ownTiming = (record: BenchmarkRecord): readonly Section[] => [
  section('Training Time Measurement', included(record)),
  section('How Time is Measured', [
    paragraph(
      prose`By ${code('process.hrtime.bigint()')}, read right before and right after the training. tinybench does so:
        one benchmark of one iteration for each run, so that every run has its own seed and is on the disk before the
        next begins. In short:`,
    ),
    codeBlock('ts', MEASUREMENT),
  ]),
  section('Why this Clock', [
    list([
      prose`It is monotonic: setting the system's clock does not move it, as it would ${code('Date.now()')}, which
        counts whole milliseconds besides.`,
      prose`It counts whole nanoseconds, so that the difference of two readings is exact; ${code('performance.now()')}
        reads the same clock as a fraction of a millisecond.`,
      prose`It is Node's counterpart of ${code('time.perf_counter()')}, which the published page uses.`,
    ]),
    resolution(record),
  ]),
  section('Average over Multiple Runs', [severalRuns(record)]),
];

const IN_PUBLISHED_FORM = prose`The result file is in the published project's own form, which does not say how it was
  measured.`;

/** For a file that does not say: what the published page says about that project's runs. */
const publishedTiming = ({ benchmark }: Sources): readonly Section[] => [
  section('Training Time Measurement', [
    paragraph(
      prose`By the published page: all epochs, with forward pass, backward pass and optimization; without loading and
        preprocessing data and compiling the model.`,
    ),
  ]),
  section('How Time is Measured', [
    paragraph(
      prose`By the published page: ${code('time.perf_counter()')} right before and right after ${code('model.fit()')}.`,
    ),
  ]),
  section('Why this Clock', [
    paragraph(
      prose`The published page says of ${code('perf_counter()')} that it has the highest resolution available, that it
        is monotonic, and that it suits short intervals. The resolution itself is not in the file.`,
    ),
  ]),
  section('Average over Multiple Runs', [
    paragraph(prose`The file has ${counted(benchmark.n_runs_per_size, 'run')} of each size.`),
  ]),
];

export const timingSection = (sources: Sources): Section => {
  const record = ownBenchmark(sources);
  return record === undefined
    ? section('Timing Methodology', [paragraph(IN_PUBLISHED_FORM)], publishedTiming(sources))
    : section('Timing Methodology', [], ownTiming(record));
};

const POINTS = [
  'After dataset generation',
  'After data splitting (training, validation, test)',
  'After feature standardisation',
  'After model creation',
  'Before training starts',
  'Peak during training',
  'After training completes',
  'Before prediction',
  'Peak during prediction',
  'After prediction',
];

const MEMORY_CODE = `collectGarbage();                                  // before the phase, never in it
const start = javascriptMemory();                  // heap in use + typed arrays + WebAssembly
watchCollections(() => { peak = Math.max(peak, javascriptMemory()); });
phase();
peak = Math.max(start, peak, javascriptMemory());  // at its end
const residentPeak = readResidentPeak();           // of the whole process`;

/** How to make the memory profile that is missing. It also stands where the memory sections have nothing to say. */
export const missingMemory = (): Block =>
  paragraph(
    prose`There is no memory profile (${code('memory_profile.json')}) in the folder that this report was made from.
      ${code('npx fived memory --out FOLDER')} makes one there in some seconds, and
      ${code('npx fived report --in FOLDER --out FOLDER')} makes this page again with it.`,
  );

/** The figures of this profile. The way of measuring is the same for any. */
const toolFigures = ({ repeats, baseline, measurement_cost: cost }: MemoryRecord): readonly Prose[] => [
  prose`This profile is of ${repeats === 1 ? '1 process' : `${repeats} processes, over which medians are taken`}.`,
  prose`Before the first phase the process held ${mib(baseline.javascript_mib)} of JavaScript memory and a resident set
    of ${mib(baseline.resident_mib)}. Peaks of JavaScript memory are above that baseline; resident peaks are of the
    whole process.`,
  prose`A phase that does nothing shows a peak of ${cost.javascript_mib.toFixed(4)} MiB: what measuring takes itself.`,
];

const residentMethod = (memory: MemoryRecord | undefined): string =>
  memory?.resident_method === 'sampled'
    ? 'by readings in between, as this system has no mark of the highest that can be reset'
    : "by the kernel's mark of the highest, which is reset before each phase";

const ownMemoryMethod = (memory: MemoryRecord | undefined): readonly Section[] => [
  section('Tool Used', [
    ...(memory === undefined ? [missingMemory()] : []),
    list([
      prose`${code('fived memory')}, which runs all phases in fresh processes. It reads V8's heap statistics and the
        resident set that the kernel keeps, without a package of others.`,
      ...(memory === undefined ? [] : toolFigures(memory)),
    ]),
  ]),
  section('What is being Measured', [
    paragraph(
      prose`The highest JavaScript memory (V8's heap in use, the storage of typed arrays, and WebAssembly memories) from
        the start up to each checkpoint, as on the published page, so that it never falls; that of each phase alone,
        above what was in use as it began; and the highest resident set of the whole process. The checkpoints:`,
    ),
    steps(POINTS.map((point) => [point])),
  ]),
  section('How Memory is Measured', [
    codeBlock('ts', MEMORY_CODE),
    paragraph(
      prose`JavaScript memory falls only at a collection, so the highest of the readings at the start, at the end and
        before every collection is its peak. The resident peak is found ${residentMethod(memory)}. 1 MiB is 1,048,576
        bytes, by which the published project divides as well.`,
    ),
  ]),
  section('Limitations', [
    list([
      prose`A peak of JavaScript memory holds garbage that V8 had no reason to collect yet; what is kept after a phase
        does not.`,
      prose`The figures of ${code('tracemalloc')} leave out the interpreter, and what TensorFlow allocates in native
        code. Ours leave out Node and all modules, and hold all weights and rows. So the two columns are near in kind,
        not equal.`,
      prose`The resident set falls late or never, and is that of everything in the process.`,
    ]),
  ]),
];

const PUBLISHED_MEMORY_METHOD: readonly Section[] = [
  section('Tool Used', [
    paragraph(
      prose`The memory profile is in the published project's own form, whose tool is Python's ${code('tracemalloc')}.`,
    ),
  ]),
  section('What is being Measured', [
    paragraph(prose`Peak memory since the start, up to each of ten checkpoints:`),
    steps(POINTS.map((point) => [point])),
  ]),
  section('How Memory is Measured', [
    paragraph(
      prose`By the published page: the peak of ${code('tracemalloc.get_traced_memory()')}, divided by 1,048,576.`,
    ),
  ]),
  section('Limitations', [
    list([prose`It measures what Python allocates, without the native allocations of TensorFlow.`]),
  ]),
];

export const memoryMethodSection = (sources: Sources): Section => {
  const own = ownMemory(sources);
  const isPublishedForm = sources.memory !== undefined && own === undefined;
  return section('Memory Profiling Methodology', [], isPublishedForm ? PUBLISHED_MEMORY_METHOD : ownMemoryMethod(own));
};
