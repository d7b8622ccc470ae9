/**
 * Progress of a memory profile on stderr: a terminal gets one line that is rewritten, other outputs one line a process.
 */
import type { MemoryProfile } from '@fived/bench';
import { MEMORY_CHECKPOINTS, type MemoryCheckpoint } from '@fived/records';
import { createLiveLines, type ProgressStream } from '../progress.js';
import type { PlannedProfile } from './profiles.js';
import { grouped } from '../text.js';
import { MIB } from './memory-settings.js';

/** What happens before each checkpoint. */
const activities: Readonly<Record<MemoryCheckpoint, string>> = {
  after_dataset_load: 'loading',
  after_splitting: 'splitting',
  after_preprocessing: 'preprocessing',
  after_model_creation: 'creating the model',
  before_training: 'looking',
  peak_during_training: 'training',
  after_training: 'looking',
  before_prediction: 'looking',
  peak_during_prediction: 'predicting',
  after_prediction: 'looking',
};

export function createMemoryProgress(plan: readonly PlannedProfile[], repeats: number, stream: ProgressStream) {
  const live = createLiveLines(stream);
  const nameOf = ({ datasetSize, engine, repeat }: PlannedProfile): string =>
    `n = ${grouped(datasetSize)}, ${engine}, process ${repeat} of ${repeats}`;
  let done = 0;
  return {
    /** Removes the live line, if there is one. */
    clear: () => live?.clear(),
    onPhase(planned: PlannedProfile, checkpoint: MemoryCheckpoint): void {
      const step = MEMORY_CHECKPOINTS.findIndex(({ name }) => name === checkpoint) + 1;
      live?.show([
        `${nameOf(planned)}, ${activities[checkpoint]} (${step} of ${MEMORY_CHECKPOINTS.length}) ` +
          `| ${done} of ${plan.length} done`,
      ]);
    },
    onEnd(planned: PlannedProfile, { phases }: MemoryProfile): void {
      done++;
      live?.clear();
      const peak = (figure: (phase: MemoryProfile['phases'][number]) => number): string =>
        (Math.max(...phases.map(figure)) / MIB).toFixed(2);
      stream.write(
        `${nameOf(planned)}: JavaScript peak ${peak(({ peakBytes }) => peakBytes)} MiB, ` +
          `resident peak ${peak(({ residentPeakBytes }) => residentPeakBytes)} MiB (${done} of ${plan.length})\n`,
      );
    },
  };
}
