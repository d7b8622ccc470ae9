/**
 * One of our fits in a process of its own: `node fived.js '{"problem": {...}, "options": {...}}'`. Prints one line of
 * JSON. The time is that of `Interpolator.fit` as a user has it. It includes compiling what runs hot and judging the
 * three sets. It does not include drawing the rows.
 */
import { splitRows } from '@fived/data';
import { Interpolator, type FitOptions } from '@fived/interpolator';
import type { Problem } from '../problems.js';
import type { OurFit } from '../record.js';
import { drawRows } from '../rows.js';

const { problem, options } = JSON.parse(process.argv[2]) as { readonly problem: Problem; readonly options: FitOptions };
const { rows, truth } = drawRows(problem);

const start = process.hrtime.bigint();
const model = Interpolator.fit({ x: rows.x, y: rows.y }, { ...options, seed: problem.seed });
const seconds = Number(process.hrtime.bigint() - start) / 1e9;

const { test } = splitRows(rows.rowCount, problem.seed);
const judged = model.sets?.test.rows ?? [];
if (!test.every((row, i) => row === judged[i]))
  throw new Error('the rows that the interpolator tests on must be those of splitRows');

const { rmse } = model.evaluate({ x: truth.x, y: truth.y }).metrics;
const fit: OurFit = { seconds, test_mse: model.metrics.test.rmse ** 2, truth_rmse: rmse };
console.log(JSON.stringify(fit));
