/** `fived gradcheck`: analytic against numeric gradients, layer by layer. */
import {
  brokenGradient,
  describeNetwork,
  gradientCheck,
  gradientCheckDefaults,
  gradientTolerances,
  hiddenActivations,
  mistakes,
  type GradientCheck,
  type GradientCheckPart,
} from '@fived/nn';
import { ExitError } from '@fived/records';
import { command } from '../command.js';
import { checkNetworkFits } from '../machine-memory.js';
import { HIDDEN_OPTION, inGroup, jsonFlag, positiveNumber, wholeNumber, type Values } from '../options.js';
import { bad, good } from '../terminal.js';
import { alignColumns } from '../text.js';

const GRADCHECK_OPTIONS = {
  ...inGroup('Network', {
    inputs: { default: 5, read: wholeNumber(1), describe: 'Input features' },
    hidden: HIDDEN_OPTION,
    activation: { choices: hiddenActivations, default: 'relu', describe: 'What follows each hidden layer' },
    break: {
      choices: mistakes,
      describe: 'Plant a mistake: no ReLU mask, a wrong sign, or a mean over the rows for their sum',
      defaultDescription: 'none',
    },
  }),
  ...inGroup('Data', {
    rows: { default: 32, read: wholeNumber(1), describe: 'Rows of the minibatch' },
    seed: { default: 42, read: wholeNumber(0), describe: 'Seed of weights and rows' },
  }),
  step: {
    read: positiveNumber,
    group: 'Running:',
    describe: 'h: how far each parameter is moved in either direction',
    defaultDescription: '2^-19',
  },
  json: jsonFlag('Print JSON in place of the table'),
} as const;

const header = ['layer', 'parameters', 'checked', 'skipped', 'relative error', 'worst element', 'float32 error', ''];

const cells = ({ layer, kind, checkedCount, skippedCount, ...part }: GradientCheckPart): readonly string[] => [
  `${layer.index + 1}: ${layer.fanIn} -> ${layer.fanOut}`,
  kind,
  String(checkedCount),
  String(skippedCount),
  part.relativeError.toExponential(1),
  part.worstElement.toExponential(1),
  part.float32RelativeError.toExponential(1),
  part.passed ? 'ok' : bad('WRONG'),
];

/** The check as data, its layers numbered from 1. */
const gradcheckJson = ({ parts, checkedCount, skippedCount, passed }: GradientCheck, facts: object): string =>
  JSON.stringify(
    {
      ...facts,
      passed,
      checked: checkedCount,
      skipped: skippedCount,
      parts: parts.map(({ layer, kind, ...part }) => ({
        layer: layer.index + 1,
        parameters: kind,
        checked: part.checkedCount,
        skipped: part.skippedCount,
        relative_error: part.relativeError,
        worst_element: part.worstElement,
        float32_error: part.float32RelativeError,
        passed: part.passed,
      })),
    },
    null,
    2,
  );

/** @throws ExitError if a gradient is wrong */
function gradcheck(given: Values<typeof GRADCHECK_OPTIONS>): void {
  const { inputs, hidden, activation, rows, seed, step = gradientCheckDefaults.step, break: mistake } = given;
  const sizes = [inputs, ...hidden, 1];
  if (mistake !== undefined && activation !== 'relu')
    throw new Error(`--break plants mistakes in networks with ReLUs; leave --activation ${activation} out.`);
  checkNetworkFits(describeNetwork(sizes), { batchSize: rows });
  const check = gradientCheck({
    sizes,
    activation,
    rowCount: rows,
    seed,
    step,
    analyticGradient: mistake === undefined ? gradientCheckDefaults.analyticGradient : brokenGradient(mistake),
  });
  if (given.json) {
    console.log(gradcheckJson(check, { sizes, activation, rows, seed, step, mistake: mistake ?? null }));
  } else {
    const planted = mistake === undefined ? '' : ` Planted mistake: ${mistake}.`;
    console.log(
      `Network ${sizes.join('-')}, seed ${seed}, one minibatch of ${rows} rows; ` +
        `float64, against central differences.${planted}\n\n${gradcheckText(check)}`,
    );
  }
  if (!check.passed) throw new ExitError(1, 'fived: the gradient check failed.');
}

function gradcheckText({ parts, checkedCount, skippedCount, passed }: GradientCheck): string {
  const { relativeError, worstElement, float32RelativeError, skippedFraction } = gradientTolerances;
  return [
    alignColumns([header, ...parts.map(cells)]),
    '',
    `${checkedCount} parameters checked, ${skippedCount} skipped (a ReLU changes side within the step; ` +
      `at most ${skippedFraction * 100}%).`,
    `Tolerances: relative error ${relativeError.toExponential()}, worst element ${worstElement.toExponential()}, ` +
      `float32 against float64 ${float32RelativeError.toExponential()}.`,
    ...(passed ? [good('The gradients are right.')] : []),
  ].join('\n');
}

export const gradcheckCommand = command({
  command: 'gradcheck',
  describe: 'Check the gradients numerically, layer by layer',
  options: GRADCHECK_OPTIONS,
  examples: [
    ['$0 gradcheck --hidden 8,8', 'A 5-8-8-1 network'],
    ['$0 gradcheck --break relu-mask', 'What a forgotten ReLU mask does, layer by layer'],
  ],
  handler: gradcheck,
});
