/** Linux: /proc, /sys and /etc/os-release. */
import type { OperatingSystem, Power } from '@fived/records';
import { readTexts, type Host, type SystemFacts } from './host.js';
import { captureContainer } from './linux-container.js';
import { captureCpu } from './linux-cpu.js';
import { captureStorage } from './linux-storage.js';
import { parseName } from './text.js';

export async function captureLinux(host: Host): Promise<SystemFacts> {
  const [machineModel, cpu, storage, os, container, source, governor] = await Promise.all([
    captureMachineModel(host),
    captureCpu(host),
    captureStorage(host),
    captureOs(host),
    captureContainer(host),
    capturePowerSource(host),
    host.readText('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor'),
  ]);
  return { machine_model: machineModel, cpu, storage, os, container, power: { source, governor: parseName(governor) } };
}

// Placeholders that makers leave in the firmware's tables.
const placeholder =
  /^(to be filled by o\.?e\.?m\.?|o\.?e\.?m\.?|system (product name|manufacturer|version)|default string|not (specified|applicable)|none|n\/a)$/i;

async function captureMachineModel(host: Host): Promise<string | null> {
  const dmi = async (field: string): Promise<string | null> => {
    const name = parseName(await host.readText(`/sys/class/dmi/id/${field}`));
    return name === null || placeholder.test(name) ? null : name;
  };
  const vendor = await dmi('sys_vendor');
  // Lenovo has an order number in product_name and the familiar name in product_version.
  const product = (vendor === 'LENOVO' ? await dmi('product_version') : null) ?? (await dmi('product_name'));
  if (product === null) return parseName(await host.readText('/proc/device-tree/model'));
  return vendor === null || product.startsWith(vendor) ? product : `${vendor} ${product}`;
}

/** Reads os-release(5): lines of NAME=value, the value bare or in quotes. */
export function parseOsRelease(text: string | null): Pick<OperatingSystem, 'name' | 'version'> {
  const field = (name: string): string | null =>
    parseName(new RegExp(`^${name}=(["']?)(.*)\\1$`, 'm').exec(text ?? '')?.[2]);
  return { name: field('NAME'), version: field('VERSION') ?? field('VERSION_ID') };
}

async function captureOs(host: Host): Promise<OperatingSystem> {
  const text = (await host.readText('/etc/os-release')) ?? (await host.readText('/usr/lib/os-release'));
  return { ...parseOsRelease(text), kernel: host.kernelRelease, architecture: host.architecture };
}

async function capturePowerSource(host: Host): Promise<Power['source']> {
  const folder = '/sys/class/power_supply';
  const states = await Promise.all(
    (await host.listFolder(folder)).map(async (supply) => {
      const texts = await readTexts(host, `${folder}/${supply}`, ['type', 'scope', 'online', 'status']);
      const [type, scope, online, status] = texts.map(parseName);
      // The battery of a mouse or keyboard says nothing about the machine.
      if (scope === 'Device') return null;
      if (type === 'Battery') return status === 'Discharging' ? 'battery' : null;
      return online === '1' ? 'ac' : null;
    }),
  );
  // A battery may run down even while plugged in, on too weak a charger.
  return states.includes('ac') ? 'ac' : states.includes('battery') ? 'battery' : null;
}
