import { describe, expect, it } from 'vitest';
import { warnAboutEnvironment, warnAboutRuns } from './warnings.js';

const quiet = {
  cpu: {
    model: 'x',
    logical_cores: 8,
    physical_cores: 8,
    core_kinds: null,
    max_frequency_mhz: 4000,
    current_frequency_mhz: 3900,
  },
  busy_cores: 0.1,
  power: { source: 'ac', governor: 'performance' },
} as const;

describe('warnAboutEnvironment', () => {
  it('says nothing of a quiet machine, nor of facts that the system does not tell', () => {
    expect(warnAboutEnvironment(quiet)).toEqual([]);
    const unknown = { ...quiet.cpu, logical_cores: null, max_frequency_mhz: null, current_frequency_mhz: null };
    expect(warnAboutEnvironment({ cpu: unknown, busy_cores: null, power: { source: null, governor: null } })).toEqual(
      [],
    );
    expect(warnAboutEnvironment({ ...quiet, cpu: unknown, busy_cores: 99 })).toEqual([]);
  });

  it('says what to do about other programs, a low clock and a battery', () => {
    const [others, clock, battery] = warnAboutEnvironment({
      cpu: { ...quiet.cpu, current_frequency_mhz: 1200 },
      busy_cores: 7.46,
      power: { source: 'battery', governor: 'powersave' },
    });
    expect(others).toBe('Other programs used 7.5 of 8 cores right before the start: end them, and measure again.');
    expect(clock).toBe('The clock was at 1200 of 4000 MHz at the start: choose the governor "performance".');
    expect(battery).toBe('The machine ran on battery: plug it in, since most slow down without.');
  });

  it('says nothing of a load average, which lags behind what runs, nor of a file in which nobody looked', () => {
    const { cpu, power } = quiet;
    const older = { cpu, load_average: [99, 50, 20], power };
    expect(warnAboutEnvironment(older)).toEqual([]);
    expect(warnAboutEnvironment({ ...older, busy_cores: 0.1 })).toEqual([]);
  });
});

describe('warnAboutRuns', () => {
  it('says nothing of steady runs, nor of a single one', () => {
    expect(
      warnAboutRuns([
        { size: 1000, seconds: [1, 1.01, 0.99, 1.02] },
        { size: 2000, seconds: [2] },
      ]),
    ).toEqual([]);
  });

  it('names the sizes whose first run was slow', () => {
    const slow = { size: 1000, seconds: [1.09, 1, 1.001, 0.999, 1.002] };
    const [first, ...rest] = warnAboutRuns([slow, { ...slow, size: 3000 }]);
    expect(first).toMatch(/^The first run was much slower than the others at n = 1000, 3000: /);
    expect(rest).toEqual([]);
  });

  it('tells outliers elsewhere, and a quick first run, from a slow first one', () => {
    for (const seconds of [
      [1, 1.001, 1.09, 0.999, 1.002],
      [0.91, 1, 1.001, 0.999, 1.002],
    ]) {
      const warnings = warnAboutRuns([{ size: 1000, seconds }]);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toMatch(/^There are outliers \(kept\) at n = 1000: /);
    }
  });

  it('warns of a deviation of more than a tenth of the mean', () => {
    // Sample standard deviations 0.158 and 0.079 by hand.
    expect(warnAboutRuns([{ size: 500, seconds: [0.8, 0.9, 1, 1.1, 1.2] }])[0]).toMatch(
      /^The times vary by more than 10% .* at n = 500: /,
    );
    expect(warnAboutRuns([{ size: 500, seconds: [0.9, 0.95, 1, 1.05, 1.1] }])).toEqual([]);
  });
});
