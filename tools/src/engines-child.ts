/**
 * Trains briefly with every engine of this runtime and prints, as JSON, what ran and the hashes of weights and moments.
 */
import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import {
  adamDefaults,
  createReferenceEngine,
  createSimdEngine,
  createWideSimdEngine,
  describeNetwork,
  glorotUniform,
  simdObstacle,
  train,
  type EngineFactory,
} from '@fived/nn';

const SIZES = [5, 64, 32, 16, 1];
const ROWS = 500;
const EPOCHS = 20;

if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');

const x = Float32Array.from({ length: ROWS * SIZES[0] }, (_, i) => ((i * 7919) % 2003) / 1000 - 1);
const y = Float32Array.from({ length: ROWS }, (_, row) => x[5 * row] * x[5 * row + 1] + x[5 * row + 2]);
const training = { x, y, rowCount: ROWS };

function hashOf(create: EngineFactory): string {
  const network = describeNetwork(SIZES);
  const engine = create({ network, batchSize: 32, adam: adamDefaults, training, validation: training });
  glorotUniform(network, 42, engine.params);
  train(engine, { epochs: EPOCHS, learningRate: 0.001, seed: 42 });
  const hash = createHash('sha256');
  for (const values of [engine.params, engine.m, engine.v]) hash.update(values);
  return hash.digest('hex');
}

const obstacle = simdObstacle();
const engines: Readonly<Record<string, EngineFactory>> = {
  reference: createReferenceEngine,
  ...(obstacle === undefined ? { simd: createSimdEngine, 'wide simd': createWideSimdEngine } : {}),
};
console.log(
  JSON.stringify({
    node: process.version,
    arch: process.arch,
    multiplyAdd: obstacle ?? 'fused, as its test vectors show',
    hashes: Object.fromEntries(Object.entries(engines).map(([name, create]) => [name, hashOf(create)])),
  }),
);
