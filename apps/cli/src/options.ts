/**
 * Readers of options, and what makes them options of yargs. A reader takes what was on the command line and returns a
 * value, or throws an Error that names the option, what was found, and what would be right.
 */
import { MOST_EPOCHS } from '@fived/nn';
import type { Options } from 'yargs';

type Reader<Value> = (given: unknown, name: string) => Value;

/** An option as yargs takes it, with the reader of its text. */
export interface Definition extends Omit<Options, 'coerce' | 'requiresArg'> {
  readonly read?: Reader<unknown>;
  /** Whether it is an argument in its place, not an option with dashes. */
  readonly isArgument?: true;
  /** Whether only `--help all` lists it. */
  readonly isRare?: true;
  /** What stands for its value in the usage, if it must be given. */
  readonly placeholder?: string;
}

export type Definitions = Readonly<Record<string, Definition>>;

type ValueOf<Defined extends Definition> = Defined extends { readonly read: Reader<infer Value> }
  ? Value
  : Defined extends { readonly choices: readonly (infer Choice)[] }
    ? Choice
    : Defined extends { readonly type: 'boolean' }
      ? boolean
      : string;

/** What a handler gets. */
export type Values<Defined extends Definitions> = {
  readonly [Name in keyof Defined]:
    | ValueOf<Defined[Name]>
    | (Defined[Name] extends { readonly default: unknown } | { readonly demandOption: true } ? never : undefined);
};

/** Gives options a heading in `--help`. */
export const inGroup = <const Defined extends Definitions>(group: string, options: Defined): Defined =>
  Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, { ...option, group: `${group}:` }]),
  ) as object as Defined;

/** A switch that is off unless it is given. */
export const flag = <Text extends string>(describe: Text) => ({ type: 'boolean', default: false, describe }) as const;

/** The text of an option. yargs hands over an array if the option was given more than once. */
function untrimmed(given: unknown, name: string): string {
  if (Array.isArray(given)) throw new Error(`--${name} was given more than once; give it once.`);
  return String(given);
}

/** @param parse the value; or it calls `refuse` with what would be right */
const reader =
  <Value>(parse: (text: string, refuse: (right: string) => never) => Value, textOf = trimmed): Reader<Value> =>
  (given, name) => {
    const text = textOf(given, name);
    return parse(text, (right) => {
      throw new Error(`--${name} must be ${right}; got "${text}".`);
    });
  };

const trimmed: typeof untrimmed = (given, name) => untrimmed(given, name).trim();

// Plain decimals only: Number() would also accept "", " 7", "0x10" and "Infinity".
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

const numberThat = (isRight: (value: number) => boolean, right: string): Reader<number> =>
  reader((text, refuse) => {
    const value = DECIMAL.test(text) ? Number(text) : NaN;
    return isRight(value) ? value : refuse(right);
  });

/** A whole number of at least `least`, e.g. 300 or 1e4, and at most `most` if that is given. */
export const wholeNumber = (least: number, most?: number): Reader<number> =>
  numberThat(
    (value) => Number.isSafeInteger(value) && value >= least && value <= (most ?? Infinity),
    most === undefined ? `a whole number of at least ${least}` : `a whole number from ${least} to ${most}`,
  );

/** `--epochs` */
export const epochs = wholeNumber(1, MOST_EPOCHS);

export const positiveNumber = numberThat((value) => value > 0 && value < Infinity, 'a number above 0');

export const nonNegativeNumber = numberThat((value) => value >= 0 && value < Infinity, 'a number of at least 0');

const PERCENTAGE = /^(\d+(?:\.\d*)?|\.\d+)\s*(%?)$/;

/** "5%" or "0.05" as 0.05; at most 1000%. A bare number of 1 or more is refused, since 5 may mean 5% or 500%. */
export const percentage = reader((text, refuse) => {
  const [, digits, sign] = PERCENTAGE.exec(text) ?? [];
  const value = sign === '%' ? Number(digits) / 100 : Number(digits);
  return value < 1 || (sign === '%' && value <= 10) ? value : refuse('a percentage such as 5% or 0.05');
});

