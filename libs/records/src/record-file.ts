/**
 * Reads, checks and writes the JSON files of runs. Numbers are written unrounded, as the shortest text that reads back
 * to the same bits.
 */
import { readFile } from 'node:fs/promises';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { messageOf } from './command-line.js';
import { errorCode } from './files.js';
import { inertStrings, jsonText } from './inert-text.js';
import { compile, shown, validated } from './validate.js';
import { writeFileWhole } from './whole-file.js';

/** Throws an Error of one line for a file that is missing or unreadable. `writer` is the command that writes it. */
export const readText = async (path: string, writer: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') throw new Error(`${path}: there is no such file; "${writer}" writes it`, { cause: error });
    throw new Error(`${path}: cannot be read: ${code === 'EISDIR' ? 'it is a folder' : messageOf(error)}`, {
      cause: error,
    });
  }
};

const parse = (text: string, path: string, what: string): unknown => {
  if (text.trim() === '') throw new Error(`${path}: the file is empty; must be a ${what} in JSON`);
  try {
    return inertStrings(JSON.parse(text) as unknown);
  } catch (error) {
    if (error instanceof RangeError)
      throw new Error(`${path}: too deeply nested; must be a ${what} in JSON`, { cause: error });
    // The parser quotes the text around the fault, including line ends.
    const fault = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
    throw new Error(`${path}: not valid JSON (cut short or damaged?): ${fault}`, { cause: error });
  }
};

interface RecordKind<Own, Base> {
  /** Name and version of the format, such as "fived/metrics/2". */
  readonly schema: string;
  /** Whether a file of the published project, which has no `schema` field, may be read too: `$defs/baseRecord`. */
  readonly hasBase?: boolean;
  /** Whether the `schema` field is looked at first: a record of another kind has none of the fields. */
  readonly schemaFirst?: boolean;
  /** Throws an Error for what a schema cannot express: numbers that do not agree with each other. */
  readonly checkFit?: (record: Own | Base, source: string) => void;
  /** In words. */
  readonly what: string;
  /** The command that writes it. */
  readonly writer: string;
}

interface RecordFile<Own, Base> {
  /**
   * The value itself, after a check that it is such a record. Throws an Error of one line that names `source`, the
   * place in the record, what was found and what would be right.
   */
  readonly validate: (value: unknown, source: string) => Own | Base;
  /** Throws an Error of one line for a file that is missing, empty, cut short or of another schema. */
  readonly read: (path: string) => Promise<Own | Base>;
  /** The text of the file, after a check. Throws as `validate` does unless the record is one of ours. */
  readonly toText: (record: Own, source?: string) => string;
  /** Checks the record, and only then replaces the whole file. Throws an Error of one line. */
  readonly write: (path: string, record: Own) => Promise<void>;
}

/** A kind of file. `Base` is the published project's form of the record, if it has one. */
export const recordFile = <Own, Base = never>(kind: RecordKind<Own, Base>): RecordFile<Own, Base> => {
  const { schema, hasBase = false, schemaFirst = hasBase, checkFit, what, writer } = kind;
  let own: ValidateFunction<Own> | undefined;
  let base: ValidateFunction<Base> | undefined;

  const validateOwn = (value: unknown, source: string): Own => {
    own ??= compile<Own>(schema);
    const record = validated(own, value, source);
    checkFit?.(record, source);
    return record;
  };
  const validate = (value: unknown, source: string): Own | Base => {
    const found = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
    if (hasBase && found === undefined) {
      base ??= compile<Base>(schema, '#/$defs/baseRecord');
      const record = validated(base, value, source);
      checkFit?.(record, source);
      return record;
    }
    if (schemaFirst && found !== schema) {
      const orAbsent = hasBase ? " (or absent, as in the published project's own file)" : '';
      throw new Error(`${source}: schema: found ${shown(found)}, must be "${schema}"${orAbsent}`);
    }
    return validateOwn(value, source);
  };
  const toText = (record: Own, source = what): string => `${jsonText(validateOwn(record, source))}\n`;
  return {
    validate,
    read: async (path) => validate(parse(await readText(path, writer), path, what), path),
    toText,
    write: async (path, record) => {
      await writeFileWhole(path, toText(record, path));
    },
  };
};
