/** The line in which a runner reports its result. */
import type { PeerRun } from '@fived/records';

export interface RunnerResult {
  readonly run: PeerRun;
  readonly versions: Readonly<Record<string, string>>;
}

const NUMBERS = [
  'epochs',
  'seed',
  'setup_seconds',
  'warm_up_epochs',
  'warm_up_seconds',
  'training_seconds',
  'test_r2',
  'test_mse',
  'peak_rss_bytes',
] as const;

/**
 * Reads the last line of a runner's stdout. Libraries may print other lines before it.
 * @throws Error of one line if it is not the result of `peer` over `epochs` epochs with `seed`
 */
export const parseResult = (
  stdout: string,
  peer: string,
  { epochs, seed }: { readonly epochs: number; readonly seed: number },
): RunnerResult => {
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  let value: Readonly<Record<string, unknown>>;
  try {
    value = JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new Error(`its last line must be its result in JSON; found "${line.slice(0, 60)}"`, { cause: error });
  }
  const numbers = NUMBERS.map((name) => {
    const number = value[name];
    // A loss that is not finite is written as null or as NaN, which is not JSON.
    if (typeof number !== 'number') throw new Error(`its result must have the number ${name}; found ${String(number)}`);
    return [name, number] as const;
  });
  const run = Object.fromEntries(numbers) as unknown as PeerRun;
  if (value['peer'] !== peer || run.epochs !== epochs || run.seed !== seed) {
    throw new Error(
      `its result must be of ${peer}, ${epochs} epochs, seed ${seed}; ` +
        `found ${String(value['peer'])}, ${run.epochs}, ${run.seed}`,
    );
  }
  return { run, versions: value['versions'] as Readonly<Record<string, string>> };
};
