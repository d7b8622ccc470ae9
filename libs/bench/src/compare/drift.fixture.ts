/**
 * For tests only: made-up sweeps on a machine that drifts, with a known ratio between them. NOTHING here was measured.
 *
 * The machine passes through phases, each with a factor by which everything takes longer. A run meets whichever phases
 * it falls into. So consecutive runs are slow together, as on real machines.
 */
import { jsf32 } from '../random32.js';
import type { Timings } from './timings.js';

export interface Weather {
  /** Seconds. Phases last between these, uniformly. */
  readonly phaseSeconds: readonly [number, number];
  /** The share of phases that are disturbed. */
  readonly disturbed: number;
  /** Their factor is between these, uniformly. */
  readonly factor: readonly [number, number];
  /** The share of runs that are outliers, which take another 1.5 to 4 times as long. */
  readonly outliers: number;
  /** Relative standard deviation of the work of one run. */
  readonly jitter: number;
}

export interface SweepDesign {
  readonly sizes: readonly number[];
  readonly rounds: number;
  readonly secondsPerUnit: number;
  readonly order: Timings['order'];
}

/** Uniform on [0, 1), and standard normal (Box and Muller). */
export interface Randomness {
  readonly uniform: () => number;
  readonly normal: () => number;
}

export function randomness(seed: number): Randomness {
  const next = jsf32(seed);
  const uniform = (): number => next() / 2 ** 32;
  return { uniform, normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()) };
}

/** A machine: how long a given amount of undisturbed work takes from now on. */
export type Machine = (workSeconds: number) => number;

export function driftingMachine(
  { phaseSeconds: [shortest, longest], disturbed, factor: [least, most] }: Weather,
  { uniform }: Randomness,
): Machine {
  let left = 0;
  let factor = 1;
  return (workSeconds) => {
    let work = workSeconds;
    let elapsed = 0;
    for (;;) {
      if (left <= 0) {
        left = shortest + (longest - shortest) * uniform();
        factor = uniform() < disturbed ? least + (most - least) * uniform() : 1;
      }
      const passed = Math.min(left, work * factor);
      elapsed += passed;
      left -= passed;
      work -= passed / factor;
      // The remainder left by rounding is not work.
      if (work <= workSeconds * 1e-12) return elapsed;
    }
  };
}

interface PlannedRun {
  readonly size: number;
  readonly round: number;
}

function shuffled<Item>(items: readonly Item[], { uniform }: Randomness): readonly Item[] {
  return items
    .map((item) => ({ item, key: uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

export function plan({ sizes, rounds, order }: SweepDesign, random: Randomness): readonly PlannedRun[] {
  const numbers = Array.from({ length: rounds }, (_, i) => i + 1);
  return order === 'round-robin'
    ? numbers.flatMap((round) => shuffled(sizes, random).map((size) => ({ size, round })))
    : sizes.flatMap((size) => numbers.map((round) => ({ size, round })));
}

/** The time of a run whose undisturbed time is `seconds`. */
export function timeOf(seconds: number, weather: Weather, machine: Machine, { uniform, normal }: Randomness): number {
  const stall = uniform() < weather.outliers ? 1.5 + 2.5 * uniform() : 1;
  return machine(seconds * Math.exp(weather.jitter * normal()) * stall);
}

export function timingsOf(
  { sizes, order }: SweepDesign,
  runs: readonly (PlannedRun & { readonly seconds: number })[],
): Timings {
  return {
    order,
    sizes: sizes.map((size) => ({
      size,
      runs: runs.filter((run) => run.size === size).map(({ round, seconds }) => ({ round, seconds })),
    })),
  };
}

/** A sweep in which every run takes `ratio` times its normal time. */
export function simulateSweep(design: SweepDesign, ratio: number, weather: Weather, random: Randomness): Timings {
  const machine = driftingMachine(weather, random);
  const runs = plan(design, random).map((run) => ({
    ...run,
    seconds: timeOf(run.size * design.secondsPerUnit * ratio, weather, machine, random),
  }));
  return timingsOf(design, runs);
}

/** Two sweeps whose rounds alternate on one machine: a round of BASE, a round of NEW, and so on. */
export function simulateInterleaved(
  design: SweepDesign,
  ratio: number,
  weather: Weather,
  random: Randomness,
): readonly [Timings, Timings] {
  const machine = driftingMachine(weather, random);
  const plans = [plan(design, random), plan(design, random)];
  const made: (PlannedRun & { seconds: number })[][] = [[], []];
  for (let round = 1; round <= design.rounds; round++) {
    for (const side of [0, 1]) {
      for (const run of plans[side].filter((planned) => planned.round === round)) {
        made[side].push({
          ...run,
          seconds: timeOf(run.size * design.secondsPerUnit * (side === 0 ? 1 : ratio), weather, machine, random),
        });
      }
    }
  }
  return [timingsOf(design, made[0]), timingsOf(design, made[1])];
}
