/** For tests only: texts of strangers, and what must not become of them. */
import { expect } from 'vitest';

/** Would clear the screen, turn text round, begin a line of its own and be an element and a link, if it could. */
export const HOSTILE = '\u001B[2J\u009B31m\u0007\u202E\r\nforged: <b onload=x>|`a`[x](javascript:1)\u2028forged: # h';

// oxlint-disable-next-line eslint/no-control-regex -- what must not be there
const OBEYED = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E\u2028]|^forged:/m;

/** Expects that a text, of whatever lines, has nothing in it that a terminal obeys and no line of a stranger's. */
export const expectInert = (text: string): void => {
  expect(text).not.toMatch(OBEYED);
};

/** A place within JSON. */
export type Path = readonly (string | number)[];

/** The paths of all values within, without the value itself, in order. */
export const pathsIn = (value: unknown, to: Path = []): readonly Path[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, inner]) => {
        const path = [...to, Array.isArray(value) ? Number(name) : name];
        return [path, ...pathsIn(inner, path)];
      });

export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, name) => (inner as Record<string | number, unknown>)[name], value);

/** Changes a copy of JSON at one place: `change` gets the object or array that holds it, and its name there. */
export function changedAt<Value>(
  value: Value,
  path: Path,
  change: (holder: Record<string | number, unknown>, name: string | number) => void,
): Value {
  const copy = structuredClone(value);
  change(valueAt(copy, path.slice(0, -1)) as Record<string | number, unknown>, path[path.length - 1]);
  return copy;
}

/** Copies with one text each, or the name of one field, made hostile. */
export const withHostileText = (record: unknown): readonly unknown[] =>
  pathsIn(record).flatMap((path) => {
    const value = valueAt(record, path);
    const renamed = changedAt(record, path, (holder, name) => {
      if (!Array.isArray(holder)) holder[`${name}${HOSTILE}`] = value;
    });
    if (typeof value !== 'string') return typeof path.at(-1) === 'number' ? [] : [renamed];
    const replaced = changedAt(record, path, (holder, name) => {
      holder[name] = `${value}${HOSTILE}`;
    });
    return [replaced, renamed];
  });
