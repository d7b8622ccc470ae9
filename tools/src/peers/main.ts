/** `npm run peers`: prepares the peers, compares them, and has the charts drawn. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ENDING_SIGNALS, exitCodeOf } from '@fived/records';
import { ROOT } from '../workspace.js';
import { compare, RECORD_FILE } from './compare.js';
import { parseOptions, type PeersOptions } from './options.js';
import { compareLossCurves } from './parity.js';
import { PEERS, prepareAll } from './peers.js';
import { runProgram } from './program.js';

const say = (line: string): void => {
  console.error(line);
};

const work = async (given: PeersOptions, signal: AbortSignal): Promise<void> => {
  const options = { ...given, out: resolve(given.out), cache: resolve(given.cache) };
  const { cache, python, out } = options;
  mkdirSync(cache, { recursive: true });
  const context = { cache, python, signal, say };
  if (options.parity) {
    await compareLossCurves(context);
    return;
  }
  const preparations = await prepareAll(options.only, context);
  if (options.prepare) return;
  const record = await compare(options, preparations, context);
  if (record.summaries.length > 0) {
    const args = [join(ROOT, 'apps', 'plots', 'bin', 'fived-plots.js'), 'peers', '--in', out, '--out', out];
    process.stdout.write(await runProgram({ command: process.execPath, args }, { cwd: ROOT, signal }));
  }
  console.log(join(out, RECORD_FILE));
  const failures = record.trials.filter(({ failure }) => failure !== null).length;
  if (failures > 0)
    throw new Error(`${failures} of ${record.trials.length} trials failed: see ${join(out, 'peers.md')}`);
};

/** Returns the exit code: 0 only if all of it worked. */
const run = async (): Promise<number> => {
  const controller = new AbortController();
  let received: NodeJS.Signals = 'SIGINT';
  const onSignal = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted && signal === 'SIGINT') process.exit(exitCodeOf(signal));
    if (controller.signal.aborted) return;
    received = signal;
    say('Stopping; finished trials are saved, and --resume goes on. Ctrl-C once more leaves at once.');
    controller.abort();
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, onSignal);
  try {
    const options = parseOptions(
      process.argv.slice(2),
      PEERS.map(({ name }) => name),
    );
    if (options !== undefined) await work(options, controller.signal);
    return 0;
  } catch (error) {
    if (controller.signal.aborted) return exitCodeOf(received);
    say(`peers: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    for (const signal of ENDING_SIGNALS) process.off(signal, onSignal);
  }
};

process.exitCode = await run();
