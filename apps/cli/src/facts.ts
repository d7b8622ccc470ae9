/** How a fact of a record is shown, and the facts of its machine. */
import type { Environment, Facts } from '@fived/records';

/** Room for a list of sizes; a hash is cut to its first characters. */
const SHOWN_CHARACTERS = 200;
const HASH = /^[0-9a-f]{64}$/;

export function shownFact(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const room = HASH.test(text) ? 12 : SHOWN_CHARACTERS;
  return text.length <= room ? text : `${text.slice(0, room)}...`;
}

/** The facts, by the names under which a difference is reported. Null where the system does not tell. */
export const machineFacts = ({ cpu, container, os, node }: Environment): Facts => ({
  CPU: cpu.model,
  cores: cpu.logical_cores,
  'CPU limit': container.cpu_limit,
  OS: os.name,
  'OS version': os.version,
  kernel: os.kernel,
  architecture: os.architecture,
  Node: node,
});

/** One line about the machine: processor, cores, system, Node. */
export const machineLine = ({ cpu, os, node }: Environment): string =>
  `${cpu.model ?? 'unknown CPU'}, ${cpu.logical_cores ?? '?'} cores, ` +
  `${os.name ?? 'unknown system'} ${os.architecture ?? ''}, Node ${node ?? '?'}`;
