/** What happens to a training when a worker fails, and to the workers and memory when a training ends. */
import { defaultRng } from '@fived/random';
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Worker } from 'node:worker_threads';
import { describe, expect, inject, it } from 'vitest';
import { describeNetwork } from '../network.js';
import { nodeWorkers } from '../testing/node-workers.js';
import { randomRows } from '../testing/random-cases.js';
import { adamDefaults, noRows } from '../engine.js';
import { createThreadedEngine, type ThreadedEngine, type ThreadingOptions } from './engine.js';

/** The number of engines, none of which may leak its memory. */
const ENGINES = { short: 5, medium: 40, full: 200 }[inject('campaign')];

/**
 * The number of random moments at which a worker is ended, and at which one throws. The time until it is noticed is
 * printed, but not judged.
 */
const FAULTS = { short: 2, medium: 12, full: 50 }[inject('campaign')];

const options = {
  network: describeNetwork([5, 64, 32, 16, 1]),
  batchSize: 32,
  adam: adamDefaults,
  training: randomRows(defaultRng(1), 320, 5),
  validation: noRows,
};

function start(
  before: string,
  { use = 'always', threadCount = 2 }: Partial<ThreadingOptions> = {},
): { engine: ThreadedEngine; workers: Worker[] } {
  const workers: Worker[] = [];
  // a clock that starts one worker after two steps
  let nowMs = 0;
  const now = use === 'quicker' ? () => (nowMs += 250) : undefined;
  return {
    engine: createThreadedEngine(options, {
      threadCount,
      startWorker: nodeWorkers(before, (worker) => workers.push(worker)),
      use,
      now,
    }),
    workers,
  };
}

/** The worker's end, whatever the cause. */
const exitOf = (worker: Worker): Promise<unknown> => new Promise((done) => worker.on('exit', done));

/** Makes `count` steps, or as many as possible. */
function run(engine: ThreadedEngine, count = Infinity): void {
  engine.learningRate[0] = 0.001;
  for (let step = 0; step < count; step++) {
    engine.load(32 * (step % 10), 32);
    engine.forward();
    engine.backward();
    engine.step();
  }
}

/** Code for a worker in which the n-th call of a kernel does something else. */
const atCall = (n: number, kernel: string, what: string): string => `
  const { Instance } = WebAssembly;
  WebAssembly.Instance = function (module, imports) {
    const exports = { ...new Instance(module, imports).exports };
    const original = exports.${kernel};
    let calls = 0;
    exports.${kernel} = (...operands) => {
      if (++calls === ${n}) { ${what} }
      original(...operands);
    };
    return { exports };
  };`;

