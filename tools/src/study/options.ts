/** The options of `fived-study`. */
import { parseArgs } from 'node:util';
import { canPin, lastAllowedCore } from '../peers/threads.js';
import { CACHE } from './places.js';
import { planProblems, SIZES, type Part } from './problems.js';
import { targetNames, type TargetName } from './targets.js';

export const tableNames = ['methods', 'ideas', 'both'] as const;
export type TableName = (typeof tableNames)[number];

export interface StudyOptions extends Part {
  readonly ideaSeeds: readonly number[];
  readonly table: TableName;
  readonly core: number | undefined;
  readonly mostSeconds: number;
  readonly python: string;
  readonly cache: string;
  readonly out: string;
  readonly resume: boolean;
}

const LARGEST_SEED = 2 ** 32 - 1;

const DEFAULTS = {
  targets: targetNames.join(','),
  sizes: SIZES.join(','),
  seeds: '42,43,44',
  'idea-seeds': '42,43,44,45,46',
  table: 'both',
  'most-seconds': '600',
  python: 'python3',
  out: 'outputs',
} as const;

const PURPOSE =
  "Compares the interpolator's default fit with four Python methods " +
  "(scikit-learn's MLPRegressor, GaussianProcessRegressor and\n" +
  "HistGradientBoostingRegressor, SciPy's RBFInterpolator), " +
  'each within the time that ours took, and says what each of our ideas\n' +
  'brought. Installs the Python packages first (once). ' +
  'Writes study.json and study.md after every row. The whole takes about an\n' +
  'hour; it measures time, so leave the machine alone.';

export const helpText = `fived-study [options]

${PURPOSE}

  --targets LIST       of ${targetNames.join(', ')}
                       (default all)
  --sizes LIST         numbers of rows, of ${DEFAULTS.sizes}; beside the synthetic target, others than 1000 and 10000
                       are left out (default all)
  --seeds LIST         for the comparison (default ${DEFAULTS.seeds})
  --idea-seeds LIST    for the ideas (default ${DEFAULTS['idea-seeds']})
  --table WHICH        ${tableNames.join(', ')} (default ${DEFAULTS.table})
  --core N             the core that everything runs on, on Linux (default the last one allowed)
  --most-seconds N     after which a fit of a Python method is given up (default ${DEFAULTS['most-seconds']})
  --python PROGRAM     Python 3.11 or later (default ${DEFAULTS.python})
  --cache DIR          for the Python packages and the rows (default tools/study/.cache)
  --out DIR            (default ${DEFAULTS.out})
  --resume             go on with DIR/study.json

Example: node tools/bin/fived-study.js --targets friedman,gaussian --sizes 1000 --seeds 42 --table methods`;

const parts = (text: string): readonly string[] => [...new Set(text.split(',').map((part) => part.trim()))];

const whole = (name: string, text: string, least: number, most: number): number => {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most))
    throw new Error(`--${name} must be a whole number from ${least} to ${most}; got "${text}".`);
  return value;
};

const isTarget = (text: string): text is TargetName => targetNames.some((name) => name === text);
const isTable = (text: string): text is TableName => tableNames.some((name) => name === text);

const targetsOf = (text: string): readonly TargetName[] =>
  parts(text).map((name) => {
    if (!isTarget(name)) throw new Error(`--targets must name some of ${targetNames.join(', ')}; got "${name}".`);
    return name;
  });

const sizesOf = (text: string): readonly number[] =>
  parts(text).map((size) => {
    if (!SIZES.some((known) => String(known) === size))
      throw new Error(`--sizes must be some of ${SIZES.join(', ')}; got "${size}".`);
    return Number(size);
  });

const seedsOf = (name: string, text: string): readonly number[] =>
  parts(text).map((seed) => whole(name, seed, 0, LARGEST_SEED));

const coreOf = (text: string | undefined): number | undefined => {
  if (canPin()) return text === undefined ? lastAllowedCore() : whole('core', text, 0, 1023);
  if (text !== undefined) throw new Error('--core needs Linux and its program taskset.');
  return undefined;
};

/**
 * Returns `undefined` if help is asked for.
 * @throws Error of one line that names the option, what was found and what is right
 */
export const parseOptions = (args: readonly string[]): StudyOptions | undefined => {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      targets: { ...text, default: DEFAULTS.targets },
      sizes: { ...text, default: DEFAULTS.sizes },
      seeds: { ...text, default: DEFAULTS.seeds },
      'idea-seeds': { ...text, default: DEFAULTS['idea-seeds'] },
      table: { ...text, default: DEFAULTS.table },
      core: text,
      'most-seconds': { ...text, default: DEFAULTS['most-seconds'] },
      python: { ...text, default: DEFAULTS.python },
      cache: { ...text, default: CACHE },
      out: { ...text, default: DEFAULTS.out },
      resume: flag,
      help: { ...flag, short: 'h' },
    },
  });
  if (values.help) return undefined;
  if (!isTable(values.table))
    throw new Error(`--table must be one of ${tableNames.join(', ')}; got "${values.table}".`);
  const part = {
    targets: targetsOf(values.targets),
    sizes: sizesOf(values.sizes),
    seeds: seedsOf('seeds', values.seeds),
  };
  if (values.table !== 'ideas' && planProblems(part).length === 0) {
    throw new Error(
      `--sizes ${values.sizes} leaves nothing of --targets ${values.targets}: ` +
        'only the synthetic target has other sizes than 1000 and 10000.',
    );
  }
  return {
    ...part,
    ideaSeeds: seedsOf('idea-seeds', values['idea-seeds']),
    table: values.table,
    core: coreOf(values.core),
    mostSeconds: whole('most-seconds', values['most-seconds'], 1, 1_000_000),
    python: values.python,
    cache: values.cache,
    out: values.out,
    resume: values.resume,
  };
};
