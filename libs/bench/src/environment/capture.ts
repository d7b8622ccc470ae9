/** Describes the machine, its state and the versions with which a measurement was made. */
import type { Environment } from '@fived/records';
import { captureDarwin } from './darwin.js';
import { captureGit } from './git.js';
import { basicFacts, thisHost, type Host, type SystemFacts } from './host.js';
import { captureLinux } from './linux.js';
import { captureWindows } from './windows.js';

export interface CaptureOptions {
  /** Versions by package name, recorded as given. Default: none. */
  readonly packages?: Readonly<Record<string, string>>;
  /** The folder whose git commit is recorded. Default: the current one. */
  readonly folder?: string;
}

async function captureSystem(host: Host): Promise<SystemFacts> {
  switch (host.platform) {
    case 'linux':
      return captureLinux(host);
    case 'darwin':
      return captureDarwin(host);
    case 'win32':
      return captureWindows(host);
    default:
      return basicFacts(host);
  }
}

/**
 * Captures the environment as a plain object that JSON preserves. Never rejects: what a system does not report, or not
 * in time (5 s for each command; all run at once), is null.
 */
export async function captureEnvironment(
  { packages = {}, folder }: CaptureOptions = {},
  host: Host = thisHost(),
): Promise<Environment> {
  const [system, git] = await Promise.all([captureSystem(host), captureGit(host, folder)]);
  return {
    machine_model: system.machine_model,
    cpu: system.cpu,
    memory_bytes: host.memoryBytes,
    storage: system.storage,
    os: system.os,
    container: system.container,
    node: process.versions.node,
    v8: process.versions.v8,
    packages: { ...packages },
    git,
    load_average: host.platform === 'win32' ? null : host.loadAverage,
    power: system.power,
  };
}
