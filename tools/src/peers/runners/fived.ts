/** Our own runner. It is called like the others, with the engine's peer name first. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import {
  adamDefaults,
  createReferenceEngine,
  createSimdEngine,
  createWideSimdEngine,
  describeNetwork,
  glorotUniform,
  mse,
  r2,
  train,
  Training,
  type Engine,
  type EngineFactory,
} from '@fived/nn';
import { rowsOfFile, TRAINING } from '../task.js';

if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');

const FACTORIES: Readonly<Record<string, EngineFactory>> = {
  fived: createSimdEngine,
  'fived-wide': createWideSimdEngine,
  'fived-reference': createReferenceEngine,
};

/** As in the other runners. */
const LEAST_WARM_UP_SECONDS = 1;
const MOST_WARM_UP_EPOCHS = 1_000_000;

const [peer, path, epochsText, seedText] = process.argv.slice(2);
const [epochs, seed] = [Number(epochsText), Number(seedText)];

const secondsSince = (start: bigint): number => Number(process.hrtime.bigint() - start) / 1e9;

/** The high-water mark of this program alone. Where there is none, maxRSS, which may include the parent's. */
const peakRssBytes = (): number => {
  const kib =
    process.platform === 'linux' ? /VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] : undefined;
  return Number(kib ?? process.resourceUsage().maxRSS) * 1024;
};

const { training, validation, test } = rowsOfFile(path, readFileSync(path));
const network = describeNetwork([training.dimensions, ...TRAINING.hiddenSizes, 1]);

const build = (): Engine => {
  const { batchSize } = TRAINING;
  const engine = FACTORIES[peer]({ network, batchSize, adam: adamDefaults, training, validation });
  glorotUniform(network, seed, engine.params);
  return engine;
};

const { learningRate } = TRAINING;
const setupStart = process.hrtime.bigint();
const first = build();
const setupSeconds = secondsSince(setupStart);
const warmUpStart = process.hrtime.bigint();
const warmUp = new Training(first, { epochs: MOST_WARM_UP_EPOCHS, learningRate, seed });
while (secondsSince(warmUpStart) < LEAST_WARM_UP_SECONDS) warmUp.runEpoch();
const warmUpSeconds = secondsSince(warmUpStart);

const engine = build();
const start = process.hrtime.bigint();
train(engine, { epochs, learningRate, seed });
const trainingSeconds = secondsSince(start);

const predictions = new Float32Array(test.rowCount);
engine.predict(test.x, test.rowCount, predictions);
const result = {
  peer,
  versions: { fived: '0.1.0', node: process.versions.node },
  epochs,
  seed,
  setup_seconds: setupSeconds,
  warm_up_epochs: warmUp.progress.epoch,
  warm_up_seconds: warmUpSeconds,
  training_seconds: trainingSeconds,
  test_r2: r2(test.y, predictions),
  test_mse: mse(test.y, predictions),
  peak_rss_bytes: peakRssBytes(),
};
console.log(JSON.stringify(result));
