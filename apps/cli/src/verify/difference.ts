/** Something that a result file says and that is not true. */
import { differingNames, type Facts } from '../facts.js';
import { grouped } from '../text.js';

export interface Difference {
  /** "n = 1,000, run 2"; empty for the whole file. */
  readonly where: string;
  readonly field: string;
  readonly inFile: unknown;
  /** What it should be. */
  readonly found: unknown;
}

export function sizeName(datasetSize: number): string {
  return `n = ${grouped(datasetSize)}`;
}
export function runName(datasetSize: number, run: number): string {
  return `${sizeName(datasetSize)}, run ${run}`;
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? 'nothing' : JSON.stringify(value);

/** "n = 1,000, run 2: seed: 44 in the file, should be 43". */
export function describeDifference({ where, field, inFile, found }: Difference): string {
  return `${where === '' ? '' : `${where}: `}${field}: ${shown(inFile)} in the file, should be ${shown(found)}`;
}

/**
 * One difference for each field in which `said` does not equal `right`, to the last bit. A field that `said` lacks is
 * not a difference: records of an earlier form lack some.
 */
export function fieldDifferences(where: string, said: object, right: object): readonly Difference[] {
  const inFile = said as Facts;
  return differingNames(inFile, right as Facts)
    .filter((field) => inFile[field] !== undefined)
    .map((field) => ({ where, field, inFile: inFile[field], found: (right as Facts)[field] }));
}
