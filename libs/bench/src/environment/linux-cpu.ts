/** Linux's processor: /proc/cpuinfo, and the topology and frequency folders of /sys/devices. */
import type { CoreKind, Cpu } from '@fived/records';
import { basicFacts, type Host } from './host.js';
import { largest, parseCpuList, parseFields, parseName, parseNumber } from './text.js';

const cpuFolder = '/sys/devices/system/cpu';

// The kernel lists each kind's processors for its performance counters, but only on Intel processors of several kinds.
const coreKindFolders: readonly (readonly [folder: string, name: string])[] = [
  ['cpu_core', 'performance'],
  ['cpu_atom', 'efficiency'],
  ['cpu_lowpower', 'low-power'],
];

export async function captureCpu(host: Host): Promise<Cpu> {
  const basic = basicFacts(host).cpu;
  const [cpuinfo, coreOf, frequencies] = await Promise.all([
    host.readText('/proc/cpuinfo'),
    captureCores(host),
    captureFrequenciesMhz(host),
  ]);
  return {
    model: parseFields(cpuinfo).get('model name') ?? basic.model,
    logical_cores: basic.logical_cores,
    physical_cores: coreOf.size > 0 ? new Set(coreOf.values()).size : null,
    core_kinds: await captureCoreKinds(host, coreOf),
    max_frequency_mhz: frequencies.max,
    current_frequency_mhz: frequencies.current ?? parseCurrentMhz(cpuinfo),
  };
}

/** The highest `cpu MHz` line of /proc/cpuinfo; null if there is none (Arm). */
function parseCurrentMhz(cpuinfo: string | null): number | null {
  return largest(Array.from(cpuinfo?.matchAll(/^cpu MHz\s*:(.*)$/gm) ?? [], (line) => parseNumber(line[1])));
}

/** For each logical processor that is online, the list of those that share its core. The list identifies the core. */
async function captureCores(host: Host): Promise<Map<number, string>> {
  const names = (await host.listFolder(cpuFolder)).filter((name) => /^cpu\d+$/.test(name));
  const cores = await Promise.all(
    names.map(async (name) => {
      const siblings = parseName(await host.readText(`${cpuFolder}/${name}/topology/thread_siblings_list`));
      return siblings === null ? [] : [[Number(name.slice(3)), siblings] as const];
    }),
  );
  return new Map(cores.flat());
}

async function captureCoreKinds(host: Host, coreOf: Map<number, string>): Promise<CoreKind[] | null> {
  const kinds = await Promise.all(
    coreKindFolders.map(async ([folder, name]) => {
      const cpus = parseCpuList(await host.readText(`/sys/devices/${folder}/cpus`));
      return { name, count: new Set(cpus.map((cpu) => coreOf.get(cpu) ?? String(cpu))).size };
    }),
  );
  const present = kinds.filter((kind) => kind.count > 0);
  return present.length > 1 ? present : null;
}

async function captureFrequenciesMhz(host: Host): Promise<{ max: number | null; current: number | null }> {
  const policies = await host.listFolder(`${cpuFolder}/cpufreq`);
  const highestMhz = async (file: string): Promise<number | null> => {
    const texts = await Promise.all(policies.map((policy) => host.readText(`${cpuFolder}/cpufreq/${policy}/${file}`)));
    const khz = largest(texts.map(parseNumber));
    return khz === null ? null : khz / 1000;
  };
  const [max, current] = await Promise.all([highestMhz('cpuinfo_max_freq'), highestMhz('scaling_cur_freq')]);
  return { max, current };
}
