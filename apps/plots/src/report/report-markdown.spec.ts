import type { BenchmarkRecord } from '@fived/records';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { reportMarkdown } from './report-markdown.js';
import { HOSTILE_READ, HOSTILE_SOURCES, SOURCES, benchmark, memory } from '../testing/sources.js';
import type { Sources } from './report-markdown.js';

/** In one line, as paragraphs are read. */
const readOf = (sources: Sources): string => reportMarkdown(sources).replaceAll(/\s+/g, ' ');

/** The published page's headings, each with those below; ours may add to a title in brackets. */
const PUBLISHED_HEADINGS: Readonly<Record<string, readonly string[]>> = {
  'System Specifications': ['Hardware', 'Software Environment', 'Test Environment'],
  'Timing Methodology': [
    'Training Time Measurement',
    'How Time is Measured',
    'Why this Clock',
    'Average over Multiple Runs',
  ],
  'Memory Profiling Methodology': ['Tool Used', 'What is being Measured', 'How Memory is Measured', 'Limitations'],
  'Benchmark Configuration': [
    'Dataset Sizes Tested',
    'Model Configuration',
    'Data Split Ratios',
    'Why Early Stopping is Disabled',
  ],
  'Running the Benchmarks': ['Training Time Benchmark', 'Memory Profiling', 'Visualization'],
  'Benchmark Results': ['Training Time', 'Memory Usage', 'Accuracy Metrics'],
  Reproducibility: ['Ensuring Reproducible Results', 'Running Reproducible Benchmarks'],
  'Notes and Limitations': ['Timing Variations', 'Memory Profiling', 'Accuracy Results', 'System Dependency'],
  References: [],
};

describe.each(Object.entries(SOURCES))('the report of %s', (_, sources) => {
  const markdown = reportMarkdown(sources);

  it('has a counterpart of every section of the published page, with something in it', () => {
    const sections = markdown.split(/^## /m).slice(1);
    for (const [title, below] of Object.entries(PUBLISHED_HEADINGS)) {
      const section = sections.find((text) => text.startsWith(`${title}\n`)) ?? '';
      expect(section.length, title).toBeGreaterThan(title.length + 20);
      for (const child of below)
        expect(section, `${title}: ${child}`).toMatch(new RegExp(`\n### ${child}( \\(.*\\))?\n\n[^#\\s]`));
    }
  });

  it('opens with the key numbers and the chart of training time', () => {
    const opening = markdown.slice(0, markdown.indexOf('## System Specifications'));
    expect(opening).toMatch(/^- \*\*[\d.]+ s\*\* to train on/m);
    expect(opening).toContain('](training_time_vs_dataset_size.png)\n\n**Figure 1.** ');
  });

  it('numbers tables and figures, and gives each figure a text for those who do not see it', () => {
    for (const kind of ['Table', 'Figure']) {
      const numbers = [...markdown.matchAll(new RegExp(`^\\*\\*${kind} (\\d+)\\.\\*\\* \\S`, 'gm'))].map(([, n]) => n);
      expect(numbers.length).toBeGreaterThanOrEqual(2);
      expect(numbers).toEqual(numbers.map((__, index) => String(index + 1)));
    }
    const images = [...markdown.matchAll(/^!\[([^\]]*)\]\(\w+\.png\)\n\n\*\*Figure \d/gm)];
    expect(images).toHaveLength(markdown.split('![').length - 1);
    for (const [, alt] of images) expect(alt.length).toBeGreaterThan(100);
  });

  it('says nothing of what is not there', () => {
    expect(markdown).not.toMatch(/undefined|NaN|null|Infinity|\[object|true|false/);
  });
});

/** The table under a caption: its columns' texts by their heads. */
const tableOf = (markdown: string, caption: string): Readonly<Record<string, readonly string[]>> => {
  const lines = markdown.split(`.** ${caption}\n\n`)[1].split('\n\n')[0].split('\n');
  const [heads, , ...rows] = lines.map((line) => line.slice(2, -2).split(' | '));
  return Object.fromEntries(heads.map((head, column) => [head, rows.map((row) => row[column])]));
};

const { results } = benchmark;
/** The columns that must show what the files say. */
const FIGURES: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  'Training time results': {
    'dataset size': results.map((result) => result.dataset_size),
    'training time (s)': results.map((result) => result.training_time_seconds_mean),
    '± std (s)': results.map((result) => result.training_time_seconds_std),
    'quickest (s)': results.map((result) => result.training_time_seconds_min),
    'slowest (s)': results.map((result) => result.training_time_seconds_max),
    'time per sample (ms)': results.map((result) => (result.training_time_seconds_mean / result.dataset_size) * 1000),
    'published time (s)': [9.93, 12.21, 15.1, 17.15, 22.01, 23, 25.39, 26.15, 28.8, 31.67],
    'published time per sample (ms)': [9.93, 6.105, 5.033, 4.2875, 4.402, 3.833, 3.627, 3.26875, 3.2, 3.167],
  },
  'Accuracy metrics': {
    'test R²': results.map((result) => result.test_r2_mean),
    'R² ± std': results.map((result) => result.test_r2_std),
    'test MSE': results.map((result) => result.test_mse_mean),
    'MSE ± std': results.map((result) => result.test_mse_std),
    'last epoch R²': results.map(
      ({ individual_runs: runs }) => runs.reduce((sum, run) => sum + run.final_test_r2, 0) / runs.length,
    ),
    'published R²': [0.9417, 0.9698, 0.9867, 0.9929, 0.9937, 0.994, 0.9965, 0.9972, 0.9983, 0.9985],
    'published MSE': [
      0.017613, 0.006889, 0.003629, 0.001946, 0.001807, 0.001784, 0.001004, 0.000853, 0.000482, 0.00045,
    ],
  },
  'Memory usage by phase': {
    'peak since the start (MiB)': memory.phases.map((phase) => phase.cumulative_peak_mib),
    'peak of the phase alone (MiB)': memory.phases.map((phase) => phase.own_peak_mib),
    'resident peak (MiB)': memory.phases.map((phase) => phase.resident_peak_mib),
    'published peak since the start (MiB)': [0.35, 0.39, 0.54, 0.85, 0.85, 4.94, 4.94, 4.94, 4.94, 4.94],
  },
  'Peak memory by dataset size': {
    'peak of all phases (MiB)': memory.sizes?.map((size) => size.javascript_peak_mib) ?? [],
  },
  'Every run, with the hashes of its weights': {
    seed: results.flatMap(({ individual_runs }) => individual_runs.map((run) => run.seed)),
    'training time (s)': results.flatMap(({ individual_runs }) =>
      individual_runs.map((run) => run.training_time_seconds),
    ),
  },
};

