/** What the program found out about the machine, in words. What it could not is said to be unknown. */
import type { Environment } from '@fived/records';
import { joined } from './words.js';

const BYTES_PER_GIB = 1024 ** 3;
const BYTES_PER_GB = 1e9;

export const UNKNOWN = 'not reported by the system';

/** The text of a value that is known. */
const of = <Value>(value: Value | null | undefined, text: (value: Value) => string): string | undefined =>
  value === null || value === undefined ? undefined : text(value);

const known = (...parts: readonly (string | null | undefined)[]): string =>
  parts.filter((part) => typeof part === 'string').join(', ') || UNKNOWN;

const gib = (bytes: number): string => `${(bytes / BYTES_PER_GIB).toFixed(1)} GiB`;
const megahertz = (value: number): string => `${Math.round(value)} MHz`;

export const machineFacts = (environment: Environment) => {
  const { cpu, storage, os, container, power, busy_cores: busy, packages } = environment;
  const kinds = cpu.core_kinds ?? [];
  return {
    cpu: known(cpu.model),
    cores: known(
      of(cpu.logical_cores, (count) => `${count} logical`),
      of(cpu.physical_cores, (count) => `${count} physical`),
      kinds.length === 0 ? null : joined(kinds.map(({ name, count }) => `${count} of kind "${name}"`)),
    ),
    frequency: known(
      of(cpu.current_frequency_mhz, (value) => `${megahertz(value)} at the start`),
      of(cpu.max_frequency_mhz, (value) => `${megahertz(value)} at most`),
    ),
    memory: known(of(environment.memory_bytes, gib)),
    storage: known(
      of(storage.size_bytes, (bytes) => `${(bytes / BYTES_PER_GB).toFixed(0)} GB`),
      storage.kind?.toUpperCase(),
      storage.model,
    ),
    model: known(environment.machine_model),
    system: known(
      of(os.name, (name) => (os.version === null ? name : `${name} ${os.version}`)),
      of(os.kernel, (kernel) => `kernel ${kernel}`),
      os.architecture,
    ),
    node: known(environment.node),
    v8: known(environment.v8),
    packages: known(...Object.entries(packages).map(([name, version]) => `${name} ${version}`)),
    container:
      container.kind === null ? 'the system itself; no container was found' : `a container (${container.kind})`,
    limits:
      container.cpu_limit === null && container.memory_limit_bytes === null
        ? 'none found'
        : known(
            of(container.cpu_limit, (limit) => `${limit} CPUs`),
            of(container.memory_limit_bytes, (bytes) => `${gib(bytes)} of memory`),
          ),
    load: known(
      of(environment.load_average, (all) => `${all.map((load) => load.toFixed(2)).join(', ')} (1, 5 and 15 minutes)`),
    ),
    // Absent where nobody looked, as in older files.
    busy: busy === undefined ? '' : known(of(busy, (cores) => `${cores.toFixed(2)} right before the start`)),
    power: known(
      of(power.source, (source) => (source === 'ac' ? 'mains' : 'battery')),
      of(power.governor, (governor) => `governor "${governor}"`),
    ),
  };
};
