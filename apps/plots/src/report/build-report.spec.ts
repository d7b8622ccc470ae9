import type { BenchmarkRecord, MemoryRecord } from '@fived/records';
import { describe, expect, it } from 'vitest';
import { madeUpBaseMemoryRecord, madeUpMemoryRecord } from '../memory-record.fixture.js';
import { madeUpBaseRecord, madeUpRecord } from '../record.fixture.js';
import { buildReport } from './build-report.js';
import { allBlocks, sectionId, type Section } from './document.js';
import { benchCommand, sizesOption } from './section-setup.js';
import type { Sources } from './sources.js';
import { descendants, named, parseHtml, type Parsed } from './parse-html.fixture.js';
import { toHtml } from './to-html.js';
import { toMarkdown } from './to-markdown.js';

const benchmark = madeUpRecord();
const memory = madeUpMemoryRecord({ sizes: [1000, 5000, 10000] });

const SOURCES: Readonly<Record<string, Sources>> = {
  'both files': { benchmark, memory, beside: undefined },
  'a benchmark alone': { benchmark, memory: undefined, beside: undefined },
  "the published project's own files": {
    benchmark: madeUpBaseRecord({ runs: 1, secondsAt10000: 30 }),
    memory: madeUpBaseMemoryRecord(),
    beside: undefined,
  },
  'one size and one run': {
    benchmark: madeUpRecord({ sizes: [1500], runs: 1 }),
    memory: madeUpMemoryRecord({ datasetSize: 1500, repeats: 1 }),
    beside: undefined,
  },
  'another engine beside': { benchmark, memory, beside: madeUpRecord({ engine: 'reference', secondsAt10000: 20 }) },
};
const ALL = Object.entries(SOURCES);

/**
 * The published page's headings, word for word, each with the heading above it. Ours may add to a title in brackets.
 */
const PUBLISHED_HEADINGS: readonly (readonly [section: string, below: readonly string[]])[] = [
  ['System Specifications', ['Hardware', 'Software Environment', 'Test Environment']],
  [
    'Timing Methodology',
    ['Training Time Measurement', 'How Time is Measured', 'Why this Clock', 'Average over Multiple Runs'],
  ],
  ['Memory Profiling Methodology', ['Tool Used', 'What is being Measured', 'How Memory is Measured', 'Limitations']],
  [
    'Benchmark Configuration',
    ['Dataset Sizes Tested', 'Model Configuration', 'Data Split Ratios', 'Why Early Stopping is Disabled'],
  ],
  ['Running the Benchmarks', ['Training Time Benchmark', 'Memory Profiling', 'Visualization']],
  ['Benchmark Results', ['Training Time', 'Memory Usage', 'Accuracy Metrics']],
  ['Reproducibility', ['Ensuring Reproducible Results', 'Running Reproducible Benchmarks']],
  ['Notes and Limitations', ['Timing Variations', 'Memory Profiling', 'Accuracy Results', 'System Dependency']],
  ['References', []],
];

const find = (sections: readonly Section[], title: string): Section | undefined =>
  sections.find((section) => section.title.replace(/ \(.*\)$/, '') === title);

const pageOf = (sources: Sources): Parsed => parseHtml(toHtml(buildReport(sources)));

