/**
 * What the JavaScript runners have in common: arguments, rows, what is timed, and the line of results.
 *
 * A runner is called with ROWS.npz EPOCHS SEED THREADS (1 or all); `fived data --split` wrote the rows. Its trainer has
 *   reset(seed)     fresh weights and moments; not timed
 *   train(epochs)   all epochs, a new order of the rows each, the last partial batch, a validation pass after each, the
 *                   best epoch's weights kept and restored at the end
 *   predict(x)      with the restored weights
 * First it trains epoch after epoch until a second has passed (the warm-up: what is compiled at the first call, or
 * while it runs, is then compiled), then it is reset and timed.
 */
import { existsSync, readFileSync } from 'node:fs';

/** Of the warm-up. */
const LEAST_SECONDS = 1;

export const HIDDEN = [64, 32, 16];
export const BATCH_SIZE = 32;
export const LEARNING_RATE = 0.001;
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/** The stored (not compressed) float32 arrays of an .npz file, by name: { data, shape }. */
const readNpz = (path) => {
  const zip = readFileSync(path);
  const arrays = {};
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50;) {
    if (zip.readUInt16LE(at + 8) !== 0)
      throw new Error(`${path} is compressed: it must be what "fived data --split" writes`);
    const size = zip.readUInt32LE(at + 18);
    const nameEnd = at + 30 + zip.readUInt16LE(at + 26);
    const start = nameEnd + zip.readUInt16LE(at + 28);
    const dataStart = start + 10 + zip.readUInt16LE(start + 8);
    const header = zip.toString('latin1', start + 10, dataStart);
    if (header.includes("'<f4'")) {
      const shape = /'shape': \(([^)]*)\)/
        .exec(header)[1]
        .split(',')
        .filter((part) => part.trim() !== '')
        .map(Number);
      // a copy, so that it is aligned
      const data = new Float32Array(Uint8Array.from(zip.subarray(dataStart, start + size)).buffer);
      arrays[zip.toString('latin1', at + 30, nameEnd).replace('.npy', '')] = { data, shape };
    }
    at = start + size;
  }
  return arrays;
};

const readRows = (path) => {
  const arrays = readNpz(path);
  const part = (name) => {
    const { data, shape } = arrays[`X_${name}`];
    return { x: data, y: arrays[`y_${name}`].data, rowCount: shape[0], dimensions: shape[1] };
  };
  return { training: part('train'), validation: part('validation'), test: part('test') };
};

/** The high-water mark of this program alone; maxRSS, where there is no other, may hold the parent's. */
const peakRssBytes = () => {
  const status = '/proc/self/status';
  const kib = existsSync(status)
    ? Number(/VmHWM:\s*(\d+)/.exec(readFileSync(status, 'utf8'))[1])
    : process.resourceUsage().maxRSS;
  return kib * 1024;
};

/** mulberry32 (Tommy Ettinger, public domain): numbers in [0, 1) from a seed. */
export const randomStream = (seed) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Fisher and Yates, in place. */
export const shuffle = (order, random) => {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
};

export const glorotLimit = (fanIn, fanOut) => Math.sqrt(6 / (fanIn + fanOut));

const secondsOf = async (work) => {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
};

/** `create(rows, threads)` gives { trainer, versions }. */
export const run = async (peer, create) => {
  const [path, epochs, seed, threads] = process.argv.slice(-4);
  const rows = readRows(path);
  let created;
  const setupSeconds = await secondsOf(async () => {
    created = await create(rows, threads);
  });
  const { trainer, versions } = created;
  trainer.reset(Number(seed));
  let warmUpEpochs = 0;
  let warmUpSeconds = 0;
  for (; warmUpSeconds < LEAST_SECONDS; warmUpEpochs++) warmUpSeconds += await secondsOf(() => trainer.train(1));
  trainer.reset(Number(seed));
  const trainingSeconds = await secondsOf(() => trainer.train(Number(epochs)));

  const { x, y } = rows.test;
  const predictions = trainer.predict(x);
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const residual = y.reduce((sum, value, i) => sum + (value - predictions[i]) ** 2, 0);
  const total = y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const result = {
    peer,
    versions: { ...versions, node: process.versions.node },
    epochs: Number(epochs),
    seed: Number(seed),
    setup_seconds: setupSeconds,
    warm_up_epochs: warmUpEpochs,
    warm_up_seconds: warmUpSeconds,
    training_seconds: trainingSeconds,
    test_r2: 1 - residual / total,
    test_mse: residual / y.length,
    peak_rss_bytes: peakRssBytes(),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
};

/** The version of an installed package, read from its own package.json beside the runner that asks. */
export const versionOf = (name, runner) =>
  JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, runner), 'utf8')).version;
