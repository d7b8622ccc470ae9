/**
 * Memory by phase: a module's phases run one after another in a fresh process, and each is measured.
 *
 * The process is fresh so that only the phases count. Still, V8 compiles their functions on the first call. The
 * bytecode, the compiled code and the boxed numbers of code not yet optimised are part of a phase's memory, as in any
 * first run.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { MemoryProfile } from './memory-profile.js';
import type { PhaseJob, PhaseMessage } from './phase-module.js';

export interface ProfileMemoryOptions {
  /** A compiled module with the exports of `PhaseModule`. */
  readonly module: URL;
  /** Names of the phases, in the order in which they are to run. */
  readonly phases: readonly string[];
  /** Passed to the module's `createContext`, as JSON. */
  readonly settings?: unknown;
  /** Called as each phase begins. */
  readonly onPhase?: (name: string) => void;
  /** Aborting it ends the process. */
  readonly signal?: AbortSignal;
}

// The same relative path from `src` and from `dist`.
const child = fileURLToPath(new URL('../../dist/memory/child.js', import.meta.url));

/** The last output of V8 or Node. */
const lastWords = (stderr: string): string =>
  /^.*(?:FATAL ERROR|Error): .*$/m.exec(stderr)?.[0].trim() ?? 'it said no more';

/**
 * Measures the phases in a fresh process.
 * @throws Error of one line if the module, a phase or the process fails; the signal's reason if it was aborted
 */
export async function profileMemory({
  module,
  phases,
  settings,
  onPhase,
  signal,
}: ProfileMemoryOptions): Promise<MemoryProfile> {
  signal?.throwIfAborted();
  const job: PhaseJob = { module: module.href, phases, settings };
  const measuring = fork(child, [JSON.stringify(job)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], signal });
  const seen: { profile?: MemoryProfile; message?: string; stderr: string } = { stderr: '' };
  measuring.stderr?.on('data', (chunk: Buffer) => (seen.stderr += chunk.toString()));
  measuring.on('message', (message: PhaseMessage) => {
    if (message.kind === 'profile') seen.profile = message.profile;
    else if (message.kind === 'error') seen.message = message.message;
    else onPhase?.(message.name);
  });
  const ended = await new Promise<number | string>((done) => {
    measuring.on('error', (error) => {
      seen.message ??= error.message;
    });
    measuring.on('close', (code, killedBy) => {
      done(code ?? String(killedBy));
    });
  });
  signal?.throwIfAborted();
  if (seen.profile !== undefined) return seen.profile;
  const reason = seen.message ?? `its process ended (${ended}) before it was done: ${lastWords(seen.stderr)}`;
  throw new Error(`Memory could not be measured: ${reason}`);
}
