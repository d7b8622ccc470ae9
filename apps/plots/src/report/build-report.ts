/** Makes the report, as a document, from the result files. Pure: the same files give the same document. */
import { publishedFor } from '@fived/records';
import { MACHINE_NOT_NAMED, engineText, machineText, networkText } from '../figures/describe.js';
import {
  allBlocks,
  list,
  prose,
  section,
  strong,
  type Document,
  type Prose,
  type Section,
  type Verdict,
} from './document.js';
import { referencesSection, notesSection, reproducibilitySection } from './section-closing.js';
import { memoryMethodSection, timingSection } from './section-method.js';
import { resultsSection } from './section-results.js';
import { configurationSection, runningSection } from './section-setup.js';
import { systemSection } from './section-system.js';
import { endsOf, ownBenchmark, ownMemory, resultsBySize, type Sources } from './sources.js';
import { counted, grouped, mib, moment, mse, r2, seconds } from './words.js';

const SEPARATOR = ' · ';

const subtitle = (sources: Sources): readonly string[] => {
  const { benchmark } = sources;
  const record = ownBenchmark(sources);
  const { hidden_sizes, max_iter } = benchmark.hyperparameters;
  const settings = [
    networkText(hidden_sizes),
    counted(max_iter, 'epoch'),
    ...(record === undefined ? [] : [engineText(record), counted(record.threads, 'thread')]),
  ];
  return [
    `Measured ${moment(benchmark.timestamp)}`,
    record === undefined ? MACHINE_NOT_NAMED : machineText(record.environment),
    settings.join(SEPARATOR),
  ];
};

const countOf = (results: Section, wanted: Verdict): number =>
  allBlocks([results]).reduce(
    (sum, block) =>
      sum + (block.kind === 'checks' ? block.checks.filter(({ verdict }) => verdict === wanted).length : 0),
    0,
  );

/** What a reader should take away, all of it from the data. */
const summary = (sources: Sources, results: Section): Section => {
  const [, largest] = endsOf(resultsBySize(sources.benchmark));
  const published = publishedFor(largest.dataset_size);
  const times =
    published === undefined
      ? ''
      : ` (published: ${published.trainingTimeSeconds.toFixed(2)} s with TensorFlow on an Apple M2)`;
  const accuracy = published === undefined ? '' : ` (published: ${r2(published.testR2)} and ${mse(published.testMse)})`;
  const [holding, failing, open] = (['holds', 'does not hold', 'cannot be told'] as const).map((verdict) =>
    countOf(results, verdict),
  );
  const ofWhat = ownMemory(sources) === undefined ? '' : ' of JavaScript memory, above what Node and all modules take';
  const items: readonly Prose[] = [
    prose`${grouped(largest.dataset_size)} samples train in
      ${strong(seconds(largest.training_time_seconds_mean))}${times}.`,
    prose`They reach a test R² of ${strong(r2(largest.test_r2_mean))} and a mean squared error of
      ${strong(mse(largest.test_mse_mean))}${accuracy}.`,
    ...(sources.memory === undefined
      ? []
      : [
          prose`At ${grouped(sources.memory.dataset_size)} samples the peak of memory is
            ${strong(mib(sources.memory.memory_usage_mb.after_prediction_mb))}${ofWhat}.`,
        ]),
    prose`${counted(holding + failing + open, 'statement')} of the published page are checked against these data, each
      below the table that it is about: ${strong(String(holding))} hold, ${strong(String(failing))}
      ${failing === 1 ? 'does' : 'do'} not, and ${strong(String(open))} cannot be told from them.`,
  ];
  return section('Summary', [list(items)]);
};

/** Throws an Error of one line if the benchmark has no finished run, or if a chart cannot be made of it. */
export const buildReport = (sources: Sources): Document => {
  const results = resultsSection(sources);
  return {
    title: 'Performance Profile of the 5D Neural-Network Interpolator',
    subtitle: subtitle(sources),
    sections: [
      summary(sources, results),
      systemSection(sources),
      timingSection(sources),
      memoryMethodSection(sources),
      configurationSection(sources),
      runningSection(sources),
      results,
      reproducibilitySection(sources),
      notesSection(sources),
      referencesSection(),
    ],
  };
};
