/**
 * The machine and the program of a measurement, as they appear in a result file. Null means unknown. It contains no
 * user name, host name, serial number or path.
 */

/** One kind of core, on a processor with several. */
export interface CoreKind {
  /** The system's name for this kind: "performance", "efficiency", ... */
  readonly name: string;
  /** Physical cores of this kind. */
  readonly count: number;
}

export interface Cpu {
  readonly model: string | null;
  readonly logical_cores: number | null;
  readonly physical_cores: number | null;
  /** Null if all cores are alike, or if the system does not say. */
  readonly core_kinds: readonly CoreKind[] | null;
  /** The highest clock that any core can reach. */
  readonly max_frequency_mhz: number | null;
  /** The highest clock of all cores at the moment of reading. */
  readonly current_frequency_mhz: number | null;
}

/** The disk under the root file system. */
export interface Storage {
  readonly model: string | null;
  readonly kind: 'ssd' | 'hdd' | null;
  readonly size_bytes: number | null;
}

export interface OperatingSystem {
  readonly name: string | null;
  readonly version: string | null;
  readonly kernel: string | null;
  /** Of the process, as Node names it: "x64", "arm64", ... */
  readonly architecture: string | null;
}

export interface Container {
  /** "docker", "podman", "kubernetes", "lxc", "wsl", ...; null if none was recognized. */
  readonly kind: string | null;
  /** How many processors' worth of time the process may use, if limited; 1.5 is one and a half. */
  readonly cpu_limit: number | null;
  readonly memory_limit_bytes: number | null;
}

export interface Power {
  readonly source: 'ac' | 'battery' | null;
  /** Linux's frequency governor: "performance", "powersave", ... */
  readonly governor: string | null;
}

export interface GitState {
  readonly commit: string;
  /** Whether a tracked file differs from the commit. */
  readonly dirty: boolean;
}

export interface Environment {
  readonly machine_model: string | null;
  readonly cpu: Cpu;
  readonly memory_bytes: number | null;
  readonly storage: Storage;
  readonly os: OperatingSystem;
  readonly container: Container;
  /** Version of Node, without a `v`. */
  readonly node: string | null;
  readonly v8: string | null;
  /** Version of each package by its name. */
  readonly packages: Readonly<Record<string, string>>;
  readonly git: GitState | null;
  /** Over 1, 5 and 15 minutes; null on Windows, which has none. */
  readonly load_average: readonly [number, number, number] | null;
  /**
   * Cores in use by other programs right before the measurement; for a resumed one, the largest value of all its parts.
   * Null if the system does not report it. Absent if nothing looked, and in older files.
   */
  readonly busy_cores?: number | null;
  readonly power: Power;
}
