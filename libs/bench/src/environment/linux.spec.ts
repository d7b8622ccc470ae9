import { describe, expect, it } from 'vitest';
import type { Host } from './host.js';
import { captureLinux, parseOsRelease } from './linux.js';
import { controlGroupFolders } from './linux-container.js';
import { chooseDisk, parseMountedDevices } from './linux-storage.js';

/** A Linux with only these files. */
const linuxWith = (files: Readonly<Record<string, string>>): Host => ({
  platform: 'linux',
  architecture: 'x64',
  kernelRelease: '6.1.0',
  osVersion: null,
  cpuModels: [],
  memoryBytes: 8 * 2 ** 30,
  loadAverage: [0, 0, 0],
  readText: (path) => Promise.resolve(path in files ? files[path] : null),
  listFolder: (path) => {
    const below = Object.keys(files).filter((file) => file.startsWith(`${path}/`));
    return Promise.resolve([...new Set(below.map((file) => file.slice(path.length + 1).split('/')[0]))]);
  },
  run: () => Promise.resolve(null),
});

describe('parseOsRelease', () => {
  it('reads values in double quotes, in single quotes and in none', () => {
    expect(parseOsRelease('NAME="Arch Linux"\nVERSION=\'rolling\'\n')).toEqual({
      name: 'Arch Linux',
      version: 'rolling',
    });
    expect(parseOsRelease('NAME=Fedora\nVERSION_ID=40\n')).toEqual({ name: 'Fedora', version: '40' });
  });

  it('is not misled by longer names', () => {
    expect(parseOsRelease('PRETTY_NAME="Not this"\nVERSION_CODENAME=nor-this')).toEqual({ name: null, version: null });
  });
});

describe('the machine model', () => {
  const model = async (files: Readonly<Record<string, string>>): Promise<string | null> =>
    (await captureLinux(linuxWith(files))).machine_model;

  it('is not what a maker forgot to fill in', async () => {
    expect(
      await model({
        '/sys/class/dmi/id/sys_vendor': 'To Be Filled By O.E.M.\n',
        '/sys/class/dmi/id/product_name': 'System Product Name\n',
      }),
    ).toBeNull();
  });

  it('does not say the maker twice', async () => {
    expect(
      await model({
        '/sys/class/dmi/id/sys_vendor': 'HP\n',
        '/sys/class/dmi/id/product_name': 'HP EliteBook 840 G8\n',
      }),
    ).toBe('HP EliteBook 840 G8');
  });
});

describe('the power source', () => {
  const supply = (name: string, fields: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(fields).map(([field, text]) => [`/sys/class/power_supply/${name}/${field}`, text]),
    );
  const source = async (files: Readonly<Record<string, string>>): Promise<string | null> =>
    (await captureLinux(linuxWith(files))).power.source;
  const battery = (status: string): Record<string, string> => supply('BAT0', { type: 'Battery', status });

  it('is the mains where something is plugged in, even while the battery runs down', async () => {
    expect(await source({ ...supply('AC', { type: 'Mains', online: '1' }), ...battery('Charging') })).toBe('ac');
    expect(await source({ ...supply('ucsi', { type: 'USB', online: '1' }), ...battery('Discharging') })).toBe('ac');
  });

  it('is the battery where it runs down with nothing plugged in', async () => {
    expect(await source({ ...supply('AC', { type: 'Mains', online: '0' }), ...battery('Discharging') })).toBe(
      'battery',
    );
  });

  it('is unknown where only a mouse has a battery', async () => {
    expect(await source(supply('mouse', { type: 'Battery', scope: 'Device', status: 'Discharging' }))).toBeNull();
  });
});

describe('the disk', () => {
  it('is the one under the root file system, wherever that stands among the mounts', () => {
    const mountinfo = [
      '30 1 8:17 / /data rw shared:2 - ext4 /dev/sdb1 rw',
      '24 1 8:2 / / rw,relatime shared:1 master:3 - ext4 /dev/sda2 rw',
      '25 24 0:22 / /proc rw - proc proc rw',
    ].join('\n');
    expect(parseMountedDevices(mountinfo)).toEqual(['/dev/sda2', '/dev/sdb1']);
    expect(chooseDisk(['sdb', 'sda'], parseMountedDevices(mountinfo))).toBe('sda');
  });

  it('is the one with the longest matching name', () => {
    expect(chooseDisk(['sda', 'sdaa'], ['/dev/sdaa1'])).toBe('sdaa');
  });

  it('is the only one, or unknown, where no mount names a disk', () => {
    expect(chooseDisk(['nvme0n1'], ['/dev/mapper/root'])).toBe('nvme0n1');
    expect(chooseDisk(['nvme0n1', 'sda'], ['/dev/mapper/root'])).toBeNull();
  });

  it('is neither solid nor spinning if it is virtual, whatever the kernel says of its rotation', async () => {
    const host = linuxWith({ '/sys/block/vda/size': '2048\n', '/sys/block/vda/queue/rotational': '1\n' });
    expect((await captureLinux(host)).storage).toEqual({ model: null, kind: null, size_bytes: 1_048_576 });
  });
});

describe('the container', () => {
  const container = async (files: Readonly<Record<string, string>>): Promise<unknown> =>
    (await captureLinux(linuxWith(files))).container;

  it('looks for limits from its own control group up to the root, of both versions', () => {
    expect(controlGroupFolders('5:cpu,cpuacct:/a/b\n2:cpuset:/x\n0::/c', 'cpu')).toEqual([
      '/sys/fs/cgroup/c',
      '/sys/fs/cgroup',
      '/sys/fs/cgroup/cpu/a/b',
      '/sys/fs/cgroup/cpu/a',
      '/sys/fs/cgroup/cpu',
    ]);
  });

  it('is bound by the smallest limit of all the control groups above it', async () => {
    expect(
      await container({
        '/proc/self/cgroup': '0::/slice/unit\n',
        '/sys/fs/cgroup/slice/unit/cpu.max': '400000 100000\n',
        '/sys/fs/cgroup/slice/cpu.max': '250000 100000\n',
        '/sys/fs/cgroup/slice/unit/memory.max': '1073741824\n',
        '/sys/fs/cgroup/slice/memory.max': 'max\n',
      }),
    ).toEqual({ kind: null, cpu_limit: 2.5, memory_limit_bytes: 1_073_741_824 });
  });

  it('has no limit where version 1 says -1 and the largest number it knows', async () => {
    expect(
      await container({
        '/proc/self/cgroup': '4:memory:/docker/0123\n3:cpu,cpuacct:/docker/0123\n',
        '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
        '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
        '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
      }),
    ).toEqual({ kind: 'docker', cpu_limit: null, memory_limit_bytes: null });
  });

  it.each([
    ['podman', { '/run/.containerenv': '' }],
    ['docker', { '/.dockerenv': '' }],
    ['kubernetes', { '/var/run/secrets/kubernetes.io/serviceaccount/token': '', '/.dockerenv': '' }],
    ['lxc', { '/run/systemd/container': 'lxc\n' }],
  ])('is recognized as %s', async (kind, files) => {
    expect(await container(files)).toMatchObject({ kind });
  });
});
