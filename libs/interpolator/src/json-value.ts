/** Untrusted JSON. Each value carries its place, and is checked as it is read. */
import { quoted } from './safetensors/messages.js';

export interface JsonValue {
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

/** A member of an object; its value is undefined if it does not exist. */
export function member(json: JsonValue, key: string): JsonValue {
  const { value, place } = json;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(json, 'an object');
  const own = Object.getOwnPropertyDescriptor(value, key);
  return { value: own?.value as unknown, place: `${place}.${key}` };
}

export function items(json: JsonValue): JsonValue[] {
  if (!Array.isArray(json.value)) return fail(json, 'a list');
  return json.value.map((value: unknown, i) => ({ value, place: `${json.place}[${i}]` }));
}

export function asNumber(json: JsonValue): number {
  // JSON reads 1e400 as infinity
  return typeof json.value === 'number' && Number.isFinite(json.value) ? json.value : fail(json, 'a finite number');
}

export function asWithin(json: JsonValue, least: number, most: number): number {
  const value = asNumber(json);
  if (value >= least && value <= most) return value;
  return fail(json, most === Number.MAX_VALUE ? `at least ${least}` : `from ${least} to ${most}`);
}

export function asWhole(json: JsonValue, least: number): number {
  const { value } = json;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) {
    return fail(json, `a whole number of at least ${least}`);
  }
  return value;
}

export function asText(json: JsonValue): string {
  return typeof json.value === 'string' ? json.value : fail(json, 'text');
}

export function asOneOf<Choice extends string>(json: JsonValue, choices: readonly Choice[]): Choice {
  return choices.find((choice) => choice === json.value) ?? fail(json, `one of ${choices.join(', ')}`);
}
