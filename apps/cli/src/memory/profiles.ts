/** Runs the processes of a memory profile, one after the other, and hands over the record after each. */
import { profileMemory, type MemoryProfile } from '@fived/bench';
import { MEMORY_CHECKPOINTS, type MemoryCheckpoint, type MemoryRecord } from '@fived/records';
import type { Origin } from '../benchmark/origin.js';
import { memoryRecord } from './memory-record.js';
import type { MemoryRequest, MemorySettings, ProfileGroup } from './memory-settings.js';

/** One process. */
export interface PlannedProfile extends Pick<MemorySettings, 'datasetSize' | 'engine'> {
  /** From 1. */
  readonly repeat: number;
}

interface MemoryWatch {
  readonly onPhase?: (planned: PlannedProfile, checkpoint: MemoryCheckpoint) => void;
  readonly onEnd?: (planned: PlannedProfile, profile: MemoryProfile) => void;
  /** Called, and awaited, after each process and before its `onEnd`, with the record of all processes so far. */
  readonly onRecord: (record: MemoryRecord) => Promise<void>;
  readonly signal?: AbortSignal;
}

const bothEngines = ['simd', 'reference'] as const;

/** The processes in their order. The requested dataset size comes first, so that its figures are there early. */
export function planProfiles({
  datasetSize,
  engine: requested,
  repeats,
  sizes,
}: MemoryRequest): readonly PlannedProfile[] {
  const groups: Omit<PlannedProfile, 'repeat'>[] = [{ datasetSize, engine: requested }];
  for (const size of sizes) {
    for (const engine of bothEngines) {
      if (size !== datasetSize || engine !== requested) groups.push({ datasetSize: size, engine });
    }
  }
  return groups.flatMap((group) => Array.from({ length: repeats }, (_, index) => ({ ...group, repeat: index + 1 })));
}

// The compiled module, from `src` as from `dist`: Node 20 loads no TypeScript.
const phasesModule = new URL('../../dist/memory/phases.js', import.meta.url);

/**
 * Takes all profiles, each in a process of its own. The records that `onRecord` has received are valid whatever
 * happens.
 * @throws whatever a process or `onRecord` throws, or the signal's reason
 */
export async function takeProfiles(request: MemoryRequest, origin: Origin, watch: MemoryWatch): Promise<void> {
  const groups: ProfileGroup[] = [];
  for (const planned of planProfiles(request)) {
    const { datasetSize, engine } = planned;
    const settings: MemorySettings = {
      ...request,
      datasetSize,
      engine,
      wide: request.wide === true && engine === 'simd',
    };
    const profile = await profileMemory({
      module: phasesModule,
      phases: MEMORY_CHECKPOINTS.map(({ name }) => name),
      settings,
      onPhase: (name) => watch.onPhase?.(planned, name as MemoryCheckpoint),
      signal: watch.signal,
    });
    let group = groups.find((other) => other.datasetSize === datasetSize && other.engine === engine);
    if (group === undefined) groups.push((group = { datasetSize, engine, profiles: [] }));
    group.profiles.push(profile);
    await watch.onRecord(memoryRecord(request, origin, groups));
    watch.onEnd?.(planned, profile);
  }
}
