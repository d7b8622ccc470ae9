/** The options of `npm run peers`. */
import { cpus } from 'node:os';
import { OUR_PEER, type PeerThreads } from '@fived/records';
import yargs from 'yargs';
import { CACHE } from './places.js';
import { canPin, lastAllowedCore } from './threads.js';

const LEAST_SIZE = 20;

const wholeOf = (name: string, text: string, least: number): number => {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(`--${name} must be a whole number of at least ${least}; got "${text}".`);
  return value;
};

const sizesOf = (text: string): readonly number[] => {
  const sizes = text.split(',').flatMap((part) => {
    const numbers = part.split(':').map((number) => wholeOf('sizes', number.trim(), 1));
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

const onlyOf = (text: string, names: readonly string[]): readonly string[] => {
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

const coreOf = (text: string): number => {
  if (!canPin()) throw new Error('--core needs Linux and its program taskset.');
  const core = wholeOf('core', text, 0);
  if (core >= cpus().length) throw new Error(`--core must be below ${cpus().length}; got "${text}".`);
  return core;
};

/** `names` are the names of all peers. */
export const parserFor = (names: readonly string[]) => {
  const whole = (name: string, standard: string, describe: string) => ({
    describe,
    default: standard,
    type: 'string' as const,
    coerce: (given: string) => wholeOf(name, given, 1),
  });
  return yargs()
    .locale('en') // yargs would translate its own messages, and no others
    .scriptName('npm run peers --')
    .usage(
      `$0 [options]

Trains other programs and ours alternately on the same rows and machine, every run in a fresh process. Prepares what is
missing first (some 8 GB of Python and JavaScript packages, once). Writes peers.json, peers.md and two charts.`,
    )
    .wrap(null)
    .options({
      sizes: {
        describe: 'Dataset sizes; ranges as first:last:step',
        default: '1000,2000,5000,10000',
        type: 'string',
        coerce: sizesOf,
      },
      epochs: whole('epochs', '300', 'Epochs of a training'),
      'few-epochs': whole('few-epochs', '20', 'Epochs of the slow ones, whose times are scaled'),
      rounds: whole('rounds', '5', 'Runs of each program a size'),
      only: {
        describe: `Of ${names.filter((name) => name !== OUR_PEER).join(', ')} (default: all)`,
        type: 'string',
        coerce: (given: string) => onlyOf(given, names),
      },
      threads: { type: 'string', describe: 'One, all (cores) or both', default: 'one', coerce: threadsOf },
      core: {
        describe: 'The core for one thread, on Linux (default: the last one allowed)',
        type: 'string',
        coerce: coreOf,
      },
      'most-seconds': whole('most-seconds', '1800', 'After which a run is stopped and has failed'),
      python: { type: 'string', describe: 'Python 3.11 or later', default: 'python3' },
      cache: { type: 'string', describe: 'For what is installed and compiled', default: CACHE },
      out: { type: 'string', describe: 'Folder of the results', default: 'outputs' },
      resume: { type: 'boolean', describe: 'Go on with peers.json; also with more rounds, sizes or programs' },
      prepare: { type: 'boolean', describe: 'Only install and compile, and say what is there' },
      parity: { type: 'boolean', describe: "Only compare our loss curve in float64 with PyTorch's and Keras's" },
    })
    .epilogue('Example: npm run peers -- --sizes 1000,10000 --rounds 3 --only jax,pytorch-compile,native-c')
    .strict()
    .parserConfiguration({ 'duplicate-arguments-array': false })
    .version(false)
    .alias('help', 'h')
    .exitProcess(false)
    .fail(false);
};

/**
 * Returns `undefined` if help is asked for, which it prints.
 * @throws Error of one line that names the option, what was found and what is right
 */
export const parseOptions = (args: readonly string[], names: readonly string[]) => {
  const { help, ...given } = parserFor(names).parseSync(args);
  if (help === true) return undefined;
  return {
    ...given,
    fewEpochs: Math.min(given.epochs, given.fewEpochs),
    only: given.only ?? names,
    core: given.core ?? (canPin() ? lastAllowedCore() : undefined),
  };
};

export type PeersOptions = NonNullable<ReturnType<typeof parseOptions>>;
