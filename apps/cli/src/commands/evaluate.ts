/** `fived evaluate`: how well a model predicts rows with known targets, in constant memory whatever their number. */
import type { TableReader } from '@fived/data/readers';
import type { BandMetrics } from '@fived/interpolator';
import { jsonText } from '@fived/records';
import { command } from '../command.js';
import { jsonFlag, type Values } from '../options.js';
import { progress, warn } from '../terminal.js';
import { matchColumns, noRows, predictBatches, requireTarget, warnings, type RowCounts } from '../predict/batches.js';
import type { LoadedModel } from '../predict/model.js';
import { ROWS_OPTIONS, withModelAndRows } from '../predict/rows-options.js';
import { createRowDisplay, type RowDisplay } from '../predict/rows-progress.js';
import { createRunningMetrics } from '../predict/running-metrics.js';
import { alignColumns, counted, grouped } from '../text.js';
import { METRICS_HEADER, metricsCells } from '../train/model-tables.js';

const EVALUATE_OPTIONS = { ...ROWS_OPTIONS, json: jsonFlag('Print JSON, unrounded, in place of the table') } as const;
type EvaluateOptions = Values<typeof EVALUATE_OPTIONS>;

interface Evaluated extends Omit<RowCounts, 'rowCount'> {
  /** The number of rows with a target. */
  readonly rowCount: number;
  readonly withoutTargetCount: number;
  readonly metrics: BandMetrics;
  readonly warnings: readonly string[];
}

/** @throws Error of one line for rows that are no good, or if none has a target */
async function evaluateRows(rows: TableReader, { interpolator }: LoadedModel, display: RowDisplay): Promise<Evaluated> {
  const names = { features: interpolator.featureNames, target: interpolator.targetName };
  const matched = matchColumns(rows, names);
  const target = requireTarget(matched, rows.source, names);
  const width = rows.columnNames.length;
  const metrics = createRunningMetrics();
  const counts = noRows();
  let rowCount = 0;
  let coveredCount = 0;
  for await (const { values, predicted } of predictBatches(rows, matched, interpolator, true, counts, display)) {
    const [predictions, lower, upper] = predicted;
    predictions.forEach((prediction, row) => {
      const actual = values[row * width + target];
      if (Number.isNaN(actual)) return;
      metrics.add(actual, prediction);
      rowCount++;
      if (actual >= lower[row] && actual <= upper[row]) coveredCount++;
    });
  }
  if (rowCount === 0) throw new Error(`${rows.source} has nothing to compare with: the target is missing in every row`);
  const withoutTargetCount = counts.rowCount - rowCount;
  return {
    ...counts,
    rowCount,
    withoutTargetCount,
    metrics: { ...metrics.finish(), coverage95: coveredCount / rowCount },
    warnings: [
      ...(withoutTargetCount > 0 ? [`${counted(withoutTargetCount, 'row')} without a target left out.`] : []),
      ...warnings(counts),
    ],
  };
}

const json = (
  { file, model }: EvaluateOptions,
  { rowCount, metrics, withoutTargetCount, outsideCount, imputedCount }: Evaluated,
): string =>
  jsonText({
    model,
    file,
    rows: rowCount,
    dropped_rows: withoutTargetCount,
    imputed_values: imputedCount,
    rows_outside_training_range: outsideCount,
    r2: metrics.r2,
    rmse: metrics.rmse,
    mae: metrics.mae,
    max_error: metrics.maxError,
    coverage_95: metrics.coverage95,
  });

function tableText({ interpolator }: LoadedModel, { source }: TableReader, { rowCount, metrics }: Evaluated): string {
  return alignColumns([
    ['', 'rows', ...METRICS_HEADER],
    [source, grouped(rowCount), ...metricsCells(metrics)],
    [
      'test rows of the training',
      grouped(interpolator.model.training.rowCounts.test),
      ...metricsCells(interpolator.metrics.test),
    ],
  ]);
}

const evaluate = (given: EvaluateOptions): Promise<void> =>
  withModelAndRows(given, async (model, rows) => {
    const display = createRowDisplay(progress);
    const evaluated = await evaluateRows(rows, model, display).finally(() => {
      display.clear();
    });
    evaluated.warnings.forEach(warn);
    console.log(given.json ? json(given, evaluated) : tableText(model, rows, evaluated));
  });

export const evaluateCommand = command({
  command: 'evaluate <model> <file>',
  describe: 'Judge a trained model on rows with known targets',
  options: EVALUATE_OPTIONS,
  examples: [
    [
      '$0 evaluate runs/data measured.csv',
      'R2, RMSE, MAE, largest error and the share of rows in the 95% band, beside those of the test rows',
    ],
  ],
  handler: evaluate,
});
