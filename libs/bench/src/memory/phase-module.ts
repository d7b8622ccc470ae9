/** The exports of a module whose phases are measured, and the messages of the process that measures them. */
import type { MemoryProfile } from './memory-profile.js';

/**
 * The module is imported, and the context made, before the baseline: neither counts. The module should import only what
 * its phases need. Phases print nothing.
 */
export interface PhaseModule<Context> {
  /**
   * The context that all phases share. A phase leaves in it what later ones need, and should remove what they do not.
   */
  readonly createContext: (settings: unknown) => Context;
  readonly phases: Readonly<Record<string, (context: Context) => unknown>>;
  /** Bytes of the WebAssembly memories that the context holds. Called only where V8 does not count them (Node 26). */
  readonly webAssemblyBytes?: (context: Context) => number;
}

/** The job that the process receives, as JSON. */
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
