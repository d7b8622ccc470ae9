/**
 * Containers on Linux: their kind, and the limits of their control groups, version 1 and version 2
 * (https://docs.kernel.org/admin-guide/cgroup-v1/ and .../cgroup-v2.html).
 */
import type { Container } from '@fived/records';
import { readTexts, type Host } from './host.js';
import { parseName, parseNumber } from './text.js';

export async function captureContainer(host: Host): Promise<Container> {
  const cgroups = (await host.readText('/proc/self/cgroup')) ?? '';
  const [kind, cpuLimit, memoryLimit] = await Promise.all([
    captureKind(host, cgroups),
    captureCpuLimit(host, cgroups),
    captureMemoryLimit(host, cgroups),
  ]);
  return { kind, cpu_limit: cpuLimit, memory_limit_bytes: memoryLimit };
}

async function captureKind(host: Host, cgroups: string): Promise<string | null> {
  const [secrets, dockerenv, containerenv, systemd] = await Promise.all([
    host.listFolder('/var/run/secrets/kubernetes.io'),
    host.readText('/.dockerenv'),
    host.readText('/run/.containerenv'),
    host.readText('/run/systemd/container'),
  ]);
  if (secrets.length > 0 || cgroups.includes('kubepods')) return 'kubernetes';
  if (containerenv !== null) return 'podman';
  if (dockerenv !== null || cgroups.includes('/docker')) return 'docker';
  return parseName(systemd) ?? (/microsoft/i.test(host.kernelRelease) ? 'wsl' : null);
}

/**
 * The folders that may hold this process's limits for one controller: its own first, then all above it, since a limit
 * anywhere above applies too. A container shows only some of them, most often just the last.
 */
export function controlGroupFolders(cgroups: string, controller: string): string[] {
  const version2 = /^0::(\/.*)$/m.exec(cgroups)?.[1];
  const version1 = new RegExp(`^\\d+:(?:[^:]*,)?${controller}(?:,[^:]*)?:(/.*)$`, 'm').exec(cgroups)?.[1];
  const upwards = (mount: string, path: string): string[] => {
    const names = path.split('/').filter((name) => name !== '');
    return [...names.map((_, i) => [mount, ...names.slice(0, names.length - i)].join('/')), mount];
  };
  return [
    ...(version2 === undefined ? [] : upwards('/sys/fs/cgroup', version2)),
    ...(version1 === undefined ? [] : upwards(`/sys/fs/cgroup/${controller}`, version1)),
  ];
}

/** The smallest of a controller's limits, each of which `parse` reads from the texts of its folder's files. */
async function smallestLimit(
  host: Host,
  folders: readonly string[],
  files: readonly string[],
  parse: (...texts: readonly (string | null)[]) => number | null,
): Promise<number | null> {
  const limits = await Promise.all(folders.map(async (folder) => parse(...(await readTexts(host, folder, files)))));
  const known = limits.filter((limit) => limit !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

/**
 * The quotient of a quota and its period, both in microseconds; null without a limit (`max`, -1) or without such a
 * text.
 */
const parseQuota = (quota?: string | null, period?: string | null): number | null => {
  const quotaUs = parseNumber(quota);
  const periodUs = parseNumber(period);
  return quotaUs === null || periodUs === null || periodUs === 0 ? null : quotaUs / periodUs;
};

function captureCpuLimit(host: Host, cgroups: string): Promise<number | null> {
  const files = ['cpu.max', 'cpu.cfs_quota_us', 'cpu.cfs_period_us'];
  return smallestLimit(host, controlGroupFolders(cgroups, 'cpu'), files, (version2, quota, period) => {
    const [max, maxPeriod] = version2?.trim().split(' ') ?? [];
    return parseQuota(max, maxPeriod) ?? parseQuota(quota, period);
  });
}

async function captureMemoryLimit(host: Host, cgroups: string): Promise<number | null> {
  const files = ['memory.max', 'memory.limit_in_bytes'];
  const limit = await smallestLimit(
    host,
    controlGroupFolders(cgroups, 'memory'),
    files,
    (version2, version1) => parseNumber(version2) ?? parseNumber(version1),
  );
  // Version 1 says "none" with a number near 2^63. A limit above what the machine has is no limit either.
  return limit !== null && limit < host.memoryBytes ? limit : null;
}
