/** Windows: what Node knows, and one look into the registry. PowerShell would know more, but takes half a second. */
import { basicFacts, type Host, type SystemFacts } from './host.js';
import { parseName } from './text.js';

export async function captureWindows(host: Host): Promise<SystemFacts> {
  const basic = basicFacts(host);
  const bios = await host.run('reg', ['query', String.raw`HKLM\HARDWARE\DESCRIPTION\System\BIOS`]);
  return {
    ...basic,
    machine_model: parseMachineModel(bios),
    os: { ...basic.os, name: host.osVersion, version: host.kernelRelease },
  };
}

/** Reads lines of `name REG_SZ value`, as `reg query` prints them. */
function parseMachineModel(text: string | null): string | null {
  const value = (name: string): string | null =>
    parseName(new RegExp(`^\\s*${name}\\s+REG_SZ\\s+(.*)$`, 'm').exec(text ?? '')?.[1]);
  const vendor = value('SystemManufacturer');
  const product = value('SystemProductName');
  return product === null || vendor === null ? product : `${vendor} ${product}`;
}
