/**
 * The process in which phases are measured. profile.ts starts it with a PhaseJob. The harness's own memory is in place
 * before the baseline: first a phase that does nothing is measured, until all of this code has run.
 */
import { collectGarbage } from './collect.js';
import { readingHoldsWebAssembly } from './javascript-memory.js';
import { measurePhase, type PhaseReading } from './measure-phase.js';
import type { PhaseJob, PhaseMessage, PhaseModule } from './phase-module.js';
import type { MemoryProfile } from './memory-profile.js';
import { createResidentMeter } from './resident.js';

/** The last of these is used as the cost of measuring. */
const EMPTY_PHASES = 3;

const send = (message: PhaseMessage): void => {
  process.send?.(message);
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function profile({ module, phases: names, settings }: PhaseJob): Promise<MemoryProfile> {
  const { phases, createContext, webAssemblyBytes } = (await import(module)) as PhaseModule<unknown>;
  if (names.length === 0) throw new Error('there are no phases to measure');
  const unknownName = names.find((name) => !Object.hasOwn(phases, name));
  if (unknownName !== undefined) {
    throw new Error(`there is no phase "${unknownName}"; the module has: ${Object.keys(phases).join(', ')}`);
  }
  const context = createContext(settings);
  await collectGarbage();
  const isAllCounted = readingHoldsWebAssembly();
  const uncountedBytes = (): number => (isAllCounted ? 0 : (webAssemblyBytes?.(context) ?? 0));
  const resident = createResidentMeter();
  const measure = (phase: (context: unknown) => unknown): Promise<PhaseReading> =>
    measurePhase(() => phase(context), resident, uncountedBytes);

  let cost = { javascriptBytes: 0, residentBytes: 0, seconds: 0 };
  for (let i = 0; i < EMPTY_PHASES; i++) {
    const startMs = performance.now();
    const { startBytes, peakBytes, residentStartBytes, residentPeakBytes } = await measure(() => undefined);
    cost = {
      javascriptBytes: peakBytes - startBytes,
      residentBytes: Math.max(0, residentPeakBytes - residentStartBytes),
      seconds: (performance.now() - startMs) / 1000,
    };
  }

  const readings: PhaseReading[] = [];
  for (const name of names) {
    send({ kind: 'phase', name });
    readings.push(
      await measure(phases[name]).catch((error: unknown) => {
        throw new Error(`${messageOf(error)} (in the phase "${name}")`);
      }),
    );
  }
  const [{ startBytes: baseBytes, residentStartBytes }] = readings;
  let cumulativePeakBytes = 0;
  return {
    residentMethod: resident.method,
    cost,
    baseline: { javascriptBytes: baseBytes, residentBytes: residentStartBytes },
    phases: readings.map((reading, index) => {
      const peakBytes = reading.peakBytes - baseBytes;
      cumulativePeakBytes = Math.max(cumulativePeakBytes, peakBytes);
      return {
        ...reading,
        name: names[index],
        startBytes: reading.startBytes - baseBytes,
        peakBytes,
        keptBytes: reading.keptBytes - baseBytes,
        cumulativePeakBytes,
      };
    }),
  };
}

// The parent process ends this one: Ctrl-C and the end of a terminal reach both at once.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit(1));
try {
  send({ kind: 'profile', profile: await profile(JSON.parse(process.argv[2]) as PhaseJob) });
} catch (error) {
  send({ kind: 'error', message: messageOf(error) });
}
process.removeAllListeners('disconnect');
process.disconnect();