describe('the tables', () => {
  it.each(Object.entries(FIGURES))('%s agrees with the file to the last digit shown', (caption, columns) => {
    const table = tableOf(reportMarkdown(SOURCES['both files']), caption);
    for (const [head, numbers] of Object.entries(columns)) {
      expect(table[head], head).toHaveLength(numbers.length);
      for (const [index, cell] of table[head].entries()) {
        const text = cell.replaceAll(',', '');
        const digits = text.split('.').at(1)?.length ?? 0;
        expect(Math.abs(Number(text) - numbers[index]), `${head}: ${cell}`).toBeLessThanOrEqual(0.501 * 10 ** -digits);
      }
    }
  });

  it('list the hash of every run', () => {
    const table = tableOf(reportMarkdown(SOURCES['both files']), 'Every run, with the hashes of its weights');
    expect(table['weights, SHA-256 (first 16 digits)']).toEqual(
      results.flatMap(({ individual_runs }) => individual_runs.map((run) => run.weights_sha256.slice(0, 16))),
    );
  });

  it('leave out what a file does not have', () => {
    const markdown = reportMarkdown(SOURCES["the published project's own files"]);
    expect(Object.keys(tableOf(markdown, 'Training time results'))).toEqual([
      'dataset size',
      'runs',
      'training time (s)',
      'time per sample (ms)',
      'published time (s)',
      'published time per sample (ms)',
      'published over ours',
    ]);
  });
});

