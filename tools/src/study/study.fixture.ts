/** For tests only: records that nobody measured. */
import { methodNames, type MethodName } from './methods.js';
import type { Problem } from './problems.js';
import { STUDY_SCHEMA, type MethodResult, type StudyRecord, type StudyRow } from './record.js';

const machine: StudyRecord['environment'] = {
  machine_model: null,
  cpu: {
    model: 'Some CPU',
    logical_cores: 2,
    physical_cores: 2,
    core_kinds: null,
    max_frequency_mhz: null,
    current_frequency_mhz: null,
  },
  memory_bytes: 1,
  storage: { model: null, kind: null, size_bytes: null },
  os: { name: 'Some system', version: null, kernel: '1', architecture: 'x64' },
  container: { kind: null, cpu_limit: null, memory_limit_bytes: null },
  node: '20.20.2',
  v8: '11',
  packages: {},
  git: { commit: 'abc', dirty: false },
  load_average: null,
  power: { source: null, governor: null },
};

export const emptyRecord: StudyRecord = {
  schema: STUDY_SCHEMA,
  timestamp: '2026-01-01T00:00:00.000Z',
  environment: machine,
  versions: { numpy: '2.4.6' },
  rows: [],
  ideas: [],
};

const method = (name: MethodName, test_mse: number | undefined): MethodResult => ({
  method: name,
  attempts: [],
  seconds: 2,
  is_over_budget: false,
  chosen: test_mse === undefined ? null : { variant: 'a variant', rows: 'both', test_mse, truth_rmse: test_mse / 10 },
  failure: test_mse === undefined ? 'it broke' : null,
});

/** A row with the test errors of ours and of the methods, in their order; undefined for a method that failed. */
export const madeUpRow = (problem: Problem, ours: number, ...errors: readonly (number | undefined)[]): StudyRow => ({
  problem,
  noise: 0,
  ours: { seconds: 3, test_mse: ours, truth_rmse: ours / 10 },
  methods: methodNames.map((name, i) => method(name, errors[i])),
});
