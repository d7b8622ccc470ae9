/** The parts of an environment that make two measurements comparable: processor, system and Node. */
import type { Environment } from '@fived/records';
import type { Facts } from '../facts.js';

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
