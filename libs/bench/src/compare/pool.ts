/**
 * The timings of one size from both sweeps, sorted once, so that a statistic of any choice of stretches needs one pass.
 * Times are logarithms, so ratios become differences.
 */

/** Ascending by time. Stretches are numbered across both sweeps, BASE's first. */
export interface Pool {
  readonly logSeconds: Float64Array;
  /** The stretch of each run. */
  readonly stretches: Uint16Array;
}

/** Which stretches are used, and which side each is on. */
export interface Choice {
  /** How often each stretch is used. */
  readonly times: Uint16Array;
  /** 0 for BASE, 1 for NEW, by stretch. */
  readonly sides: Uint8Array;
}

export function pool(runs: readonly { readonly seconds: number; readonly stretch: number }[]): Pool {
  const sorted = [...runs].sort((a, b) => a.seconds - b.seconds);
  return {
    logSeconds: Float64Array.from(sorted, ({ seconds }) => Math.log(seconds)),
    stretches: Uint16Array.from(sorted, ({ stretch }) => stretch),
  };
}

function countRuns({ stretches }: Pool, { times, sides }: Choice, side: number): number {
  let count = 0;
  for (const stretch of stretches) if (sides[stretch] === side) count += times[stretch];
  return count;
}

/** The median of one side's runs. There must be at least one. */
export function pooledMedian(runs: Pool, choice: Choice, side: number): number {
  const { logSeconds, stretches } = runs;
  const { times, sides } = choice;
  const middle = (countRuns(runs, choice, side) - 1) / 2;
  let passed = 0;
  let lower = NaN;
  for (let i = 0; i < stretches.length; i++) {
    const stretch = stretches[i];
    if (sides[stretch] !== side) continue;
    passed += times[stretch];
    if (Number.isNaN(lower) && passed > Math.floor(middle)) lower = logSeconds[i];
    if (passed > Math.ceil(middle)) return (lower + logSeconds[i]) / 2;
  }
  return NaN;
}

/**
 * NEW's mean minus BASE's, each the mean of the faster half of the side's runs (of 5 runs the fastest 2, of one run
 * that run). Each side must have a run. Both sides take one pass, because resampling spends its time here.
 */
export function fastHalfDifference({ logSeconds, stretches }: Pool, { times, sides }: Choice): number {
  let baseCount = 0;
  let nextCount = 0;
  for (const stretch of stretches) {
    if (sides[stretch] === 0) baseCount += times[stretch];
    else nextCount += times[stretch];
  }
  const baseHalf = Math.max(1, baseCount >> 1);
  const nextHalf = Math.max(1, nextCount >> 1);
  let baseLeft = baseHalf;
  let nextLeft = nextHalf;
  let baseSum = 0;
  let nextSum = 0;
  for (let i = 0; i < stretches.length; i++) {
    const stretch = stretches[i];
    if (sides[stretch] === 0) {
      const taken = Math.min(baseLeft, times[stretch]);
      baseSum += taken * logSeconds[i];
      baseLeft -= taken;
    } else {
      const taken = Math.min(nextLeft, times[stretch]);
      nextSum += taken * logSeconds[i];
      nextLeft -= taken;
    }
  }
  return nextSum / nextHalf - baseSum / baseHalf;
}