describe('a record of other settings', () => {
  const markdown = reportMarkdown(SOURCES['short runs']);

  it('has no published column and no published series, and says why in a line', () => {
    for (const caption of Object.keys(FIGURES))
      expect(Object.keys(tableOf(markdown, caption)).filter((head) => /published|against/.test(head))).toEqual([]);
    expect(markdown).not.toMatch(/in grey|\(published: /);
    // The opening, and the sections of time, memory and accuracy.
    const line = /^No published figures stand beside these, as the settings differ: 5 epochs, not 300\.$/gm;
    expect(markdown.match(line)).toHaveLength(4);
  });

  it('leaves every statement of the published page open', () => {
    expect(
      markdown.match(/^- \*\*Cannot be told:\*\* .*\n {2}Not judged, as the settings differ: 5 epochs/gm),
    ).toHaveLength(11);
    expect(markdown.replaceAll(/\s+/g, ' ')).toContain('**0 of 11** statements of the published page hold; 0 do not');
  });

  it('of memory alone says so there alone', () => {
    const text = reportMarkdown({ benchmark, memory: SOURCES['short runs'].memory, beside: undefined });
    expect(text.match(/^No published figures/gm)).toHaveLength(1);
    expect(Object.keys(tableOf(text, 'Memory usage by phase'))).not.toContain('published peak since the start (MiB)');
    expect(Object.keys(tableOf(text, 'Training time results'))).toContain('published time (s)');
  });
});

describe('hostile texts in the files', () => {
  const markdown = reportMarkdown(HOSTILE_SOURCES);
  const ofKinds = (text: string): readonly string[] =>
    new MarkdownIt({ html: true, linkify: true })
      .parse(text, {})
      .flatMap(({ type, children }) => [type, ...(children ?? []).map((child) => child.type)])
      .filter((type) => type !== 'text' && type !== 'softbreak' && type !== 'text_special');

  it('are read as they are, in running text and in tables', () => {
    const page = new MarkdownIt().render(markdown);
    const text = page
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>');
    expect(text.replaceAll('&quot;', '"').replaceAll('&amp;', '&').split(HOSTILE_READ).length).toBeGreaterThan(20);
  });

  it('make no mark in Markdown, not even where it takes HTML and addresses for what they are', () => {
    const harmless: Sources = {
      ...HOSTILE_SOURCES,
      ...(JSON.parse(
        JSON.stringify(HOSTILE_SOURCES, (_, value: unknown) =>
          typeof value === 'string' && value.startsWith('</script>') ? 'harmless' : value,
        ),
      ) as Sources),
    };
    expect(ofKinds(markdown)).toEqual(ofKinds(reportMarkdown(harmless)));
  });

  it('hold nothing that a terminal obeys', () => {
    expect(markdown).not.toMatch(/(?!\n)\p{Cc}/u);
  });
});

describe('what a report says', () => {
  it('says what ran beside it, and names the load average instead in files that do not say it', () => {
    const withEnvironment = (changes: Partial<BenchmarkRecord['environment']>): string =>
      readOf({
        ...SOURCES['both files'],
        benchmark: { ...benchmark, environment: { ...benchmark.environment, ...changes } },
      });
    const older = withEnvironment({ load_average: [1.99, 1, 0.5] });
    expect(older).toContain('load average of the minute before the start was 1.99');
    expect(older).not.toContain('other programs');
    const quiet = withEnvironment({ load_average: [1.99, 1, 0.5], busy_cores: 0 });
    expect(quiet).toContain("Right before the start other programs used 0.00 of the processor's cores.");
    expect(quiet).toContain('**Cores in use by other programs**: 0.00 right before the start');
    expect(quiet).not.toContain('load average of the minute');
    const unknown = withEnvironment({ busy_cores: null });
    expect(unknown).toContain('**Cores in use by other programs**: not reported by the system');
  });

  it('says how to make a memory profile where there is none', () => {
    expect(readOf(SOURCES['a benchmark alone'])).toContain('`npx fived memory --out FOLDER`');
    expect(readOf(SOURCES['both files'])).not.toContain('There is no memory profile');
  });

  it('names what sets the memory profile apart from the benchmark', () => {
    expect(readOf(SOURCES['both files'])).not.toContain('with other settings');
    const other = { ...memory, hyperparameters: { ...memory.hyperparameters, max_iter: 20 } };
    expect(readOf({ benchmark, memory: other, beside: undefined })).toContain(
      'with other settings than the benchmark: epochs 20, not 300.',
    );
  });

  it('counts the runs whose hashes another engine has too', () => {
    expect(readOf(SOURCES['another engine beside'])).toContain(
      '50 of 50 runs that both records hold have the same two hashes with the reference engine.',
    );
    const [first, ...others] = results;
    const [run, ...runs] = first.individual_runs;
    const changed = { ...first, individual_runs: [{ ...run, weights_sha256: 'f'.repeat(64) }, ...runs] };
    const beside = { ...benchmark, results: [changed, ...others] };
    expect(readOf({ benchmark, memory: undefined, beside })).toContain('49 of 50 runs');
  });

  it('names the sizes that an unfinished sweep has no run of', () => {
    const unfinished = { ...benchmark, dataset_sizes: [1000, 2000, 12000], results: results.slice(0, 2) };
    expect(readOf({ benchmark: unfinished, memory: undefined, beside: undefined })).toContain(
      'The sweep is unfinished: no run yet of 12,000 samples.',
    );
  });

  it('refuses a file without a finished run', () => {
    expect(() =>
      reportMarkdown({ benchmark: { ...benchmark, results: [] }, memory: undefined, beside: undefined }),
    ).toThrow('no finished run');
  });
});
