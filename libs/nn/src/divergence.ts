/** Divergence: a learning rate that is too large, or rows that are not scaled, drive a training to infinity or NaN. */
import type { EpochProgress } from './course.js';
import type { Engine } from './engine.js';
import { finiteCheck } from './finite.js';

export class DivergenceError extends Error {
  override readonly name = 'DivergenceError';

  constructor(
    readonly epoch: number,
    readonly learningRate: number,
    what: string,
  ) {
    super(
      `Training diverged: ${what} is not finite after epoch ${epoch} at learning rate ${learningRate}. ` +
        'Use a smaller learning rate, and check that inputs and targets are scaled.',
    );
  }
}

/**
 * A check for the end of each epoch. It throws a DivergenceError if a loss, a parameter or a moment is not finite. The
 * losses alone are not enough: they can stay finite after second moments have overflowed. Allocates nothing.
 */
export function divergenceCheck(engine: Engine, learningRate: number): (progress: Readonly<EpochProgress>) => void {
  const [paramsAreFinite, mIsFinite, vIsFinite] = [engine.params, engine.m, engine.v].map(finiteCheck);

  const culprit = ({ trainLoss, validationLoss }: Readonly<EpochProgress>): string | undefined => {
    if (!Number.isFinite(trainLoss)) return 'the training loss';
    if (engine.validationRowCount > 0 && !Number.isFinite(validationLoss)) return 'the validation loss';
    if (!paramsAreFinite()) return 'a parameter';
    if (!mIsFinite() || !vIsFinite()) return "one of Adam's moments";
    return undefined;
  };

  return (progress) => {
    const what = culprit(progress);
    if (what !== undefined) throw new DivergenceError(progress.epoch, learningRate, what);
  };
}
