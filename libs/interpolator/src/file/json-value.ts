/** Untrusted JSON. Each value carries its place, and is checked as it is read. */
import { quoted } from '@fived/data';

interface JsonValue {
  readonly value: unknown;
  /** For messages: the source, and the path to the value in it. */
  readonly place: string;
}

const fail = ({ value, place }: JsonValue, wanted: string): never => {
  const kind = value === undefined ? 'it is missing' : `got ${quoted(JSON.stringify(value))}`;
  throw new Error(`${place} must be ${wanted}; ${kind}`);
};

/** @throws Error if the text is not JSON */
export function parseJson(text: string, place: string): JsonValue {
  try {
    return { value: JSON.parse(text) as unknown, place };
  } catch {
    throw new Error(`${place} must be JSON; got ${quoted(text)}`);
  }
}

/** Checks a value and returns it. Throws an Error that says where it is, what was found, and what would be right. */
export type Read<Value> = (json: JsonValue) => Value;

/** A member of an object; its value is undefined if it does not exist. */
export function member(json: JsonValue, key: string): JsonValue {
  const { value, place } = json;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(json, 'an object');
  const own = Object.getOwnPropertyDescriptor(value, key);
  return { value: own?.value as unknown, place: `${place}.${key}` };
}

/** Members that are not asked for are ignored. */
export const objectOf =
  <Value extends object>(members: { readonly [Key in keyof Value]: Read<Value[Key]> }): Read<Value> =>
  (json) =>
    Object.fromEntries(
      Object.entries<Read<unknown>>(members).map(([key, read]) => [key, read(member(json, key))]),
    ) as Value;

export const listOf =
  <Value>(read: Read<Value>): Read<readonly Value[]> =>
  (json) => {
    if (!Array.isArray(json.value)) return fail(json, 'a list');
    return json.value.map((value: unknown, i) => read({ value, place: `${json.place}[${i}]` }));
  };

export const number: Read<number> = (json) =>
  // JSON reads 1e400 as infinity
  typeof json.value === 'number' && Number.isFinite(json.value) ? json.value : fail(json, 'a finite number');

export const within =
  (least: number, most = Number.MAX_VALUE): Read<number> =>
  (json) => {
    const value = number(json);
    if (value >= least && value <= most) return value;
    return fail(json, most === Number.MAX_VALUE ? `at least ${least}` : `from ${least} to ${most}`);
  };

export const whole =
  (least: number): Read<number> =>
  (json) => {
    const { value } = json;
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= least
      ? value
      : fail(json, `a whole number of at least ${least}`);
  };

export const text: Read<string> = (json) => (typeof json.value === 'string' ? json.value : fail(json, 'text'));

export const oneOf =
  <Choice extends string>(...choices: readonly Choice[]): Read<Choice> =>
  (json) =>
    choices.find((choice) => choice === json.value) ?? fail(json, `one of ${choices.join(', ')}`);
