/** One trial: a run of our program, and right after it a run of another one, each in a fresh process. */
import { OUR_PEER, type PeerRun } from '@fived/records';
import type { PlannedTrial } from './plan.js';
import { RUNNERS } from './places.js';
import { runProgram, type Program } from './program.js';
import type { MadeTrial } from './record.js';
import { parseResult, type RunnerResult } from './result-line.js';
import { seedOf } from './settings.js';
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

const runPeer = async (
  peer: string,
  { threads, datasetSize, round }: PlannedTrial,
  options: TrialOptions,
): Promise<RunnerResult> => {
  const program = options.programs.get(peer);
  if (program === undefined) throw new Error(`${peer} has not been prepared`);
  const expected = { epochs: options.epochsOf(peer), seed: seedOf(round) };
  const args = [
    ...program.args,
    options.rowsOf(datasetSize),
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
  const { threads, datasetSize, round, peer } = planned;
  return { trial: { threads, dataset_size: datasetSize, round, peer, ours: ours.run, theirs, failure }, versions };
};
