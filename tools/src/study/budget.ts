/**
 * The rule that gives a method with several variants as much time as ours took, and no more:
 *
 *   1. Variants are fitted to the training rows, in their order, until the time is used up. One that is not ready in
 *      time does not count, except the first that works at all.
 *   2. The one with the least validation error is chosen.
 *   3. If there is time left, it is fitted once more, to training and validation rows together.
 *
 * A method with a single variant needs no validation rows to choose, so it is fitted to both from the start.
 */
import type { Attempt, Errors, FittedRows, MethodResult } from './record.js';

export interface FitRequest {
  readonly variant: string;
  readonly rows: FittedRows;
  /**
   * The seconds that are left of the budget, and the part of them that leaves as much for each variant still to come
   * and enough for a last fit.
   */
  readonly restSeconds: number;
  readonly shareSeconds: number;
}

export type FitAnswer = Pick<Attempt, 'seconds' | 'validation_mse' | 'failure'>;

/** A method on the rows of one problem. */
export interface Trainer {
  /** The cheapest first. */
  readonly variants: readonly string[];
  readonly fit: (request: FitRequest) => Promise<FitAnswer>;
  /** Judges what has been fitted. */
  readonly judge: (variant: string, rows: FittedRows) => Promise<Errors>;
}

/** 1.21 times the rows take 1.8 times as long if the time grows with the cube of their number. */
const REFIT_FACTOR = 1.8;

/** A method's result within a budget, without its name and without failures of its program. */
export const fitWithin = async (
  budgetSeconds: number,
  trainer: Trainer,
): Promise<Omit<MethodResult, 'method' | 'failure'>> => {
  const { variants } = trainer;
  const attempts: Attempt[] = [];
  let spent = 0;
  let seconds = 0;
  let chosen: Attempt | undefined;

  const attempt = async (variant: string, rows: FittedRows, shares: number): Promise<Attempt> => {
    const restSeconds = Math.max(0, budgetSeconds - spent);
    const answer = await trainer.fit({ variant, rows, restSeconds, shareSeconds: restSeconds / shares });
    spent += answer.seconds;
    const counts = answer.failure === null && (chosen === undefined || spent <= budgetSeconds);
    if (counts) seconds = spent;
    const made = { variant, rows, ...answer, counts };
    attempts.push(made);
    return made;
  };

  for (const [i, variant] of variants.entries()) {
    if (chosen !== undefined && spent >= budgetSeconds) break;
    const isOnly = variants.length === 1;
    const made = await attempt(variant, isOnly ? 'both' : 'training', isOnly ? 1 : variants.length - i + REFIT_FACTOR);
    const isBetter = chosen === undefined || (made.validation_mse ?? Infinity) < (chosen.validation_mse ?? Infinity);
    if (made.counts && isBetter) chosen = made;
  }
  if (chosen === undefined) return { attempts, seconds, is_over_budget: false, chosen: null };
  if (chosen.rows === 'training' && spent + REFIT_FACTOR * chosen.seconds <= budgetSeconds) {
    const refitted = await attempt(chosen.variant, 'both', 1);
    if (refitted.counts) chosen = refitted;
  }
  const { variant, rows } = chosen;
  return {
    attempts,
    seconds,
    is_over_budget: seconds > budgetSeconds,
    chosen: { variant, rows, ...(await trainer.judge(variant, rows)) },
  };
};
