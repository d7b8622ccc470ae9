/** `fived gradcheck`: analytic against numeric gradients, layer by layer. */
import { describeNetwork, gradientCheck, gradientTolerances, type GradientCheckPart } from '@fived/nn';
import { ExitError } from '@fived/records';
import type { Argv, CommandModule } from 'yargs';
import { checkNetworkFits } from '../machine-memory.js';
import { HIDDEN_OPTION, wholeNumber, withOptions, type OptionsOf } from '../options.js';
import { alignColumns } from '../text.js';

const gradcheckOptions = (yargs: Argv) =>
  withOptions(yargs, {
    inputs: { default: 5, read: wholeNumber(1), describe: 'Input features' },
    hidden: HIDDEN_OPTION,
    rows: { default: 32, read: wholeNumber(1), describe: 'Rows of the minibatch' },
    seed: { default: 42, read: wholeNumber(0), describe: 'Seed of weights and rows' },
  });

const header = ['layer', 'parameters', 'checked', 'skipped', 'relative error', 'worst element', 'float32 error', ''];

const cells = ({ layer, kind, checkedCount, skippedCount, ...part }: GradientCheckPart): readonly string[] => [
  `${layer.index + 1}: ${layer.fanIn} -> ${layer.fanOut}`,
  kind,
  String(checkedCount),
  String(skippedCount),
  part.relativeError.toExponential(1),
  part.worstElement.toExponential(1),
  part.float32RelativeError.toExponential(1),
  part.passed ? 'ok' : 'WRONG',
];

/** @throws ExitError if a gradient is wrong */
function gradcheck({ inputs, hidden, rows, seed }: OptionsOf<typeof gradcheckOptions>): void {
  const sizes = [inputs, ...hidden, 1];
  checkNetworkFits(describeNetwork(sizes), { batchSize: rows });
  const check = gradientCheck({ sizes, rowCount: rows, seed });
  const { relativeError, worstElement, float32RelativeError, skippedFraction } = gradientTolerances;
  console.log(
    `Network ${sizes.join('-')}, seed ${seed}, one minibatch of ${rows} rows; float64, against central differences.\n`,
  );
  console.log(alignColumns([header, ...check.parts.map(cells)]));
  const { checkedCount, skippedCount } = check;
  console.log(
    `\n${checkedCount} parameters checked, ${skippedCount} skipped (a ReLU changes side within the step; ` +
      `at most ${skippedFraction * 100}%).` +
      `\nTolerances: relative error ${relativeError.toExponential()}, ` +
      `worst element ${worstElement.toExponential()}, ` +
      `float32 against float64 ${float32RelativeError.toExponential()}.`,
  );
  if (!check.passed) throw new ExitError(1, 'fived: the gradient check failed.');
  console.log('The gradients are right.');
}

export const gradcheckCommand: CommandModule<object, OptionsOf<typeof gradcheckOptions>> = {
  command: 'gradcheck',
  describe: 'Check the gradients numerically, layer by layer',
  builder: (yargs) => gradcheckOptions(yargs).example('$0 gradcheck --hidden 8,8', 'A 5-8-8-1 network'),
  handler: gradcheck,
};
