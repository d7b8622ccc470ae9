/** Everything that the capture may ask of a system. It is a parameter, so any system can be tested on any other. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import os from 'node:os';
import { promisify } from 'node:util';
import type { Environment } from '@fived/records';
import { parseName } from './text.js';

/** The part that each operating system reports in its own way. */
export type SystemFacts = Pick<Environment, 'machine_model' | 'cpu' | 'storage' | 'os' | 'container' | 'power'>;

/** No method throws. */
export interface Host {
  /** Node's name: `linux`, `darwin`, `win32`, ... */
  readonly platform: string;
  readonly architecture: string;
  readonly kernelRelease: string;
  /** Node's `os.version()`: on Windows the edition's name. */
  readonly osVersion: string | null;
  /** One name a logical core. */
  readonly cpuModels: readonly string[];
  readonly memoryBytes: number;
  readonly loadAverage: readonly [number, number, number];
  /** The text of a file, or null if it cannot be read. */
  readonly readText: (path: string) => Promise<string | null>;
  /** The names in a folder; none if it cannot be read. */
  readonly listFolder: (path: string) => Promise<readonly string[]>;
  /** What a command printed; null if it is missing, fails, or takes too long. */
  readonly run: (command: string, args: readonly string[], folder?: string) => Promise<string | null>;
}

const execute = promisify(execFile);

const osVersion = (): string | null => {
  try {
    return os.version();
  } catch {
    return null;
  }
};

/**
 * How long a system command may take. On an idle machine each answers within a few milliseconds. On a loaded machine
 * git needed more than 150, and a sweep whose record lacks its commit cannot be resumed. So only a command that hangs
 * should reach this limit.
 */
const COMMAND_TIMEOUT_MS = 5000;

/** The system that this process runs on. */
export function thisHost(commandTimeoutMs = COMMAND_TIMEOUT_MS): Host {
  const [minute1 = 0, minutes5 = 0, minutes15 = 0] = os.loadavg();
  return {
    platform: process.platform,
    architecture: process.arch,
    kernelRelease: os.release(),
    osVersion: osVersion(),
    cpuModels: os.cpus().map((cpu) => cpu.model),
    memoryBytes: os.totalmem(),
    loadAverage: [minute1, minutes5, minutes15],
    readText: (path) => readFile(path, 'utf8').catch(() => null),
    listFolder: (path) => readdir(path).catch(() => []),
    run: async (command, args, folder) => {
      try {
        const { stdout } = await execute(command, args, {
          cwd: folder,
          timeout: commandTimeoutMs,
          windowsHide: true,
          // Headings and units in English, whatever the user's language.
          env: { ...process.env, LC_ALL: 'C' },
        });
        return stdout;
      } catch {
        return null;
      }
    },
  };
}

/** The texts of several files of a folder; null for each that cannot be read. */
export const readTexts = (host: Host, folder: string, names: readonly string[]): Promise<(string | null)[]> =>
  Promise.all(names.map((name) => host.readText(`${folder}/${name}`)));

/** What Node itself knows on any system. Each system's own file adds what it can find out. */
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
