/** What the program found out about the machine, in words. What it could not is said to be unknown. */
import type { Environment } from '@fived/records';
import { known } from '../figures/describe.js';
import { joined } from '../figures/number-text.js';

const BYTES_PER_GIB = 1024 ** 3;
const BYTES_PER_GB = 1e9;

const listed = (...parts: readonly unknown[]): string => known(parts, ', ') || 'not reported by the system';

const gib = (bytes: number): string => `${(bytes / BYTES_PER_GIB).toFixed(1)} GiB`;

export const machineFacts = (environment: Environment) => {
  const { cpu, storage, os, container, power } = environment;
  const kinds = cpu.core_kinds ?? [];
  const [busy, load] = [environment.busy_cores, environment.load_average];
  return {
    cpu: listed(cpu.model),
    cores: listed(
      cpu.logical_cores && `${cpu.logical_cores} logical`,
      cpu.physical_cores && `${cpu.physical_cores} physical`,
      kinds.length > 0 && joined(kinds.map(({ name, count }) => `${count} of kind "${name}"`)),
    ),
    frequency: listed(
      cpu.current_frequency_mhz && `${Math.round(cpu.current_frequency_mhz)} MHz at the start`,
      cpu.max_frequency_mhz && `${Math.round(cpu.max_frequency_mhz)} MHz at most`,
    ),
    memory: listed(environment.memory_bytes && gib(environment.memory_bytes)),
    storage: listed(
      storage.size_bytes && `${(storage.size_bytes / BYTES_PER_GB).toFixed(0)} GB`,
      storage.kind?.toUpperCase(),
      storage.model,
    ),
    model: listed(environment.machine_model),
    system: listed(
      os.name === null || os.version === null ? os.name : `${os.name} ${os.version}`,
      os.kernel && `kernel ${os.kernel}`,
      os.architecture,
    ),
    node: listed(environment.node),
    v8: listed(environment.v8),
    packages: listed(...Object.entries(environment.packages).map(([name, version]) => `${name} ${version}`)),
    container:
      container.kind === null ? 'the system itself; no container was found' : `a container (${container.kind})`,
    limits:
      container.cpu_limit === null && container.memory_limit_bytes === null
        ? 'none found'
        : listed(
            container.cpu_limit && `${container.cpu_limit} CPUs`,
            container.memory_limit_bytes && `${gib(container.memory_limit_bytes)} of memory`,
          ),
    load: listed(load && `${load.map((value) => value.toFixed(2)).join(', ')} (1, 5 and 15 minutes)`),
    // Absent where nobody looked, as in older files.
    busy: busy === undefined ? undefined : listed(busy !== null && `${busy.toFixed(2)} right before the start`),
    power: listed(
      power.source && (power.source === 'ac' ? 'mains' : 'battery'),
      power.governor && `governor "${power.governor}"`,
    ),
  };
};
