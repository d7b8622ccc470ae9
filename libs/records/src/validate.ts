/** Checks values against the published JSON Schemas, and says in one line what is wrong with them. */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { BENCHMARK_SCHEMA } from './benchmark-record.js';

/** "fived/metrics/2" is in `metrics.schema.json`. */
const readSchema = (schema: string): object =>
  // The same relative path from `src` and from `dist`.
  JSON.parse(
    readFileSync(new URL(`../schemas/${schema.split('/')[1]}.schema.json`, import.meta.url), 'utf8'),
  ) as object;

/**
 * The check of a schema, or of a part of it. It takes a while, so a program that only asks for `--help` should not wait
 * for it. The check of a part removes, in place, what the part does not name, since nobody has looked at its type.
 */
export const compile = <Value>(schema: string, part = ''): ValidateFunction<Value> => {
  // `verbose` puts the offending value into the error, and we show it. The schemas require names that they define by a
  // pattern.
  const removeAdditional = part !== '' && 'all';
  const ajv = new Ajv2020({ verbose: true, strict: true, strictRequired: false, removeAdditional });
  // The other schemas take hyperparameters and environment from this one.
  for (const name of new Set([BENCHMARK_SCHEMA, schema])) ajv.addSchema(readSchema(name));
  return ajv.compile<Value>({ $ref: `urn:${schema.replaceAll('/', ':')}${part}` });
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

/** The value itself. Throws an Error of one line that names `source` unless the schema allows the value. */
export const validated = <Value>(validate: ValidateFunction<Value>, value: unknown, source: string): Value => {
  if (validate(value)) return value;
  const error = validate.errors?.[0];
  throw new Error(`${source}: ${error === undefined ? 'not valid' : describe(error)}`);
};
