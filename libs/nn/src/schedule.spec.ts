import { describe, expect, it } from 'vitest';
import { scheduledRate, schedules } from './schedule.js';

describe('scheduledRate', () => {
  it('leaves a constant rate alone', () => {
    expect([1, 2, 300].map((epoch) => scheduledRate('constant', 0.001, epoch, 300))).toEqual([0.001, 0.001, 0.001]);
  });

  it('falls along a line that would reach zero after the last epoch', () => {
    expect([1, 2, 3, 4].map((epoch) => scheduledRate('linear', 8, epoch, 4))).toEqual([8, 6, 4, 2]);
  });

  it('falls along a half wave: cosines of 0, 60, 90 and 120 degrees', () => {
    const rates = [1, 3, 4, 5].map((epoch) => scheduledRate('cosine', 2, epoch, 6));
    [2, 1.5, 1, 0.5].forEach((expected, i) => {
      expect(rates[i]).toBeCloseTo(expected, 14);
    });
  });

  it('begins at the peak and never reaches zero, whatever the schedule', () => {
    for (const schedule of schedules) {
      expect(scheduledRate(schedule, 0.003, 1, 7)).toBe(0.003);
      expect(scheduledRate(schedule, 0.003, 7, 7)).toBeGreaterThan(0);
    }
  });
});
