/**
 * Progress of a fit on stderr. A terminal gets one line for each network under way, which is rewritten; other outputs
 * get a plain line for each of them now and then. No colours, so there is nothing to turn off.
 */
import type { FitProgress, MemberSummary } from '@fived/interpolator';
import { createLiveLines, formatDuration, type ProgressStream } from '../progress.js';

type EpochsOf = Pick<MemberSummary, 'index' | 'epochsRun'>;

export interface DisplayedFit {
  /** The most epochs of each network. The time left is estimated as if all of them ran. */
  readonly epochs: number;
  readonly members: number;
  /** The most networks at a time. */
  readonly jobs: number;
  /** Where the networks of an earlier fit stood from which this one goes on. */
  readonly earlier: readonly EpochsOf[];
}

/** The time between two plain lines. */
const PLAIN_EVERY_MS = 5000;

const loss = (value: number): string => value.toExponential(2);

/** @param nowMs a monotonic clock */
export function createFitDisplay(
  { epochs, members, jobs, earlier }: DisplayedFit,
  stream: ProgressStream,
  nowMs: () => number = () => performance.now(),
) {
  const live = createLiveLines(stream);
  const threads = Math.min(jobs, members);
  const startMs = nowMs();
  let shownMs = startMs;
  const before = new Map(earlier.map(({ index, epochsRun }) => [index, epochsRun]));
  const ended = new Map<number, number>();
  /** The networks under way, in the order of their starts. */
  const current = new Map<number, FitProgress>();

  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

  /**
   * The threads share the epochs that are left, but one network trains on one thread. Epochs of an earlier fit took no
   * time here.
   */
  const timeLeft = (): string => {
    const indices = Array.from({ length: members }, (_, index) => index);
    const stands = (index: number): number => ended.get(index) ?? current.get(index)?.epoch ?? before.get(index) ?? 0;
    const epochsRun = sum(indices.map((index) => stands(index) - (before.get(index) ?? 0)));
    const left = indices.map((index) => (ended.has(index) ? 0 : epochs - stands(index)));
    const secondsAnEpoch = ((nowMs() - startMs) / 1000 / epochsRun) * threads;
    const epochsLeft = Math.max(sum(left) / threads, ...left);
    return epochsLeft > 0 ? ` | about ${formatDuration(secondsAnEpoch * epochsLeft)} left` : '';
  };
  const lineOf = ({ member, epoch, trainLoss, validationLoss }: FitProgress): string => {
    const which = members > 1 ? `network ${member + 1}/${members}, ` : '';
    return `${which}epoch ${epoch}/${epochs} | loss ${loss(trainLoss)}, validation ${loss(validationLoss)}`;
  };
  const lines = (): readonly string[] => {
    const [first, ...others] = [...current.values()].map(lineOf);
    return [first + timeLeft(), ...others];
  };

  return {
    /** Called several times a second while a network trains, and when it ends. */
    onEpoch(progress: FitProgress): void {
      current.set(progress.member, progress);
      if (live !== undefined) {
        live.show(lines());
      } else if (nowMs() - shownMs >= PLAIN_EVERY_MS) {
        shownMs = nowMs();
        stream.write(
          lines()
            .map((line) => `${line}\n`)
            .join(''),
        );
      }
    },
    onEnd({ index, epochsRun }: EpochsOf): void {
      current.delete(index);
      ended.set(index, epochsRun);
    },
    /** Removes the live lines, if there are any. */
    clear: () => live?.clear(),
  };
}
