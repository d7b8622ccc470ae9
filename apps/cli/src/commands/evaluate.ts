/** `fived evaluate`: how well a model does on rows with known targets, in constant memory whatever their number. */
import type { BandMetrics } from '@fived/interpolator';
import type { CommandModule } from 'yargs';
import { path } from '../options.js';
import { noRows, predictBatches, predictWithBand, warnings } from '../predict/batches.js';
import { matchColumns, requireTarget } from '../predict/match-columns.js';
import { loadToCompute, modelOptions, type LoadedModel, type ModelOptions } from '../predict/model.js';
import { openRows, type RowSource } from '../predict/open-rows.js';
import { createRunningMetrics } from '../predict/running-metrics.js';
import { csvOptions, FORMATS, tableOptions, type TableOptions } from '../table-options.js';
import { alignColumns } from '../text-table.js';
import { counted, grouped } from '../text.js';
import { METRICS_HEADER, metricsCells } from '../train/report.js';

interface EvaluateOptions extends ModelOptions, TableOptions {
  readonly file: string;
  readonly json: boolean;
}

interface Evaluated {
  /** Rows with a target. */
  readonly rowCount: number;
  readonly metrics: BandMetrics;
  readonly withoutTargetCount: number;
  readonly outsideCount: number;
  readonly imputedCount: number;
  readonly warnings: readonly string[];
}

/** @throws Error of one line for rows that are no good, and if none has a target */
async function evaluateRows(rows: RowSource, { interpolator }: LoadedModel): Promise<Evaluated> {
  const names = { features: interpolator.featureNames, target: interpolator.targetName };
  const matched = matchColumns(rows, names);
  const target = requireTarget(matched, rows.source, names);
  const width = rows.columnNames.length;
  const metrics = createRunningMetrics();
  const counts = noRows();
  const predict = predictWithBand(interpolator);
  let rowCount = 0;
  let coveredCount = 0;
  for await (const { values, predicted } of predictBatches(rows, matched, { interpolator, predict }, counts)) {
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
    rowCount,
    metrics: { ...metrics.finish(), coverage95: coveredCount / rowCount },
    withoutTargetCount,
    outsideCount: counts.outsideCount,
    imputedCount: counts.imputedCount,
    warnings: [...(withoutTargetCount > 0 ? [`${counted(withoutTargetCount, 'row')} without a target left out.`] : []), ...warnings(counts)],
  };
}

const json = ({ file, model }: EvaluateOptions, { rowCount, metrics, withoutTargetCount, outsideCount, imputedCount }: Evaluated): string =>
  JSON.stringify(
    {
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
    },
    null,
    2,
  );

/** @throws Error of one line for a model or rows that are no good */
async function evaluate(options: EvaluateOptions): Promise<void> {
  const model = await loadToCompute(options);
  const rows = await openRows(options.file, csvOptions(options));
  try {
    const evaluated = await evaluateRows(rows, model);
    for (const warning of evaluated.warnings) process.stderr.write(`${warning}\n`);
    const { rowCount, metrics } = evaluated;
    const { training } = model.interpolator.model;
    const table = [
      ['', 'rows', ...METRICS_HEADER],
      [rows.source, grouped(rowCount), ...metricsCells(metrics)],
      ['test rows of the training', grouped(training.rowCounts.test), ...metricsCells(model.interpolator.metrics.test)],
    ];
    console.log(options.json ? json(options, evaluated) : alignColumns(table));
  } finally {
    rows.close();
  }
}

export const evaluateCommand: CommandModule<object, EvaluateOptions> = {
  command: 'evaluate <model> <file>',
  describe: 'Judge a trained model on rows with known targets',
  builder: (yargs) =>
    tableOptions(
      modelOptions(yargs)
        .nargs('file', 1) // or - would not be taken
        .positional('file', {
        demandOption: true,
        type: 'string',
        coerce: path('file'),
        describe: `The rows with their targets: ${FORMATS}; columns are matched by name, in a file without names by position`,
      }),
    )
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON, unrounded, in place of the table' })
      .example('$0 evaluate runs/data measured.csv', 'R2, RMSE, MAE, largest error and the share of rows in the 95% band, beside those of the test rows'),
  handler: evaluate,
};
