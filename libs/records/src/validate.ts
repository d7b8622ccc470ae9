/** Checks a value against the published JSON Schema, and says in one line what is wrong with it. */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { BENCHMARK_SCHEMA, type BaseBenchmarkRecord, type BenchmarkRecord } from './benchmark-record.js';

// The same relative path from `src` and from `dist`.
const schemaFile = new URL('../schemas/benchmark_results.schema.json', import.meta.url);

interface Validators {
  readonly own: ValidateFunction<BenchmarkRecord>;
  readonly base: ValidateFunction<BaseBenchmarkRecord>;
}

let compiled: Validators | undefined;

/** Compiled on first use: a program that only asks for `--help` should not wait for it. */
const validators = (): Validators => {
  if (compiled === undefined) {
    const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as { readonly $id: string };
    // `verbose` puts the offending value into the error, and we show it. The schema requires names that it defines by a
    // pattern.
    const ajv = new Ajv2020({ verbose: true, strict: true, strictRequired: false });
    compiled = {
      own: ajv.compile<BenchmarkRecord>(schema),
      base: ajv.compile<BaseBenchmarkRecord>({ $ref: `${schema.$id}#/$defs/baseRecord` }),
    };
  }
  return compiled;
};

/** "/results/3/test_r2_mean" -> "results[3].test_r2_mean". */
const readablePath = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : path === '' ? step : `${path}.${step}`), '');

const MAX_SHOWN_CHARACTERS = 60;

export const shown = (value: unknown): string => {
  // JSON has no NaN and no infinity, and would show them as null.
  const text = typeof value === 'number' ? String(value) : ((JSON.stringify(value) as string | undefined) ?? 'nothing');
  return text.length <= MAX_SHOWN_CHARACTERS ? text : `${text.slice(0, MAX_SHOWN_CHARACTERS - 3)}...`;
};

const right = (error: ErrorObject): string => {
  const parameters = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'const':
      return `must be ${shown(parameters['allowedValue'])}`;
    case 'enum':
      return `must be one of ${shown(parameters['allowedValues'])}`;
    default:
      return error.message ?? `must satisfy "${error.keyword}"`;
  }
};

/** One line: where in the record, what was found, what would be right. */
const describe = (error: ErrorObject): string => {
  const place = readablePath(error.instancePath);
  if (error.keyword === 'required') {
    const missing = String((error.params as { readonly missingProperty: unknown }).missingProperty);
    return `${place === '' ? missing : `${place}.${missing}`}: found nothing, must be present`;
  }
  return `${place === '' ? 'the whole file' : place}: found ${shown(error.data)}, ${right(error)}`;
};

/** From the last call of `validate`, which found something wrong. */
export const firstError = (validate: ValidateFunction, source: string): Error => {
  const error = validate.errors?.[0];
  return new Error(`${source}: ${error === undefined ? 'not valid' : describe(error)}`);
};

export const schemaOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;

/**
 * The value itself, after a check that it is a benchmark record: ours, or (without a `schema` field) the published
 * project's. Throws an Error of one line that names `source`, the place in the record, what was found and what would be
 * right.
 */
export const validateBenchmarkRecord = (value: unknown, source: string): BaseBenchmarkRecord | BenchmarkRecord => {
  const schema = schemaOf(value);
  if (schema !== undefined && schema !== BENCHMARK_SCHEMA) {
    throw new Error(
      `${source}: schema: found ${shown(schema)}, must be "${BENCHMARK_SCHEMA}" ` +
        "(or absent, as in the published project's own file)",
    );
  }
  const { own, base } = validators();
  const validate = schema === undefined ? base : own;
  if (!validate(value)) throw firstError(validate, source);
  return value;
};

/** Throws in the same way unless the value is one of our records. */
export const validateOwnBenchmarkRecord = (value: unknown, source: string): BenchmarkRecord => {
  const { own } = validators();
  if (!own(value)) throw firstError(own, source);
  return value;
};
