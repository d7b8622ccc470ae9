/**
 * The self-test of `--wide`, in a process of its own. wide.ts starts it with V8's flags on the command line, followed
 * by the engine's shape as JSON. The exit code is 0 if the wide engine's bits are the reference engine's. Otherwise it
 * is 1, and stderr says what was wrong.
 */
import { createReferenceEngine, createWideSimdEngine } from '@fived/nn';
import './engines.js'; // sets what Node 20 needs
import { firstDifference, trainBriefly, type EngineShape } from './brief-training.js';

const shape = JSON.parse(process.argv[2]) as EngineShape;
try {
  const difference = firstDifference(
    trainBriefly(createWideSimdEngine, shape),
    trainBriefly(createReferenceEngine, shape),
  );
  if (difference !== undefined) throw new Error(`${difference} with the reference engine`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
