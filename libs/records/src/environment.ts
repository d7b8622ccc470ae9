/**
 * The machine and the program of a measurement, as they appear in a result file. Null means unknown. `libs/bench`
 * captures an object of the same shape; neither library imports the other.
 */

export interface CoreKind {
  /** The system's name for this kind, e.g. "performance". */
  readonly name: string;
  readonly count: number;
}

export interface Cpu {
  readonly model: string | null;
  readonly logical_cores: number | null;
  readonly physical_cores: number | null;
  readonly core_kinds: readonly CoreKind[] | null;
  readonly max_frequency_mhz: number | null;
  readonly current_frequency_mhz: number | null;
}

export interface Storage {
  readonly model: string | null;
  readonly kind: 'ssd' | 'hdd' | null;
  readonly size_bytes: number | null;
}

export interface OperatingSystem {
  readonly name: string | null;
  readonly version: string | null;
  readonly kernel: string | null;
  readonly architecture: string | null;
}

export interface Container {
  /** E.g. "docker"; null outside a container, or if it cannot be determined. */
  readonly kind: string | null;
  /** CPUs that the process may use at once. May be a fraction. */
  readonly cpu_limit: number | null;
  readonly memory_limit_bytes: number | null;
}

export interface GitState {
  readonly commit: string;
  /** True when the working copy differed from the commit. */
  readonly dirty: boolean;
}

export interface Power {
  readonly source: 'ac' | 'battery' | null;
  /** The frequency governor, e.g. "performance". */
  readonly governor: string | null;
}

export interface Environment {
  readonly machine_model: string | null;
  readonly cpu: Cpu;
  readonly memory_bytes: number | null;
  readonly storage: Storage;
  readonly os: OperatingSystem;
  readonly container: Container;
  readonly node: string | null;
  readonly v8: string | null;
  /** Version of each package by its name. */
  readonly packages: Readonly<Record<string, string>>;
  readonly git: GitState | null;
  /** Over 1, 5 and 15 minutes. */
  readonly load_average: readonly [number, number, number] | null;
  /**
   * Cores in use by other programs right before the measurement; for a resumed one, the largest value of all its parts.
   * Absent if nothing looked, and in older files.
   */
  readonly busy_cores?: number | null;
  readonly power: Power;
}
