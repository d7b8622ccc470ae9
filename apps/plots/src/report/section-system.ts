/**
 * "System Specifications": what the program found out about the machine. What it could not find out is called unknown.
 */
import type { BenchmarkRecord, Environment } from '@fived/records';
import { code, facts, list, paragraph, prose, section, type Prose, type Section } from './document.js';
import { ownBenchmark, type Sources } from './sources.js';
import { counted, joined } from './words.js';

const BYTES_PER_GIB = 1024 ** 3;
const BYTES_PER_GB = 1e9;
const HASH_DIGITS = 12;

const UNKNOWN = 'not reported by the system';

const known = (...parts: readonly (string | null | undefined | false)[]): Prose => {
  const all = parts.filter((part) => typeof part === 'string');
  return [all.length === 0 ? UNKNOWN : all.join(', ')];
};

const cores = ({ logical_cores, physical_cores, core_kinds }: Environment['cpu']): Prose =>
  known(
    logical_cores === null ? null : `${logical_cores} logical`,
    physical_cores === null ? null : `${physical_cores} physical`,
    core_kinds === null || core_kinds.length === 0
      ? null
      : joined(core_kinds.map(({ name, count }) => `${count} of kind "${name}"`)),
  );

const megahertz = (value: number | null, what: string): string | null =>
  value === null ? null : `${Math.round(value)} MHz ${what}`;

const gib = (bytes: number): string => `${(bytes / BYTES_PER_GIB).toFixed(1)} GiB`;

const hardware = ({ machine_model, cpu, memory_bytes, storage }: Environment): Section =>
  section('Hardware', [
    facts([
      ['CPU', known(cpu.model)],
      ['CPU cores', cores(cpu)],
      [
        'CPU frequency',
        known(megahertz(cpu.current_frequency_mhz, 'at the start'), megahertz(cpu.max_frequency_mhz, 'at most')),
      ],
      ['RAM', known(memory_bytes === null ? null : gib(memory_bytes))],
      [
        'Storage',
        known(
          storage.size_bytes === null ? null : `${(storage.size_bytes / BYTES_PER_GB).toFixed(0)} GB`,
          storage.kind?.toUpperCase(),
          storage.model,
        ),
      ],
      ['Model', known(machine_model)],
    ]),
  ]);

const software = ({ os, node, v8, packages, git }: Environment, { code_version }: BenchmarkRecord): Section =>
  section('Software Environment', [
    facts([
      [
        'Operating system',
        known(
          os.name === null ? null : [os.name, os.version].filter((part) => part !== null).join(' '),
          os.kernel && `kernel ${os.kernel}`,
          os.architecture,
        ),
      ],
      ['Node', known(node)],
      ['V8', known(v8)],
      ['Packages', known(...Object.entries(packages).map(([name, version]) => `${name} ${version}`))],
      [
        'Source',
        git === null
          ? [UNKNOWN]
          : prose`commit
              ${code(git.commit.slice(0, HASH_DIGITS))}${git.dirty ? ', with changes that are not committed' : ''}`,
      ],
      ['Compiled code', prose`SHA-256 ${code(code_version.slice(0, HASH_DIGITS))}, of all that decides the results`],
    ]),
  ]);

const testEnvironment = ({ container, load_average, busy_cores, power }: Environment): Section =>
  section('Test Environment', [
    facts([
      [
        'Running in',
        [container.kind === null ? 'the system itself; no container was found' : `a container (${container.kind})`],
      ],
      [
        'Limits of the container',
        container.cpu_limit === null && container.memory_limit_bytes === null
          ? ['none found']
          : known(
              container.cpu_limit === null ? null : `${container.cpu_limit} CPUs`,
              container.memory_limit_bytes === null ? null : `${gib(container.memory_limit_bytes)} of memory`,
            ),
      ],
      [
        'Load average at the start',
        known(
          load_average === null
            ? null
            : `${load_average.map((load) => load.toFixed(2)).join(', ')} (1, 5 and 15 minutes)`,
        ),
      ],
      // Absent if nobody looked, as in older files.
      ...(busy_cores === undefined
        ? []
        : [
            [
              'Cores in use by other programs',
              known(busy_cores === null ? null : `${busy_cores.toFixed(2)} right before the start`),
            ] as const,
          ]),
      [
        'Power',
        known(
          power.source === null ? null : power.source === 'ac' ? 'mains' : 'battery',
          power.governor === null ? null : `governor "${power.governor}"`,
        ),
      ],
    ]),
  ]);

const PUBLISHED_SYSTEM = prose`The published profile was taken with TensorFlow on an Apple M2 (MacBook Air Mac14,2, 8
  cores, 8 GB, macOS 26.0.1), natively. Where its times stand beside ours, machine and program differ at once, so that a
  ratio says nothing of either alone.`;

const unnamed = (title: string): Section =>
  section(title, [paragraph(prose`The result file is in the published project's own form, which does not say.`)]);

export const systemSection = (sources: Sources): Section => {
  const record = ownBenchmark(sources);
  if (record === undefined) {
    return section(
      'System Specifications',
      [paragraph(PUBLISHED_SYSTEM)],
      ['Hardware', 'Software Environment', 'Test Environment'].map(unnamed),
    );
  }
  const { environment, threads } = record;
  return section(
    'System Specifications',
    [
      paragraph(
        prose`Captured by the program as the benchmark began. No user name, host name, serial number or path is among
          it.`,
      ),
      list([prose`The training ran on ${counted(threads, 'thread')}.`, PUBLISHED_SYSTEM]),
    ],
    [hardware(environment), software(environment, record), testEnvironment(environment)],
  );
};
