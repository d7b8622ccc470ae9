/** One trial: a run of our program, and right after it a run of another one, each in a fresh process. */
import { OUR_PEER, type PeerRun } from '@fived/records';
import type { PlannedTrial } from './plan.js';
import { RUNNERS } from './places.js';
import { runProgram, type Program } from './program.js';
import type { MadeTrial } from './record.js';
import { seedOf } from './task.js';
import { environmentFor, pinned } from './threads.js';

export interface TrialOptions {
  /** How each peer is started, ours included. */
  readonly programs: ReadonlyMap<string, Program>;
  readonly epochsOf: (peer: string) => number;
  readonly rowsOf: (datasetSize: number) => string;
  /** The core for one thread; undefined if programs cannot be kept to a core. */
  readonly core: number | undefined;
  /** A run that takes longer has failed. */
  readonly mostSeconds: number;
  readonly signal: AbortSignal;
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
) => {
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

const runPeer = async (peer: string, { threads, dataset_size, round }: PlannedTrial, options: TrialOptions) => {
  const program = options.programs.get(peer);
  if (program === undefined) throw new Error(`${peer} has not been prepared`);
  const expected = { epochs: options.epochsOf(peer), seed: seedOf(round) };
  const args = [
    ...program.args,
    options.rowsOf(dataset_size),
    String(expected.epochs),
    String(expected.seed),
    threads === 'one' ? '1' : 'all',
  ];
  const whole = { command: program.command, args };
  const { core, mostSeconds, signal } = options;
  const stdout = await runProgram(threads === 'one' && core !== undefined ? pinned(whole, core) : whole, {
    cwd: RUNNERS,
    env: environmentFor(threads),
    mostSeconds,
    signal,
  });
  return parseResult(stdout, peer, expected);
};

/**
 * A peer that fails is in the trial with its last words.
 * @throws Error if our program fails; the signal's reason if aborted
 */
export const makeTrial = async (planned: PlannedTrial, options: TrialOptions): Promise<MadeTrial> => {
  const ours = await runPeer(OUR_PEER, planned, options);
  let theirs: PeerRun | null = null;
  let failure: string | null = null;
  const versions: Record<string, Readonly<Record<string, string>>> = { [OUR_PEER]: ours.versions };
  try {
    const result = await runPeer(planned.peer, planned, options);
    theirs = result.run;
    versions[planned.peer] = result.versions;
  } catch (error) {
    options.signal.throwIfAborted();
    failure = error instanceof Error ? error.message : String(error);
  }
  return { trial: { ...planned, ours: ours.run, theirs, failure }, versions };
};
