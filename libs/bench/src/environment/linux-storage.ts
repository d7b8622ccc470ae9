/** Linux's disk: /sys/block, and /proc/self/mountinfo to choose among several. */
import type { Storage } from '@fived/records';
import { readTexts, type Host } from './host.js';
import { parseName, parseNumber } from './text.js';

const notADisk = /^(loop|ram|zram|sr|fd|nbd|dm-|md)\d|boot\d$/;

export async function captureStorage(host: Host): Promise<Storage> {
  const disks = (await host.listFolder('/sys/block')).filter((name) => !notADisk.test(name));
  const disk = chooseDisk(disks, parseMountedDevices(await host.readText('/proc/self/mountinfo')));
  if (disk === null) return { model: null, kind: null, size_bytes: null };
  const files = ['device/model', 'device/name', 'queue/rotational', 'size'];
  const [model, name, rotational, sectors] = await readTexts(host, `/sys/block/${disk}`, files);
  // An SD card or eMMC has its name in another file. A virtual disk has neither, and calls itself rotational whatever
  // is beneath it.
  const modelName = parseName(model) ?? parseName(name);
  const sectorCount = parseNumber(sectors);
  return {
    model: modelName,
    kind: modelName === null ? null : kindOf(parseNumber(rotational)),
    // The kernel counts sectors of 512 bytes here, whatever the disk's own sector size is.
    size_bytes: sectorCount === null ? null : sectorCount * 512,
  };
}

const kindOf = (rotational: number | null): Storage['kind'] =>
  rotational === 0 ? 'ssd' : rotational === 1 ? 'hdd' : null;

/** The devices from proc_pid_mountinfo(5). That of the root file system comes first. */
export function parseMountedDevices(mountinfo: string | null): string[] {
  const mounts = (mountinfo?.split('\n') ?? []).flatMap((line) => {
    // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw: the mount point fifth, the device second after
    // "-"
    const [before, after = ''] = line.split(' - ');
    const device = after.split(' ')[1] ?? '';
    return device.startsWith('/dev/') ? [{ isRoot: before.split(' ')[4] === '/', device }] : [];
  });
  return mounts.sort((a, b) => Number(b.isRoot) - Number(a.isRoot)).map((mount) => mount.device);
}

/** The disk that contains the first of the devices (sda2 is on sda). If there is only one disk, that one. */
export function chooseDisk(disks: readonly string[], devices: readonly string[]): string | null {
  for (const device of devices) {
    const matching = disks.filter((disk) => device.startsWith(`/dev/${disk}`)).sort((a, b) => b.length - a.length);
    if (matching.length > 0) return matching[0];
  }
  return disks.length === 1 ? disks[0] : null;
}
