/**
 * What made timings less trustworthy, and what to do about each. A fact that the system does not report gives no
 * warning.
 */
import type { Environment } from '@fived/records';
import { median } from '../quantile.js';
import { summarize } from '../statistics.js';
import { labelOutliers } from './outliers.js';
import { coresText, isBusy } from './quiet.js';

/** The runs of one size, in the order in which they were made. */
export interface RunTimes {
  readonly size: number;
  readonly seconds: readonly number[];
}

/** Sample standard deviation over mean. Quiet sweeps here have 1%. */
const HIGH_VARIATION = 0.1;
/** A fraction of the highest clock that the processor can reach. */
const LOW_CLOCK = 0.7;

/** @param sizes with at least one run each, finite times */
export function warnAboutRuns(sizes: readonly RunTimes[]): readonly string[] {
  /** A warning, if there are sizes that it is about. */
  const about = (isSo: (seconds: readonly number[]) => boolean, text: (where: string) => string): readonly string[] => {
    const found = sizes.filter(({ seconds }) => isSo(seconds)).map(({ size }) => size);
    return found.length === 0 ? [] : [text(`n = ${found.join(', ')}`)];
  };
  const hasSlowFirst = (seconds: readonly number[]): boolean =>
    labelOutliers(seconds)[0] && seconds[0] > median(seconds);
  return [
    ...about(
      hasSlowFirst,
      (where) =>
        `The first run was much slower than the others at ${where}: caches or clocks were not warm, ` +
        'or something else took the processor; look at the medians, or measure again.',
    ),
    ...about(
      (seconds) => labelOutliers(seconds).some((isOutlier, i) => isOutlier && !(i === 0 && hasSlowFirst(seconds))),
      (where) =>
        `There are outliers (kept) at ${where}: something else took the processor; ` +
        'close other programs and measure again.',
    ),
    ...about(
      (seconds) => {
        const { sampleStd, mean } = summarize(seconds);
        return sampleStd !== null && sampleStd / mean > HIGH_VARIATION;
      },
      (where) =>
        `The times vary by more than ${100 * HIGH_VARIATION}% (standard deviation over mean) at ${where}: ` +
        'quieten the machine, or make more runs.',
    ),
  ];
}

/**
 * Warnings about the state of the machine when the measurement began. The load average is not judged: it lags by a
 * minute and still includes what has ended, such as the build of this very program.
 */
export function warnAboutEnvironment({
  cpu,
  busy_cores: busyCores = null,
  power,
}: Pick<Environment, 'cpu' | 'busy_cores' | 'power'>): readonly string[] {
  const warnings: string[] = [];
  if (busyCores !== null && cpu.logical_cores !== null && isBusy(busyCores, cpu.logical_cores)) {
    warnings.push(
      `Other programs used ${coresText(busyCores, cpu.logical_cores)} right before the start: ` +
        'end them, and measure again.',
    );
  }
  const { current_frequency_mhz: now, max_frequency_mhz: most } = cpu;
  if (now !== null && most !== null && now < LOW_CLOCK * most) {
    const advice =
      power.governor === 'powersave'
        ? 'choose the governor "performance"'
        : 'let the processor cool, and turn power saving off';
    warnings.push(`The clock was at ${now.toFixed(0)} of ${most.toFixed(0)} MHz at the start: ${advice}.`);
  }
  if (power.source === 'battery')
    warnings.push('The machine ran on battery: plug it in, since most slow down without.');
  return warnings;
}
