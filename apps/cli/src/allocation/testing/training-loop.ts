/** The training loop as the check of allocations wants it: a given number of steps at each call. */
import type { Loop } from '@fived/bench';
import { Training, type Engine } from '@fived/nn';
import type { EngineName } from '../../benchmark/engines.js';
import { buildModel, prepareData } from '../../benchmark/experiment.js';
import { endlessTraining, type CheckSettings, type Extent } from './check-settings.js';

/** Both kinds of engine. V8 compiles what they have in common for both before the third one is built. */
const firstEngines: readonly EngineName[] = ['simd', 'reference'];
const FIRST_EPOCHS = 100;

/** A change to an engine that must be caught. */
export type Fault = (engine: Engine) => Engine;

/** Trains on an engine that is the third in this process. Steps come in whole epochs. */
export function trainingLoop(name: EngineName, extent: Extent, fault: Fault = (engine) => engine): Loop {
  const settings = endlessTraining(name, extent);
  for (const engine of firstEngines) runEpochs(startTraining({ ...settings, engine }), FIRST_EPOCHS);
  const training = startTraining(settings, fault);
  const stepsAnEpoch = Math.ceil(training.engine.trainingRowCount / settings.batchSize);
  return (steps) => {
    runEpochs(training, Math.ceil(steps / stepsAnEpoch));
  };
}

interface StartedTraining {
  readonly engine: Engine;
  readonly training: Training;
}

function startTraining(settings: CheckSettings, fault: Fault = (engine) => engine): StartedTraining {
  const data = prepareData(settings.datasetSize, settings);
  const engine = fault(buildModel(data, settings, settings.seed));
  return { engine, training: new Training(engine, settings) };
}

function runEpochs({ training }: StartedTraining, epochs: number): void {
  for (let epoch = 0; epoch < epochs; epoch++) training.runEpoch();
}