/** Digits alone; NaN for anything else. */
const digitsOf = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text) : NaN);

/** Widths of the hidden layers, "64,32,16"; "none" for none. */
export const hiddenSizes: Reader<readonly number[]> = reader((text, refuse) => {
  const sizes = text === 'none' ? [] : text.split(',').map(digitsOf);
  return sizes.every((size) => Number.isSafeInteger(size) && size >= 1 && size <= 65536)
    ? sizes
    : refuse('widths from 1 to 65536 such as 64,32,16, or "none"');
});

export const HIDDEN_OPTION = {
  default: '64,32,16',
  read: hiddenSizes,
  describe: 'Widths of the hidden layers, or none',
  group: 'Network:',
} as const;

/** The number of rows of a dataset that is made. */
export const N_OPTION = { alias: 'n', read: wholeNumber(1), group: 'Data:' } as const;

/**
 * Networks with their batch sizes, such as "5-64-32-16-1@32,5-256-128-64-1@256". Widths go from the dataset's 5 inputs
 * to 1 output.
 */
export const networkCases = reader((text, refuse) =>
  text.split(',').map((part) => {
    const [, sizes, batchSize] =
      /^(5(?:-[1-9]\d{0,4})*-1)@([1-9]\d{0,5})$/.exec(part.trim()) ??
      refuse('networks of 5 inputs and 1 output with a batch size each, such as 5-64-32-16-1@32');
    return { sizes: sizes.split('-').map(Number), batchSize: Number(batchSize) };
  }),
);

const MOST_SIZES = 1000;

/**
 * Dataset sizes: a list such as "1000,5000", ranges such as "1000:10000:1000" (both ends included), or both. Returned
 * in ascending order, each once.
 */
export const datasetSizes = (least: number): Reader<readonly number[]> =>
  reader((text, refuse) => {
    const sizes = new Set<number>();
    for (const part of text.split(',')) {
      const numbers = part.split(':').map(digitsOf);
      const [first, last = first, step = 1] = numbers;
      const isRange = numbers.every(Number.isSafeInteger) && (numbers.length === 1 || numbers.length === 3);
      if (!isRange || first < least || last < first || step < 1)
        return refuse(
          `sizes of at least ${least} such as 1000,5000 or a range first:last:step such as 1000:10000:1000`,
        );
      if ((last - first) / step + sizes.size >= MOST_SIZES) return refuse(`at most ${MOST_SIZES} sizes`);
      for (let size = first; size <= last; size += step) sizes.add(size);
    }
    return [...sizes].sort((a, b) => a - b);
  });

/** Text that is not empty, such as the name of a column. */
export const nonEmpty = (right: string): Reader<string> => reader((text, refuse) => text || refuse(right));

export const path = nonEmpty('a path');

/** A path that must be given, in its place on the command line. */
export const pathArgument = <const Describe extends string>(describe: Describe) =>
  ({ isArgument: true, demandOption: true, read: path, describe }) as const;

/** `--json` */
export const jsonFlag = (describe: string) =>
  ({ type: 'boolean', default: false, group: 'Output:', describe }) as const;

/** `--out` of a folder. */
export const outFolder = (describe: string) =>
  ({ default: 'outputs', read: path, group: 'Output:', describe }) as const;

/** Columns by name or number: "a,b,c". For names with commas, the option is given once for each. */
export const columnKeys: Reader<readonly string[]> = (given, name) => {
  const keys = (Array.isArray(given) ? given.map(String) : String(given).split(',')).map((key) => key.trim());
  if (keys.includes(''))
    throw new Error(`--${name} must be names or numbers of columns, such as a,b,c; got "${String(given)}".`);
  return keys;
};

const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', space: ' ' } as const;

/** The character between cells, by its name or as it is. */
export const delimiter = reader((text, refuse) => {
  const found = Object.entries(DELIMITERS).find(
    ([word, sign]) => text === word || text === sign || (sign === '\t' && text === '\\t'),
  );
  return found?.[1] ?? refuse('comma, semicolon, tab or space');
}, untrimmed);
