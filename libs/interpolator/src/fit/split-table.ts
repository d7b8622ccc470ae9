/**
 * From the caller's rows to the input of a training: drop rows without a target, split, learn the scaling from the
 * training rows. Nothing is learned from validation and test rows.
 */
import { splitRows } from '@fived/data';
import type { LabelledTable } from '../input.js';
import { fitColumn, type FeatureScaling } from '../scaling.js';

/** One of something for each of the three sets. */
export type BySet<Value> = Readonly<Record<'training' | 'validation' | 'test', Value>>;

export function bySet<Value>(of: (set: keyof BySet<Value>) => Value): BySet<Value> {
  return { training: of('training'), validation: of('validation'), test: of('test') };
}

export interface Cleaning {
  /** Rows dropped because their target was missing. */
  readonly droppedRowCount: number;
  /** Missing features in the kept rows, which the mean replaces. */
  readonly imputedValueCount: number;
}

const SMALLEST = 3;

/** Indices of the rows whose target is not missing. */
export function labelledRows({ targets }: LabelledTable): Int32Array {
  return Int32Array.from(targets.keys()).filter((row) => Number.isFinite(targets[row]));
}

export function countMissing({ values, dimensions }: LabelledTable, rows: Int32Array): number {
  let count = 0;
  for (const row of rows) {
    for (let i = row * dimensions; i < (row + 1) * dimensions; i++) {
      if (!Number.isFinite(values[i])) count++;
    }
  }
  return count;
}

/** @throws RangeError if fewer than three rows have a target */
export function splitTable(table: LabelledTable, seed: number) {
  const kept = labelledRows(table);
  const droppedRowCount = table.rowCount - kept.length;
  if (kept.length < SMALLEST) {
    throw new RangeError(
      `A fit needs at least ${SMALLEST} rows with a target, one each to train, to validate and to test; ` +
        `got ${kept.length}` +
        (droppedRowCount > 0 ? ` and ${droppedRowCount} whose target is missing.` : '.'),
    );
  }
  const split = splitRows(kept.length, seed);
  const pick = (places: Int32Array): Int32Array => places.map((place) => kept[place]);
  const rows = { training: pick(split.train), validation: pick(split.validation), test: pick(split.test) };
  const targets = bySet((set) => Float64Array.from(rows[set], (row) => table.targets[row]));
  const columns = Array.from({ length: table.dimensions }, (_, column) =>
    fitColumn(Float64Array.from(rows.training, (row) => table.values[row * table.dimensions + column])),
  );
  const values = (name: keyof FeatureScaling): Float64Array => Float64Array.from(columns, (column) => column[name]);
  return {
    table,
    /** Indices of the caller's rows. */
    rows,
    targets,
    scaling: { mean: values('mean'), scale: values('scale'), min: values('min'), max: values('max') },
    /** Features with only one value in the training rows. */
    constantFeatures: columns.map(({ isConstant }) => isConstant),
    target: fitColumn(targets.training),
    cleaning: { droppedRowCount, imputedValueCount: countMissing(table, kept) },
  };
}

export type SplitTable = ReturnType<typeof splitTable>;
