/**
 * The wide mode is V8's experimental revectorisation. When V8 optimises WebAssembly, it makes one 256-bit instruction
 * of two 128-bit ones (Node 24 and later, x64 with AVX2). This changes the time and never a bit, and a self-test makes
 * sure.
 *
 * The self-test runs in a child process, for three reasons. There V8 can be told to optimise at once; 30 steps would
 * otherwise run in its baseline compiler, which does not revectorise. A crash of the experimental pass costs nothing
 * but the wide mode. And this process turns the flag on only when all is well: V8 keeps compiled modules by their
 * bytes, so turning the flag off again would not undo it.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { EngineShape } from './brief-training.js';

const REVECTORIZE = '--experimental-wasm-revectorize';

/** `--no-liftoff` turns the baseline compiler off. The trace, on stdout, tells whether V8 found anything to widen. */
const SELF_TEST_FLAGS = [REVECTORIZE, '--trace-wasm-revectorize', '--no-liftoff'];

/** A line of V8's trace for each pair of vectors that it packs into one. */
const PACKED = 'PackNode';

const LEAST_NODE = 24;

/** Node's exit code for a flag that it does not know. */
const BAD_OPTION = 9;

// The same relative path from `src` and from `dist`.
const child = fileURLToPath(new URL('../../dist/benchmark/wide-child.js', import.meta.url));

/** Runs the self-test. Returns undefined if it passed, otherwise the reason why the wide mode cannot be used. */
export async function wideSelfTest(
  shape: EngineShape,
  flags: readonly string[] = SELF_TEST_FLAGS,
): Promise<string | undefined> {
  const test = spawn(process.execPath, [...flags, child, JSON.stringify(shape)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const seen = { packed: false, message: '' };
  test.stdout.on('data', (chunk: Buffer) => (seen.packed ||= chunk.includes(PACKED)));
  test.stderr.on('data', (chunk: Buffer) => (seen.message += chunk.toString()));
  const ended = await new Promise<number | string>((done, failed) => {
    test.on('error', failed);
    test.on('close', (code, signal) => {
      done(code ?? String(signal));
    });
  });
  if (ended === BAD_OPTION) return `this build of Node does not know ${flags.join(' ')}`;
  if (ended !== 0) return `its self-test failed (${ended}): ${seen.message.trim().split('\n')[0]}`;
  return seen.packed ? undefined : 'V8 found nothing to widen (it takes a processor with AVX2)';
}

/**
 * Turns the wide mode on, after its self-test, for the modules that this process compiles from now on. Returns
 * undefined if it is on, otherwise the reason why not.
 */
export async function turnOnWide(shape: EngineShape): Promise<string | undefined> {
  if (Number(process.versions.node.split('.')[0]) < LEAST_NODE) {
    return `it takes Node ${LEAST_NODE} or later, and this is ${process.version}`;
  }
  const reason = await wideSelfTest(shape);
  if (reason === undefined) setFlagsFromString(REVECTORIZE);
  return reason;
}