describe('A training on threads ends with a clear error', () => {
  it('if a worker cannot start', () => {
    const { engine } = start("WebAssembly.Module = function () { throw new Error('no room for code'); };");
    const message = 'Thread 1 of 2 failed: no room for code. The training cannot go on.';
    expect(() => {
      run(engine, 1);
    }).toThrow(message);
    expect(() => {
      run(engine, 1);
    }).toThrow(message);
  });

  it('if a worker that was started during the training could not start', async () => {
    const { engine, workers } = start("WebAssembly.Module = function () { throw new Error('no room for code'); };", {
      use: 'quicker',
    });
    run(engine, 2);
    await exitOf(workers[0]);
    expect(() => {
      run(engine, 1);
    }).toThrow('Thread 1 of 2 failed: no room for code.');
  });

  it('if a worker dies before it knows of its work', async () => {
    const { engine, workers } = start("throw new Error('no such module');", { use: 'quicker' });
    run(engine, 3);
    await exitOf(workers[0]);
    expect(() => {
      run(engine, 1);
    }).toThrow('Thread 1 of 2 failed: no such module.');
  });

  it.each(['gather', 'rowGradients', 'gradients1', 'adam', 'report'])('if a worker throws in %s', (kernel) => {
    const { engine } = start(atCall(20, kernel, "throw new Error('out of luck');"), { threadCount: 3 });
    expect(() => {
      run(engine);
    }).toThrow(/^Thread [12] of 3 failed: out of luck\. The training cannot go on\.$/);
  });

  it('if a worker vanishes without a word while thread 0 waits for it', async () => {
    const { engine, workers } = start(atCall(20, 'gradients1', 'process.exit();'));
    await once(workers[0], 'online');
    expect(() => {
      run(engine);
    }).toThrow('Thread 1 of 2 failed: it ended. The training cannot go on.');
  });

  it(`if a worker is ended from outside at any moment, ${FAULTS} times`, async () => {
    const random = defaultRng(3);
    let slowestMs = 0;
    for (let time = 0; time < FAULTS; time++) {
      const { engine, workers } = start('', { threadCount: 2 + (time % 2) });
      await Promise.all(workers.map((worker) => once(worker, 'online')));
      run(engine, random.integers(1, 300));
      const endedMs = performance.now();
      void workers[workers.length - 1].terminate();
      expect(() => {
        run(engine);
      }).toThrow(`Thread ${workers.length} of ${workers.length + 1} failed: it ended.`);
      slowestMs = Math.max(slowestMs, performance.now() - endedMs);
    }
    console.log(`${FAULTS} workers ended: noticed within ${slowestMs.toFixed(0)} ms`);
  });

  it(`if a worker throws at any moment, ${FAULTS} times`, () => {
    const random = defaultRng(4);
    const kernels = ['gather', 'rowGradients', 'gradients1', 'adam', 'report'];
    for (let time = 0; time < FAULTS; time++) {
      const kernel = kernels[random.integers(0, kernels.length)];
      const { engine } = start(atCall(random.integers(1, 300), kernel, "throw new Error('out of luck');"), {
        threadCount: 2 + (time % 2),
      });
      expect(() => {
        run(engine);
      }).toThrow(/^Thread [12] of [23] failed: out of luck\. The training cannot go on\.$/);
    }
  });

  it('and its other workers end too', async () => {
    const { engine, workers } = start(atCall(5, 'adam', "if (data.thread === 2) throw new Error('out of luck');"), {
      threadCount: 4,
    });
    const ends = workers.map((worker) => exitOf(worker));
    expect(() => {
      run(engine);
    }).toThrow('Thread 2 of 4 failed');
    await Promise.all(ends);
  });
});

describe('When an engine is closed', () => {
  it('its workers end, asleep or not, and even if they have not started', async () => {
    for (const steps of [0, 1, 50]) {
      const { engine, workers } = start('', { threadCount: 3 });
      const ends = workers.map((worker) => exitOf(worker));
      run(engine, steps);
      engine.close();
      engine.close();
      await Promise.all(ends);
    }
  });

  it(`its memory is free again: ${ENGINES} engines of 20 MB leave nothing behind`, async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const training = randomRows(defaultRng(1), 100, 5);
    // 800,000 rows of 6 float32 are 19.2 MB, which the engine copies
    const validation = { x: new Float32Array(5 * 800_000), y: new Float32Array(800_000), rowCount: 800_000 };
    const rssMB = async (): Promise<number> => {
      for (let time = 0; time < 3; time++) {
        collect();
        await new Promise((done) => setTimeout(done, 10));
      }
      return process.memoryUsage.rss() / 1e6;
    };
    const useOne = async (): Promise<void> => {
      const workers: Worker[] = [];
      const engine = createThreadedEngine(
        { ...options, training, validation },
        { threadCount: 2, startWorker: nodeWorkers('', (worker) => workers.push(worker)), use: 'always' },
      );
      const end = exitOf(workers[0]);
      engine.load(0, 32);
      engine.forward();
      engine.close();
      await end;
    };
    for (let warmUp = 0; warmUp < 2; warmUp++) await useOne();
    const before = await rssMB();
    for (let n = 0; n < ENGINES; n++) {
      await useOne();
      if (n % 10 === 9) collect();
    }
    // a leak of one engine in ten would exceed this
    const limit = before + 20 * Math.max(3, ENGINES / 10);
    // the memory of threads that have just ended is freed once other code has run, so poll until it is
    let left = await rssMB();
    for (let time = 0; time < 50 && left >= limit; time++) left = await rssMB();
    expect(left).toBeLessThan(limit);
  });
});
