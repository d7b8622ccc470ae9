/** The options of `npm run peers`. */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { OUR_PEER, type PeerThreads } from '@fived/records';
import { CACHE } from './places.js';
import { canPin, lastAllowedCore } from './threads.js';

export interface PeersOptions {
  readonly sizes: readonly number[];
  readonly epochs: number;
  readonly fewEpochs: number;
  readonly rounds: number;
  readonly only: readonly string[];
  readonly threads: readonly PeerThreads[];
  readonly core: number | undefined;
  readonly mostSeconds: number;
  readonly python: string;
  readonly cache: string;
  readonly out: string;
  readonly resume: boolean;
  readonly isPreparationOnly: boolean;
  readonly parity: boolean;
}

const LEAST_SIZE = 20;

const DEFAULTS = {
  sizes: '1000,2000,5000,10000',
  epochs: '300',
  'few-epochs': '20',
  rounds: '5',
  threads: 'one',
  'most-seconds': '1800',
  python: 'python3',
  out: 'outputs',
} as const;

/** `names` are the names of all peers. */
export const helpText = (names: readonly string[]): string => `npm run peers -- [options]

Trains other programs and ours alternately on the same rows and machine, every run in a fresh process. Prepares what is
missing first (some 8 GB of Python and JavaScript packages, once). Writes peers.json, peers.md and two charts.

  --sizes LIST         dataset sizes; ranges as first:last:step (default ${DEFAULTS.sizes})
  --epochs N           epochs of a training (default ${DEFAULTS.epochs})
  --few-epochs N       epochs of the slow ones, whose times are scaled (default ${DEFAULTS['few-epochs']})
  --rounds N           runs of each program a size (default ${DEFAULTS.rounds})
  --only LIST          of ${names.filter((name) => name !== OUR_PEER).join(', ')}
                       (default all)
  --threads WHICH      one, all (cores) or both (default ${DEFAULTS.threads})
  --core N             the core for one thread, on Linux (default the last one allowed)
  --most-seconds N     after which a run is stopped and has failed (default ${DEFAULTS['most-seconds']})
  --python PROGRAM     Python 3.11 or later (default ${DEFAULTS.python})
  --cache DIR          for what is installed and compiled (default tools/peers/.cache)
  --out DIR            (default ${DEFAULTS.out})
  --resume             go on with DIR/peers.json; also with more rounds, sizes or programs
  --prepare            only install and compile, and say what is there
  --parity             only compare our loss curve in float64 with PyTorch's and Keras's

Example: npm run peers -- --sizes 1000,10000 --rounds 3 --only jax,pytorch-compile,native-c`;

const whole = (name: string, text: string, least: number): number => {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(`--${name} must be a whole number of at least ${least}; got "${text}".`);
  return value;
};

const sizesOf = (text: string): readonly number[] => {
  const sizes = text.split(',').flatMap((part) => {
    const numbers = part.split(':').map((number) => whole('sizes', number.trim(), 1));
    const [first, last = first, step = 1] = numbers;
    if (numbers.length === 2 || numbers.length > 3 || first < LEAST_SIZE || last < first) {
      throw new Error(
        `--sizes must be sizes of at least ${LEAST_SIZE} such as 1000,5000 or first:last:step; got "${text}".`,
      );
    }
    return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
  });
  return [...new Set(sizes)].sort((a, b) => a - b);
};

const onlyOf = (text: string | undefined, names: readonly string[]): readonly string[] => {
  if (text === undefined) return names;
  const wanted = text.split(',').map((name) => name.trim());
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`--only must name some of ${names.join(', ')}; got "${unknown}".`);
  return names.filter((name) => name === OUR_PEER || wanted.includes(name));
};

const threadsOf = (text: string): readonly PeerThreads[] => {
  if (text === 'both') return ['one', 'all'];
  if (text === 'one' || text === 'all') return [text];
  throw new Error(`--threads must be one, all or both; got "${text}".`);
};

const coreOf = (text: string | undefined): number | undefined => {
  if (!canPin()) {
    if (text !== undefined) throw new Error('--core needs Linux and its program taskset.');
    return undefined;
  }
  if (text === undefined) return lastAllowedCore();
  const core = whole('core', text, 0);
  if (core >= cpus().length) throw new Error(`--core must be below ${cpus().length}; got "${text}".`);
  return core;
};

/**
 * Returns `undefined` if help is asked for.
 * @throws Error of one line that names the option, what was found and what is right
 */
export const parseOptions = (args: readonly string[], names: readonly string[]): PeersOptions | undefined => {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { ...text, default: DEFAULTS.sizes },
      epochs: { ...text, default: DEFAULTS.epochs },
      'few-epochs': { ...text, default: DEFAULTS['few-epochs'] },
      rounds: { ...text, default: DEFAULTS.rounds },
      only: text,
      threads: { ...text, default: DEFAULTS.threads },
      core: text,
      'most-seconds': { ...text, default: DEFAULTS['most-seconds'] },
      python: { ...text, default: DEFAULTS.python },
      cache: { ...text, default: CACHE },
      out: { ...text, default: DEFAULTS.out },
      resume: flag,
      prepare: flag,
      parity: flag,
      help: { ...flag, short: 'h' },
    },
  });
  if (values.help) return undefined;
  const epochs = whole('epochs', values.epochs, 1);
  return {
    sizes: sizesOf(values.sizes),
    epochs,
    fewEpochs: Math.min(epochs, whole('few-epochs', values['few-epochs'], 1)),
    rounds: whole('rounds', values.rounds, 1),
    only: onlyOf(values.only, names),
    threads: threadsOf(values.threads),
    core: coreOf(values.core),
    mostSeconds: whole('most-seconds', values['most-seconds'], 1),
    python: values.python,
    cache: values.cache,
    out: values.out,
    resume: values.resume,
    isPreparationOnly: values.prepare,
    parity: values.parity,
  };
};
