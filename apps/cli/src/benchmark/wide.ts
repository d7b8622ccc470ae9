/**
 * The wide mode is V8's experimental revectorisation. When V8 optimises WebAssembly, it makes one 256-bit instruction
 * of two 128-bit ones (Node 24 and later, x64 with AVX2). This changes the time and never a bit, and a self-test makes
 * sure.
 *
 * The self-test runs in a child process, for three reasons. There V8 can be told to optimise at once; 30 steps would
 * otherwise run in its baseline compiler, which does not revectorise. A crash of the experimental pass costs nothing
 * but the wide mode. And the flag is set in a process that trains only when all is well: V8 keeps compiled modules by
 * their bytes, so turning the flag off again would not undo it.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { adamDefaults } from '@fived/nn';
import { tell } from '../terminal.js';
import type { EngineShape } from './brief-training.js';
import { REVECTORIZE, type EngineSettings } from './engines.js';

/** `--no-liftoff` turns the baseline compiler off. The trace, on stdout, tells whether V8 found anything to widen. */
const SELF_TEST_FLAGS = [REVECTORIZE, '--trace-wasm-revectorize', '--no-liftoff'];

/** A line of V8's trace for each pair of vectors that it packs into one. */
const PACKED = 'PackNode';

const LEAST_NODE = 24;

/** Node's exit code for a flag that it does not know. */
const BAD_OPTION = 9;

// The same relative path from `src` and from `dist`.
const child = fileURLToPath(new URL('../../dist/benchmark/wide-child.js', import.meta.url));

/** `--wide`; whether it is on if neither it nor `--no-wide` is given, `runsWide` decides. */
export const WIDE_OPTION = {
  type: 'boolean',
  group: 'Running:',
  isRare: true,
  describe:
    "V8's experimental 256-bit vectors, the same bits sooner (default: on Node 24 or later, " +
    'if a self-test finds every bit equal; --no-wide turns them off)',
} as const;

/** The published dataset has this many features. */
export const NETWORK_INPUTS = 5;

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
 * Whether the simd engine shall run wide. If it was tried, one line on stderr says what came of it.
 *
 * @param wide what was asked for; undefined where nothing was
 * @throws Error of one line if the wide mode was asked for and does not go with the engine or threads
 */
export async function runsWide(
  wide: boolean | undefined,
  { engine, threads = 1 }: EngineSettings,
  { hidden, batchSize }: { readonly hidden: readonly number[]; readonly batchSize: number },
): Promise<boolean> {
  const isPossible = engine === 'simd' && threads === 1;
  if (wide === true && !isPossible) {
    const got = engine === 'simd' ? `--threads ${threads}` : `"${engine}"`;
    throw new Error(`--wide works with --engine simd on one thread only; got ${got}.`);
  }
  const isOldNode = Number(process.versions.node.split('.')[0]) < LEAST_NODE;
  if (wide === false || !isPossible || (wide === undefined && isOldNode)) return false;
  const reason = isOldNode
    ? `256-bit ones take Node ${LEAST_NODE} or later, and this is ${process.version}`
    : await wideSelfTest({ sizes: [NETWORK_INPUTS, ...hidden, 1], batchSize, adam: adamDefaults });
  tell(
    reason === undefined
      ? "Using V8's experimental 256-bit vectors: its self-test found every bit equal (--no-wide turns them off)."
      : `Going on with 128-bit vectors: ${reason}.`,
  );
  return reason === undefined;
}
