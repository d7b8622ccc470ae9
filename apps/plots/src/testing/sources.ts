/** For tests only: what reports can be made of. Every figure in here is MADE UP; none of it is a result. */
import type { BenchmarkRecord, MemoryRecord } from '@fived/records';
import { madeUpBaseMemoryRecord, madeUpMemoryRecord } from './memory-record.js';
import { madeUpBaseRecord, madeUpRecord } from './record.js';
import type { Sources } from '../report/report-markdown.js';

export const benchmark = madeUpRecord();
export const memory = madeUpMemoryRecord({ sizes: [1000, 5000, 10000] });

export const SOURCES = {
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
  'short runs': {
    benchmark: {
      ...benchmark,
      hyperparameters: { ...benchmark.hyperparameters, max_iter: 5 },
      results: benchmark.results.map((result) => ({ ...result, epochs_used: 5 })),
    },
    memory: { ...memory, hyperparameters: { ...memory.hyperparameters, max_iter: 5 } },
    beside: undefined,
  },
} as const satisfies Readonly<Record<string, Sources>>;

/** Would be an element, a table's cell, a list, a link, a colour and a line of its own, if it could. */
export const HOSTILE =
  `</script><b onload="x">&amp; 'a' | \`b\` *c* ![d](https://a.example) https://a.example ]]>` +
  '\u0000\u001B[31m\u202E\n- e';
/** As it is read. */
export const HOSTILE_READ =
  `</script><b onload="x">&amp; 'a' | \`b\` *c* ![d](https://a.example) https://a.example ]]>` +
  '\uFFFD\uFFFD[31m\uFFFD - e';

const environment: BenchmarkRecord['environment'] = {
  ...benchmark.environment,
  machine_model: HOSTILE,
  cpu: { ...benchmark.environment.cpu, model: HOSTILE, core_kinds: [{ name: HOSTILE, count: 1 }] },
  os: { ...benchmark.environment.os, name: HOSTILE, kernel: HOSTILE },
  packages: { [HOSTILE]: HOSTILE },
  git: { commit: HOSTILE, dirty: true },
  power: { source: 'battery', governor: HOSTILE },
};
const evil: BenchmarkRecord = {
  ...benchmark,
  timestamp: HOSTILE,
  engine: HOSTILE,
  code_version: HOSTILE,
  clock: { name: HOSTILE, resolution_ns: 1 },
  environment,
  results: benchmark.results.map((result) => ({
    ...result,
    individual_runs: result.individual_runs.map((run) => ({ ...run, weights_sha256: HOSTILE })),
  })),
};
const evilMemory: MemoryRecord = {
  ...memory,
  engine: HOSTILE,
  code_version: `${HOSTILE}2`,
  environment: { ...environment, node: HOSTILE },
  sizes: memory.sizes?.map((size) => ({ ...size, engine: HOSTILE })),
};

/** Files whose every text is hostile. */
export const HOSTILE_SOURCES: Sources = { benchmark: evil, memory: evilMemory, beside: evil };
