/** `fived gradcheck`: analytic against numeric gradients, layer by layer. */
import { gradientCheck, gradientTolerances, type GradientCheckPart } from '@fived/nn';
import type { CommandModule } from 'yargs';
import { ExitError } from '../exit-error.js';
import { hiddenSizes, wholeNumber } from '../options.js';
import { alignColumns } from '../text-table.js';

interface GradcheckOptions {
  readonly inputs: number;
  readonly hidden: readonly number[];
  readonly rows: number;
  readonly seed: number;
}

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
export function gradcheck({ inputs, hidden, rows, seed }: GradcheckOptions): void {
  const sizes = [inputs, ...hidden, 1];
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

export const gradcheckCommand: CommandModule<object, GradcheckOptions> = {
  command: 'gradcheck',
  describe: 'Check the gradients numerically, layer by layer',
  builder: (yargs) =>
    yargs
      .option('inputs', { default: 5, coerce: wholeNumber('inputs', 1), describe: 'Input features', requiresArg: true })
      .option('hidden', {
        default: '64,32,16',
        coerce: hiddenSizes('hidden'),
        describe: 'Widths of the hidden layers, or none',
        requiresArg: true,
      })
      .option('rows', {
        default: 32,
        coerce: wholeNumber('rows', 1),
        describe: 'Rows of the minibatch',
        requiresArg: true,
      })
      .option('seed', {
        default: 42,
        coerce: wholeNumber('seed', 0),
        describe: 'Seed of weights and rows',
        requiresArg: true,
      })
      .example('$0 gradcheck --hidden 8,8', 'A 5-8-8-1 network'),
  handler: gradcheck,
};
