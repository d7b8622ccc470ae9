/**
 * For tests only: made-up sweeps on a machine that drifts, with a known ratio between them. NOTHING here was measured.
 *
 * The machine is in phases, each with a factor by which everything takes longer. A run takes its work through whatever
 * phases it meets, so that runs that follow each other are slow together, as on real machines.
 */
import { jsf32 } from '../../random32.js';
import type { Timings } from '../timings.js';

export interface Weather {
  /** Seconds; phases last between them, uniformly. */
  readonly phaseSeconds: readonly [number, number];
  /** The share of phases that are disturbed. */
  readonly disturbed: number;
  /** Their factor lies between these, uniformly. */
  readonly factor: readonly [number, number];
  /** The share of runs that are outliers: another 1.5 to 4 times as long. */
  readonly outliers: number;
  /** Relative standard deviation of the work of one run. */
  readonly jitter: number;
}

export interface SweepDesign {
  readonly sizes: readonly number[];
  readonly rounds: number;
  readonly secondsPerUnit: number;
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

/** A machine: how long so much undisturbed work takes from now on. */
type Machine = (workSeconds: number) => number;

function driftingMachine(
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
      // What rounding leaves of the work is no work.
      if (work <= workSeconds * 1e-12) return elapsed;
    }
  };
}

function shuffled<Item>(items: readonly Item[], { uniform }: Randomness): readonly Item[] {
  return items
    .map((item) => ({ item, key: uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** The time of a run whose undisturbed time is `seconds`. */
function timeOf(seconds: number, weather: Weather, machine: Machine, { uniform, normal }: Randomness): number {
  const stall = uniform() < weather.outliers ? 1.5 + 2.5 * uniform() : 1;
  return machine(seconds * Math.exp(weather.jitter * normal()) * stall);
}

/** A round-robin sweep whose every run takes `ratio` times what it would. */
export function simulateSweep(
  { sizes, rounds, secondsPerUnit }: SweepDesign,
  ratio: number,
  weather: Weather,
  random: Randomness,
): Timings {
  const machine = driftingMachine(weather, random);
  const runs = Array.from({ length: rounds }, (_, i) => i + 1)
    .flatMap((round) => shuffled(sizes, random).map((size) => ({ size, round })))
    .map(({ size, round }) => ({
      size,
      round,
      seconds: timeOf(size * secondsPerUnit * ratio, weather, machine, random),
    }));
  return {
    isRoundRobin: true,
    sizes: sizes.map((size) => ({
      size,
      runs: runs.filter((run) => run.size === size).map(({ round, seconds }) => ({ round, seconds })),
    })),
  };
}
