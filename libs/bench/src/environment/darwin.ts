/** macOS: sysctl, sw_vers, pmset and diskutil, which take milliseconds each (system_profiler does not). */
import type { CoreKind, Cpu, Power, Storage } from '@fived/records';
import { basicFacts, type Host, type SystemFacts } from './host.js';
import { parseFields, parseNumber } from './text.js';

export async function captureDarwin(host: Host): Promise<SystemFacts> {
  const basic = basicFacts(host);
  const [sysctl, version, power, disk] = await Promise.all([
    host.run('sysctl', ['hw', 'machdep.cpu']),
    host.run('sw_vers', []),
    host.run('pmset', ['-g', 'batt']),
    // The internal disk, on every Mac.
    host.run('diskutil', ['info', 'disk0']),
  ]);
  const hardware = parseFields(sysctl);
  const software = parseFields(version);
  return {
    ...basic,
    machine_model: hardware.get('hw.model') ?? null,
    cpu: parseCpu(hardware, basic.cpu),
    storage: parseDiskutil(disk),
    os: {
      ...basic.os,
      name: software.get('ProductName') ?? null,
      version: software.get('ProductVersion') ?? null,
    },
    power: { source: parsePmset(power), governor: null },
  };
}

function parseCpu(hardware: ReadonlyMap<string, string>, basic: Cpu): Cpu {
  const number = (key: string): number | null => parseNumber(hardware.get(key));
  const mhz = (key: string): number | null => {
    const hertz = number(key);
    return hertz === null ? null : hertz / 1e6;
  };
  return {
    model: hardware.get('machdep.cpu.brand_string') ?? basic.model,
    logical_cores: number('hw.logicalcpu') ?? basic.logical_cores,
    physical_cores: number('hw.physicalcpu'),
    core_kinds: parseCoreKinds(hardware),
    // Intel Macs only. Apple's own processors do not report it.
    max_frequency_mhz: mhz('hw.cpufrequency_max'),
    current_frequency_mhz: mhz('hw.cpufrequency'),
  };
}

function parseCoreKinds(hardware: ReadonlyMap<string, string>): CoreKind[] | null {
  const kinds: CoreKind[] = [];
  for (let level = 0; ; level++) {
    const count = parseNumber(hardware.get(`hw.perflevel${level}.physicalcpu`));
    if (count === null) return kinds.length > 1 ? kinds : null;
    const name = hardware.get(`hw.perflevel${level}.name`) ?? `level ${level}`;
    kinds.push({ name: name.toLowerCase(), count });
  }
}

/** Reads the output of `diskutil info` for a whole disk. */
function parseDiskutil(text: string | null): Storage {
  const fields = parseFields(text);
  const solidState = fields.get('Solid State');
  return {
    model: fields.get('Device / Media Name') ?? null,
    kind: solidState === 'Yes' ? 'ssd' : solidState === 'No' ? 'hdd' : null,
    size_bytes: parseNumber(/\((\d+) Bytes\)/.exec(fields.get('Disk Size') ?? '')?.[1]),
  };
}

/** Reads the first line that `pmset -g batt` prints: Now drawing from 'AC Power'. */
function parsePmset(text: string | null): Power['source'] {
  const source = /^Now drawing from '(AC|Battery) Power'/.exec(text ?? '')?.[1];
  return source === 'AC' ? 'ac' : source === 'Battery' ? 'battery' : null;
}
