/**
 * Runs one check, in the process that was started for it, and prints what libs/bench found as JSON.
 *
 *      node child.js allocation ENGINE EXTENT     whether training on the engine allocates
 *      node child.js faulty ENGINE EXTENT         the same with an engine that takes a view in each step: must fail
 *      node child.js leak                         whether fits leave anything behind
 *      node child.js kept                         the same with fits that keep their engine: must fail
 */
import { checkAllocation, checkLeak, type AllocationCheck, type LeakCheck } from '@fived/bench';
import type { EngineName } from '../../benchmark/engines.js';
import { fit } from './brief-fit.js';
import type { Extent } from './check-settings.js';
import { trainingLoop, type Fault } from './training-loop.js';

/** By then V8 has optimised the whole loop: within 40,000 steps on Node 20 to 26 (docs/method/memory.md). */
const WARM_UP_STEPS = 80_000;
const STEPS = 20_000;

/** Enough to be caught. */
const FAULTY_STEPS = 5_000;

const WARM_UP_FITS = 20;
const FITS = 200;
/** Enough to be caught. */
const KEPT_FITS = 40;

const kept: unknown[] = [];

const viewInEachStep: Fault = (engine) => ({
  ...engine,
  backward(): void {
    engine.backward();
    kept[0] = engine.grads.subarray(0, 1);
  },
});

type Check = (engine: EngineName, extent: Extent) => Promise<AllocationCheck | LeakCheck>;

const checks: Readonly<Record<string, Check>> = {
  allocation: (engine, extent) =>
    checkAllocation(trainingLoop(engine, extent), { steps: STEPS, warmUpSteps: WARM_UP_STEPS }),
  faulty: (engine, extent) =>
    checkAllocation(trainingLoop(engine, extent, viewInEachStep), { steps: FAULTY_STEPS, warmUpSteps: FAULTY_STEPS }),
  leak: () => checkLeak(fit, { runs: FITS, warmUpRuns: WARM_UP_FITS }),
  kept: () =>
    checkLeak(async (run) => kept.push((await fit(run)).engine), { runs: KEPT_FITS, warmUpRuns: WARM_UP_FITS }),
};

const [check, engine, extent] = process.argv.slice(2);
console.log(JSON.stringify(await checks[check](engine as EngineName, extent as Extent)));