describe.each(ALL)('the report of %s', (_, sources) => {
  const document = buildReport(sources);
  const blocks = allBlocks(document.sections);
  const html = toHtml(document);
  const page = parseHtml(html);
  const markdown = toMarkdown(document);

  it('has a counterpart of every section of the published page, with something in it', () => {
    for (const [title, below] of PUBLISHED_HEADINGS) {
      const section = find(document.sections, title);
      expect(section, title).toBeDefined();
      for (const child of below)
        expect(find(section?.sections ?? [], child)?.blocks.length, `${title}: ${child}`).toBeGreaterThan(0);
    }
    expect(find(document.sections, 'References')?.blocks.length).toBeGreaterThan(0);
  });

  it('gives every figure a caption and a text for those who do not see it, in both forms', () => {
    const figures = blocks.filter((block) => block.kind === 'figure');
    expect(figures.length).toBeGreaterThanOrEqual(3);
    for (const { id, file, alt, caption } of figures) {
      expect(Math.min(alt.length, caption.length), id).toBeGreaterThan(40);
      expect(markdown).toContain(`](${file})\n\n**Figure`);
      const element = descendants(page).find(({ attributes }) => attributes.id === id);
      expect(element?.name).toBe('figure');
      if (element === undefined) continue;
      expect(named(element, 'figcaption')[0].text).toContain(caption);
      const charts = named(element, 'svg');
      expect(charts.length).toBeGreaterThanOrEqual(2);
      for (const chart of charts) expect(named(chart, 'desc')[0].text).toBe(alt);
    }
  });

  it('has no id twice, and no link within that leads nowhere', () => {
    const ids = descendants(page).flatMap(({ attributes }) => (attributes.id === undefined ? [] : [attributes.id]));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const targets = named(page, 'a').flatMap(({ attributes }) =>
      attributes.href?.startsWith('#') === true ? [attributes.href.slice(1)] : [],
    );
    expect(targets.length).toBeGreaterThan(30);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    expect(ids).toContain(sectionId(document.sections[0]));
  });

  it('asks for nothing from outside: only plain links name another address', () => {
    for (const { name, attributes } of descendants(page)) {
      expect(attributes.src).toBeUndefined();
      for (const [key, value = ''] of Object.entries(attributes)) {
        const isPlainLink = name === 'a' && key === 'href';
        if (!isPlainLink && key !== 'xmlns') expect(value, `${name} ${key}`).not.toMatch(/^\s*(?:https?:)?\/\//);
        expect(key, name).not.toMatch(/^on/);
      }
      if (name === 'link') expect(attributes.href).toBe('data:,');
    }
    for (const { text } of named(page, 'style')) expect(text).not.toMatch(/url\(|@import|@font-face/);
    const policy = named(page, 'meta').find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy');
    expect(policy?.attributes.content).toMatch(/^default-src 'none'; /);
  });

  it('says nothing of what is not there', () => {
    expect(markdown).not.toMatch(/undefined|NaN|null|Infinity|\[object/);
    expect(named(page, 'main')[0].text).not.toMatch(/undefined|NaN|null|Infinity|\[object/);
  });

  it('is the same again', () => {
    expect(toHtml(buildReport(sources))).toBe(html);
  });
});

interface Grid {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const htmlGrid = (
  page: Parsed,
  id: string,
): Grid & { readonly values: readonly (readonly (string | undefined)[])[] } => {
  const table = named(page, 'table').find(({ attributes }) => attributes.id === id);
  if (table === undefined) throw new Error(`there is no table ${id}`);
  const [head, body] = [named(table, 'thead')[0], named(table, 'tbody')[0]];
  const cells = named(body, 'tr').map((row) => row.children);
  return {
    heads: named(head, 'th').map(({ text }) => text),
    rows: cells.map((row) => row.map(({ text }) => text)),
    values: cells.map((row) => row.map(({ attributes }) => attributes['data-value'])),
  };
};

const markdownGrid = (markdown: string, caption: string): Grid => {
  const lines = markdown.split(`.** ${caption}\n\n`)[1].split('\n\n')[0].split('\n');
  const [heads, , ...rows] = lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return { heads, rows };
};

/** Expects that each text of a column is the file's number, rounded to the digits that are shown. */
const expectShown = ({ heads, rows }: Grid, head: string, numbers: readonly number[]): void => {
  const column = heads.indexOf(head);
  expect(column, head).toBeGreaterThanOrEqual(0);
  expect(rows).toHaveLength(numbers.length);
  for (const [index, row] of rows.entries()) {
    const text = row[column].replaceAll(',', '');
    const digits = text.split('.').at(1)?.length ?? 0;
    expect(text).toMatch(/^-?\d+(\.\d+)?$/);
    expect(Math.abs(Number(text) - numbers[index]), `${head}: ${text}`).toBeLessThanOrEqual(
      0.5 * 10 ** -digits * (1 + 1e-9),
    );
  }
};

const TABLES: readonly (readonly [
  id: string,
  caption: string,
  columns: Readonly<Record<string, readonly number[]>>,
])[] = [
  [
    'table-training-time',
    'Training time results',
    {
      'dataset size': benchmark.results.map(({ dataset_size }) => dataset_size),
      'training time (s)': benchmark.results.map((result) => result.training_time_seconds_mean),
      '± std (s)': benchmark.results.map((result) => result.training_time_seconds_std),
      'quickest (s)': benchmark.results.map((result) => result.training_time_seconds_min),
      'slowest (s)': benchmark.results.map((result) => result.training_time_seconds_max),
      'time per sample (ms)': benchmark.results.map(
        (result) => (result.training_time_seconds_mean / result.dataset_size) * 1000,
      ),
      'published time (s)': [9.93, 12.21, 15.1, 17.15, 22.01, 23, 25.39, 26.15, 28.8, 31.67],
      'published time per sample (ms)': [
        9.93,
        6.105,
        15.1 / 3,
        17.15 / 4,
        4.402,
        23 / 6,
        25.39 / 7,
        26.15 / 8,
        3.2,
        3.167,
      ],
    },
  ],
  [
    'table-accuracy',
    'Accuracy metrics',
    {
      'test R²': benchmark.results.map((result) => result.test_r2_mean),
      'test MSE': benchmark.results.map((result) => result.test_mse_mean),
      'last epoch R²': benchmark.results.map(
        ({ individual_runs }) =>
          individual_runs.reduce((sum, run) => sum + run.final_test_r2, 0) / individual_runs.length,
      ),
      'published R²': [0.9417, 0.9698, 0.9867, 0.9929, 0.9937, 0.994, 0.9965, 0.9972, 0.9983, 0.9985],
      'published MSE': [
        0.017613, 0.006889, 0.003629, 0.001946, 0.001807, 0.001784, 0.001004, 0.000853, 0.000482, 0.00045,
      ],
    },
  ],
  [
    'table-memory',
    'Memory usage by phase',
    {
      'peak since the start (MiB)': memory.phases.map(({ cumulative_peak_mib }) => cumulative_peak_mib),
      'peak of the phase alone (MiB)': memory.phases.map(({ own_peak_mib }) => own_peak_mib),
      'resident peak (MiB)': memory.phases.map(({ resident_peak_mib }) => resident_peak_mib),
      'published peak since the start (MiB)': [0.35, 0.39, 0.54, 0.85, 0.85, 4.94, 4.94, 4.94, 4.94, 4.94],
    },
  ],
];

describe('the tables', () => {
  const sources = SOURCES['both files'];
  const page = pageOf(sources);
  const markdown = toMarkdown(buildReport(sources));

  it.each(TABLES)('%s agrees with the file to the last digit shown, in both forms', (id, caption, columns) => {
    const grid = htmlGrid(page, id);
    for (const [head, numbers] of Object.entries(columns)) {
      expectShown(grid, head, numbers);
      expectShown(markdownGrid(markdown, caption), head, numbers);
      const column = grid.heads.indexOf(head);
      if (!head.includes('published'))
        expect(grid.values.map((row) => Number(row[column]))[0]).toBeCloseTo(numbers[0], 12);
    }
  });

  it('list every run with its seed and its hashes', () => {
    const { heads, rows } = htmlGrid(page, 'table-runs');
    const runs = benchmark.results.flatMap((result) =>
      result.individual_runs.map((run) => [
        result.dataset_size.toLocaleString('en-US'),
        String(run.seed),
        run.weights_sha256.slice(0, 16),
      ]),
    );
    const columns = ['dataset size', 'seed', 'weights, SHA-256 (first 16 digits)'].map((head) => heads.indexOf(head));
    expect(rows.map((row) => columns.map((column) => row[column]))).toEqual(runs);
  });

  it('leave out what a file does not have', () => {
    const { heads } = htmlGrid(pageOf(SOURCES["the published project's own files"]), 'table-training-time');
    expect(heads).toEqual([
      'dataset size',
      'runs',
      'training time (s)',
      'time per sample (ms)',
      'published time (s)',
      'published time per sample (ms)',
      'published over ours',
    ]);
    const published = htmlGrid(pageOf(SOURCES['one size and one run']), 'table-memory').heads;
    expect(published).not.toContain('published peak since the start (MiB)');
  });
});

describe('hostile texts in the files', () => {
  const hostile = `</script><b onload="x">&amp; 'a' | \`b\` *c* ]]>\u0000`;
  const evil: BenchmarkRecord = {
    ...benchmark,
    timestamp: hostile,
    engine: hostile,
    code_version: hostile,
    environment: {
      ...benchmark.environment,
      machine_model: hostile,
      cpu: { ...benchmark.environment.cpu, model: hostile, core_kinds: [{ name: hostile, count: 1 }] },
      os: { ...benchmark.environment.os, name: hostile, kernel: hostile },
      packages: { [hostile]: hostile },
      git: { commit: hostile, dirty: true },
      power: { source: 'battery', governor: hostile },
    },
  };
  const evilMemory: MemoryRecord = { ...memory, engine: hostile, environment: evil.environment };

  it('come out as they are, as text, and make no element', () => {
    const sources: Sources = { benchmark: evil, memory: evilMemory, beside: undefined };
    const page = pageOf(sources);
    expect(named(page, 'main')[0].text).toContain(hostile.replace('\u0000', '\uFFFD'));
    expect(named(page, 'b')).toEqual([]);
    expect(named(page, 'script')).toHaveLength(1);
    const harmless = pageOf(SOURCES['both files']);
    expect(new Set(descendants(page).map(({ name }) => name))).toEqual(
      new Set(descendants(harmless).map(({ name }) => name)),
    );
  });

  it('make no mark in Markdown, outside code', () => {
    const markdown = toMarkdown(buildReport({ benchmark: evil, memory: evilMemory, beside: undefined }));
    const outsideCode = markdown
      .replaceAll(/(`{3,})[^]*?\n\1\n/g, '')
      .replaceAll(/(?<!\\)(`+)(?!`)[^]*?[^`]\1(?!`)/g, '');
    expect(outsideCode).not.toMatch(/[^\\]<(?!https:)/);
    expect(outsideCode).toContain('\\</script\\>');
  });
});

describe('what a report says', () => {
  const markdownOf = (sources: Sources): string => toMarkdown(buildReport(sources));

  it('says what ran beside it, and names the load average instead in files that do not say it', () => {
    const withEnvironment = (changes: Partial<BenchmarkRecord['environment']>): string =>
      markdownOf({
        benchmark: { ...benchmark, environment: { ...benchmark.environment, ...changes } },
        memory,
        beside: undefined,
      });
    const older = withEnvironment({ load_average: [1.99, 1, 0.5] });
    expect(older).toContain('load average of the minute before the start was 1.99');
    expect(older).not.toContain('other programs');
    const quiet = withEnvironment({ load_average: [1.99, 1, 0.5], busy_cores: 0 });
    expect(quiet).toContain("Right before the start other programs used 0.00 of the processor's cores.");
    expect(quiet).toMatch(/Cores in use by other programs.*0\.00 right before the start/);
    expect(quiet).not.toContain('load average of the minute');
    const unknown = withEnvironment({ busy_cores: null });
    expect(unknown).toMatch(/Cores in use by other programs.*not reported by the system/);
  });

  it('says how to make a memory profile where there is none', () => {
    expect(markdownOf(SOURCES['a benchmark alone'])).toContain('`npx fived memory --out FOLDER`');
    expect(markdownOf(SOURCES['both files'])).not.toContain('There is no memory profile');
  });

  it('names what sets the memory profile apart from the benchmark', () => {
    expect(markdownOf(SOURCES['both files'])).not.toContain('with other settings');
    const other = { ...memory, hyperparameters: { ...memory.hyperparameters, max_iter: 20 } };
    expect(markdownOf({ benchmark, memory: other, beside: undefined })).toContain(
      'with other settings than the benchmark: epochs 20, not 300.',
    );
  });

  it('does not call the relaxed engine reproducible', () => {
    const text = markdownOf({
      benchmark: madeUpRecord({ engine: 'simd-relaxed' }),
      memory: undefined,
      beside: undefined,
    });
    expect(text).toContain('not bit-identical');
    expect(text).not.toContain('fived verify');
  });

  it('counts the runs whose hashes another engine has too', () => {
    expect(markdownOf(SOURCES['another engine beside'])).toContain(
      '50 of 50 runs that both records hold have the same two hashes with the reference engine.',
    );
    const [first, ...others] = benchmark.results;
    const [run, ...runs] = first.individual_runs;
    const results = [{ ...first, individual_runs: [{ ...run, weights_sha256: 'f'.repeat(64) }, ...runs] }, ...others];
    expect(markdownOf({ benchmark, memory: undefined, beside: { ...benchmark, results } })).toContain('49 of 50 runs');
  });

  it('names the sizes that an unfinished sweep has no run of', () => {
    const unfinished = { ...benchmark, dataset_sizes: [1000, 2000, 12000], results: benchmark.results.slice(0, 2) };
    expect(markdownOf({ benchmark: unfinished, memory: undefined, beside: undefined })).toContain(
      'The sweep is unfinished: no run yet of 12,000 samples.',
    );
  });

  it('refuses a file without a finished run', () => {
    expect(() =>
      buildReport({ benchmark: { ...benchmark, results: [] }, memory: undefined, beside: undefined }),
    ).toThrow('no finished run');
  });
});

describe('the command that repeats a benchmark', () => {
  it('has all of its settings', () => {
    expect(benchCommand({ ...benchmark, wide: true })).toBe(
      'npx fived bench --sizes 1000:10000:1000 --runs 5 --epochs 300 --hidden 64,32,16 ' +
        '--learning-rate 0.001 --batch-size 32 --seed 42 --engine simd --wide --out FOLDER',
    );
  });

  it('writes sizes as a range only where they are one', () => {
    expect(sizesOption([1000])).toBe('1000');
    expect(sizesOption([1000, 2000])).toBe('1000,2000');
    expect(sizesOption([1000, 2000, 4000])).toBe('1000,2000,4000');
    expect(sizesOption([500, 1000, 1500])).toBe('500:1500:500');
  });
});
