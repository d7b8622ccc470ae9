/**
 * The learning rate from epoch to epoch: constant, or falling from its peak towards zero.
 *
 *     progress = (epoch - 1) / epochs                 0 in the first epoch, always below 1
 *     linear     peak * (1 - progress)
 *     cosine     peak * (1 + cos(pi * progress)) / 2  Loshchilov and Hutter (2017), without restarts
 *
 * The cosine is fdlibm's, because Math.cos does not promise the same bits everywhere.
 */
import { cos } from '@fived/random';

export const schedules = ['constant', 'cosine', 'linear'] as const;
export type Schedule = (typeof schedules)[number];

/** The learning rate of an epoch (counted from 1) out of `epochs` planned ones. */
export function scheduledRate(schedule: Schedule, peak: number, epoch: number, epochs: number): number {
  const progress = (epoch - 1) / epochs;
  switch (schedule) {
    case 'constant':
      return peak;
    case 'linear':
      return peak * (1 - progress);
    case 'cosine':
      return (peak * (1 + cos(Math.PI * progress))) / 2;
  }
}
