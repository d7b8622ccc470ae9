/** What a module must export whose phases are to be measured, and the messages of the process that measures it. */
import type { MemoryProfile } from './profile.js';

/**
 * The module is imported, and the context made, before the baseline is taken: neither counts. It should import nothing
 * that its phases do not need. Phases print nothing.
 */
export interface PhaseModule<Context> {
  /** What all phases share: they leave in it what later ones need, and should take out what these do not. */
  readonly createContext: (settings: unknown) => Context;
  readonly phases: Readonly<Record<string, (context: Context) => unknown>>;
  /**
   * Bytes of the WebAssembly memories that the context holds; asked for only where V8 does not count them (Node 26).
   */
  readonly webAssemblyBytes?: (context: Context) => number;
}

/** What the process is started with, as JSON. */
export interface PhaseJob {
  /** URL of the module. */
  readonly module: string;
  readonly phases: readonly string[];
  readonly settings: unknown;
}

export type PhaseMessage =
  | { readonly kind: 'phase'; readonly name: string }
  | { readonly kind: 'profile'; readonly profile: MemoryProfile }
  | { readonly kind: 'error'; readonly message: string };
