/** The engines by the name that `--engine` takes and the record keeps. */
import {
  createReferenceEngine,
  createRelaxedSimdEngine,
  createSimdEngine,
  createWideSimdEngine,
  hasRelaxedSimd,
  hasSimd,
  type EngineFactory,
} from '@fived/nn';

const engines = {
  simd: createSimdEngine,
  reference: createReferenceEngine,
  'simd-relaxed': createRelaxedSimdEngine,
} satisfies Readonly<Record<string, EngineFactory>>;

export type EngineName = keyof typeof engines;

export const engineNames = Object.keys(engines) as readonly EngineName[];

/** What `--help` says of them. */
export const ENGINES_HELP =
  'Which engine trains; simd and reference give the same bits, simd-relaxed (fused multiply-add, Node 21 or later) is not bit-identical';

/** The factory of the engine; in the wide mode, which only the simd engine has, the one with tiles made for it. */
export const engineFactory = ({ engine, wide }: { readonly engine: EngineName; readonly wide: boolean }): EngineFactory =>
  wide ? createWideSimdEngine : engines[engine];

/** What an engine takes that a runtime may lack, and what to use then. */
const needs: Readonly<Record<EngineName, { readonly isMet: () => boolean; readonly what: string }>> = {
  simd: { isMet: hasSimd, what: 'WebAssembly SIMD; use --engine reference' },
  reference: { isMet: () => true, what: 'nothing' },
  'simd-relaxed': {
    isMet: hasRelaxedSimd,
    what: 'relaxed WebAssembly SIMD (Node 21 or later); use --engine simd or --engine reference',
  },
};

/**
 * So that one hears before any training that the runtime cannot run the engine.
 * @throws Error of one line that names the way out
 */
export function checkEngine(name: EngineName): void {
  const { isMet, what } = needs[name];
  if (!isMet()) throw new Error(`This Node (${process.version}) cannot run the ${name} engine, which needs ${what}.`);
}
