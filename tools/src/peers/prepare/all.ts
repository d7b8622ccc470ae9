/** Prepares the peers one by one. A peer that cannot be had keeps its reason, and does not stop the others. */
import { PEERS, type PeerDefinition } from '../peers.js';
import { ProgramError, type Program } from '../program.js';
import type { PrepareContext } from './step.js';

export interface Preparation {
  readonly definition: PeerDefinition;
  /** How the peer is started. */
  readonly program?: Program;
  /** Why there is no program. */
  readonly notInstalled?: string;
}

/** Prepares the peers with these names. `context.say` is told what becomes of each. */
export const prepareAll = async (
  names: readonly string[],
  context: PrepareContext,
): Promise<readonly Preparation[]> => {
  const preparations: Preparation[] = [];
  for (const definition of PEERS.filter(({ name }) => names.includes(name))) {
    try {
      const program = await definition.prepare(context);
      preparations.push({ definition, program });
      context.say(`${definition.name}: ready`);
    } catch (error) {
      // Any other error is our own fault and not the machine's.
      if (!(error instanceof ProgramError)) throw error;
      preparations.push({ definition, notInstalled: error.message });
      context.say(`${definition.name}: not installed: ${error.message}`);
    }
  }
  return preparations;
};
