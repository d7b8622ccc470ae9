/**
 * Readers of options. Each takes what was on the command line and returns a value, or throws an Error that names the
 * option, what was found, and what would be right.
 */

type Reader<Value> = (given: unknown) => Value;

/** The text of an option. yargs hands over an array if the option was given more than once. */
function untrimmed(name: string, given: unknown): string {
  if (Array.isArray(given)) throw new Error(`--${name} was given more than once; give it once.`);
  return String(given);
}

const single = (name: string, given: unknown): string => untrimmed(name, given).trim();

const fail = (name: string, given: string, right: string): never => {
  throw new Error(`--${name} must be ${right}; got "${given}".`);
};

// Plain decimals only: Number() would also accept "", " 7", "0x10" and "Infinity".
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** A whole number of at least `least`, e.g. 300 or 1e4. */
export const wholeNumber =
  (name: string, least: number): Reader<number> =>
  (given) => {
    const text = single(name, given);
    const value = DECIMAL.test(text) ? Number(text) : NaN;
    return Number.isSafeInteger(value) && value >= least
      ? value
      : fail(name, text, `a whole number of at least ${least}`);
  };

/** A number above zero. */
export const positiveNumber =
  (name: string): Reader<number> =>
  (given) => {
    const text = single(name, given);
    const value = DECIMAL.test(text) ? Number(text) : NaN;
    return value > 0 && value < Infinity ? value : fail(name, text, 'a number above 0');
  };

/** A number of at least zero. */
export const nonNegativeNumber =
  (name: string): Reader<number> =>
  (given) => {
    const text = single(name, given);
    const value = DECIMAL.test(text) ? Number(text) : NaN;
    return value >= 0 && value < Infinity ? value : fail(name, text, 'a number of at least 0');
  };

/** Widths of the hidden layers, "64,32,16"; "none" for none. */
export const hiddenSizes =
  (name: string): Reader<readonly number[]> =>
  (given) => {
    const text = single(name, given);
    if (text === 'none') return [];
    const sizes = text.split(',').map((part) => (/^\d+$/.test(part.trim()) ? Number(part) : NaN));
    return sizes.every((size) => Number.isSafeInteger(size) && size >= 1 && size <= 65536)
      ? sizes
      : fail(name, text, 'widths from 1 to 65536 such as 64,32,16, or "none"');
  };

/**
 * Networks with their batch sizes, such as "5-64-32-16-1@32,5-256-128-64-1@256". Widths go from the dataset's 5 inputs
 * to 1 output.
 */
export const networkCases =
  (name: string): Reader<readonly { readonly sizes: readonly number[]; readonly batchSize: number }[]> =>
  (given) => {
    const text = single(name, given);
    return text.split(',').map((part) => {
      const match = /^(5(?:-[1-9]\d{0,4})*-1)@([1-9]\d{0,5})$/.exec(part.trim());
      return match === null
        ? fail(name, text, 'networks of 5 inputs and 1 output with a batch size each, such as 5-64-32-16-1@32')
        : { sizes: match[1].split('-').map(Number), batchSize: Number(match[2]) };
    });
  };

const MOST_SIZES = 1000;

/**
 * Dataset sizes: a list such as "1000,5000", ranges such as "1000:10000:1000" (both ends included), or both. Returned
 * in ascending order, each once.
 */
export const datasetSizes =
  (name: string, least: number): Reader<readonly number[]> =>
  (given) => {
    const text = single(name, given);
    const right = `sizes of at least ${least} such as 1000,5000 or a range first:last:step such as 1000:10000:1000`;
    const sizes = new Set<number>();
    for (const part of text.split(',')) {
      const numbers = part.split(':').map((number) => (/^\d+$/.test(number.trim()) ? Number(number) : NaN));
      if (numbers.some((number) => !Number.isSafeInteger(number)) || numbers.length === 2 || numbers.length > 3) {
        return fail(name, text, right);
      }
      const [first, last = first, step = 1] = numbers;
      if (first < least || last < first || step < 1) return fail(name, text, right);
      if ((last - first) / step + sizes.size >= MOST_SIZES) return fail(name, text, `at most ${MOST_SIZES} sizes`);
      for (let size = first; size <= last; size += step) sizes.add(size);
    }
    return [...sizes].sort((a, b) => a - b);
  };

/** Text that is not empty, such as the name of a column. */
export const nonEmpty =
  (name: string, right: string): Reader<string> =>
  (given) => {
    const text = single(name, given);
    return text === '' ? fail(name, text, right) : text;
  };

/** Columns by name or number: "a,b,c". For names with commas, the option is given once for each. */
export const columnKeys =
  (name: string): Reader<readonly string[]> =>
  (given) => {
    const keys = (Array.isArray(given) ? given.map(String) : String(given).split(',')).map((key) => key.trim());
    return keys.includes('') ? fail(name, String(given), 'names or numbers of columns, such as a,b,c') : keys;
  };

const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', space: ' ' } as const;
export type Delimiter = (typeof DELIMITERS)[keyof typeof DELIMITERS];

/** The character between cells, by its name or as it is. */
export const delimiter =
  (name: string): Reader<Delimiter> =>
  (given) => {
    const text = untrimmed(name, given);
    const found = Object.entries(DELIMITERS).find(
      ([word, sign]) => text === word || text === sign || (sign === '\t' && text === '\\t'),
    );
    return found === undefined ? fail(name, text, 'comma, semicolon, tab or space') : found[1];
  };

/** A path, which must not be empty. */
export const path = (name: string): Reader<string> => nonEmpty(name, 'a path');
