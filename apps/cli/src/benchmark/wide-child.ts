/**
 * The self-test of `--wide`, in a process of its own: started by wide.ts with V8's flags on the command line and the
 * engine's shape, as JSON, behind them. Exit code 0 if the wide engine's bits are the reference engine's; else 1, and
 * on stderr what was wrong.
 */
import { createReferenceEngine, createWideSimdEngine } from '@fived/nn';
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
