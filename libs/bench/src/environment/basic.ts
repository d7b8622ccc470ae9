/** What Node itself knows on any system. Each system's own file adds what it can find out. */
import type { SystemFacts } from './environment.js';
import type { Host } from './host.js';
import { parseName } from './text.js';

export function basicFacts(host: Host): SystemFacts {
  const model = parseName(host.cpuModels[0]);
  return {
    machine_model: null,
    cpu: {
      // On Arm Linux Node says "unknown".
      model: model === 'unknown' ? null : model,
      logical_cores: host.cpuModels.length > 0 ? host.cpuModels.length : null,
      physical_cores: null,
      core_kinds: null,
      max_frequency_mhz: null,
      current_frequency_mhz: null,
    },
    storage: { model: null, kind: null, size_bytes: null },
    os: { name: host.platform, version: null, kernel: host.kernelRelease, architecture: host.architecture },
    container: { kind: null, cpu_limit: null, memory_limit_bytes: null },
    power: { source: null, governor: null },
  };
}
