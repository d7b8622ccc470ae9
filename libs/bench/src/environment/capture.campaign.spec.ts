import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import { captureEnvironment } from './capture.js';
import type { Host } from './host.js';

/** The number of hosts, which may answer anything at all. */
const HOSTS = { short: 60, medium: 300, full: 3000 }[inject('campaign')];

/** Like the unit 'binary' of fast-check, which takes a second to build a table of all characters. */
const anyCharacter = fc.oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff })).map(
  (code) => String.fromCodePoint(code),
  (text) => Number(String(text).codePointAt(0)),
);

const basicHost: Omit<Host, 'readText' | 'listFolder' | 'run'> = {
  platform: 'linux',
  architecture: 'x64',
  kernelRelease: '6.8.0-45-generic',
  osVersion: null,
  cpuModels: [],
  memoryBytes: 16 * 2 ** 30,
  loadAverage: [0.5, 0.25, 0.125],
};

/**
 * A host that answers from a text in testdata/. The text has a file or the output of a command after each heading, as
 * `head` prints several files.
 */
const sampleHost = (sample: string, facts: Partial<Host>): Host => {
  const text = readFileSync(new URL(`../../testdata/${sample}.txt`, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
  const [, ...parts] = text.split(/^==> (.*) <==\n/m);
  const answers = new Map<string, string>();
  for (let i = 0; i < parts.length; i += 2) answers.set(parts[i], parts[i + 1].replace(/\n\n$/, '\n'));
  return {
    ...basicHost,
    readText: (path) => Promise.resolve(answers.get(path) ?? null),
    listFolder: (path) => {
      const below = [...answers.keys()].filter((key) => key.startsWith(`${path}/`));
      return Promise.resolve([...new Set(below.map((key) => key.slice(path.length + 1).split('/')[0]))]);
    },
    run: (command, args) => Promise.resolve(answers.get(['$', command, ...args].join(' ')) ?? null),
    ...facts,
  };
};

const noContainer = { kind: null, cpu_limit: null, memory_limit_bytes: null };

describe('captureEnvironment', () => {
  it('describes a Linux laptop with performance and efficiency cores, on battery', async () => {
    const host = sampleHost('linux-hybrid-laptop', { cpuModels: Array<string>(16).fill('i7-1260P') });
    expect(await captureEnvironment({ packages: { tinybench: '6.2.3' } }, host)).toEqual({
      machine_model: 'LENOVO ThinkPad X1 Carbon Gen 10',
      cpu: {
        model: '12th Gen Intel(R) Core(TM) i7-1260P',
        logical_cores: 16,
        physical_cores: 12,
        core_kinds: [
          { name: 'performance', count: 4 },
          { name: 'efficiency', count: 8 },
        ],
        max_frequency_mhz: 4700,
        current_frequency_mhz: 4312.447,
      },
      memory_bytes: 17_179_869_184,
      storage: { model: 'SAMSUNG MZVL2512HCJQ-00BL7', kind: 'ssd', size_bytes: 512_110_190_592 },
      os: { name: 'Ubuntu', version: '24.04.1 LTS (Noble Numbat)', kernel: '6.8.0-45-generic', architecture: 'x64' },
      container: noContainer,
      node: process.versions.node,
      v8: process.versions.v8,
      packages: { tinybench: '6.2.3' },
      git: { commit: '5f2c1be29a0c3b4a6f2f36f2a1a9b6d0e4c8d7a1', dirty: true },
      load_average: [0.5, 0.25, 0.125],
      power: { source: 'battery', governor: 'powersave' },
    });
  });

  it('describes a container with version 2 control groups and a disk beneath its overlay', async () => {
    const host = sampleHost('linux-container-cgroup2', { cpuModels: Array<string>(4).fill('EPYC') });
    expect(await captureEnvironment({}, host)).toMatchObject({
      machine_model: 'Amazon EC2 c6a.xlarge',
      cpu: {
        model: 'AMD EPYC 7R13 Processor',
        logical_cores: 4,
        physical_cores: 2,
        core_kinds: null,
        max_frequency_mhz: null,
        current_frequency_mhz: 2652.998,
      },
      storage: { model: 'Amazon Elastic Block Store', kind: 'ssd', size_bytes: 107_374_182_400 },
      os: { name: 'Alpine Linux', version: '3.20.3' },
      container: { kind: 'docker', cpu_limit: 1.5, memory_limit_bytes: 2_147_483_648 },
      git: null,
      power: { source: null, governor: null },
    });
  });

  it('describes a Kubernetes container with version 1 control groups, and no more than it can see', async () => {
    const host = sampleHost('linux-container-cgroup1', { cpuModels: Array<string>(2).fill('EPYC') });
    expect(await captureEnvironment({}, host)).toMatchObject({
      machine_model: null,
      cpu: { logical_cores: 2, physical_cores: null },
      storage: { model: null, kind: null, size_bytes: null },
      container: { kind: 'kubernetes', cpu_limit: 0.5, memory_limit_bytes: 536_870_912 },
    });
  });

  it('describes an Arm board, whose processor has no name', async () => {
    const host = sampleHost('linux-raspberry-pi', {
      architecture: 'arm64',
      cpuModels: Array<string>(4).fill('unknown'),
    });
    expect(await captureEnvironment({}, host)).toMatchObject({
      machine_model: 'Raspberry Pi 4 Model B Rev 1.5',
      cpu: {
        model: null,
        logical_cores: 4,
        physical_cores: 4,
        core_kinds: null,
        max_frequency_mhz: 1800,
        current_frequency_mhz: 600,
      },
      storage: { model: 'SD32G', kind: 'ssd', size_bytes: 31_914_983_424 },
      power: { source: null, governor: 'ondemand' },
    });
  });

  it('describes a MacBook Air with an M2', async () => {
    const host = sampleHost('macos-macbook-air-m2', {
      platform: 'darwin',
      architecture: 'arm64',
      kernelRelease: '23.5.0',
      cpuModels: Array<string>(8).fill('Apple M2'),
    });
    expect(await captureEnvironment({}, host)).toMatchObject({
      machine_model: 'Mac14,2',
      cpu: {
        model: 'Apple M2',
        logical_cores: 8,
        physical_cores: 8,
        core_kinds: [
          { name: 'performance', count: 4 },
          { name: 'efficiency', count: 4 },
        ],
        max_frequency_mhz: null,
        current_frequency_mhz: null,
      },
      storage: { model: 'APPLE SSD AP0512Z', kind: 'ssd', size_bytes: 500_277_792_768 },
      os: { name: 'macOS', version: '14.5', kernel: '23.5.0', architecture: 'arm64' },
      container: noContainer,
      load_average: [0.5, 0.25, 0.125],
      power: { source: 'battery', governor: null },
    });
  });

  it('describes an Intel iMac with cores of one kind and a hard disk', async () => {
    const host = sampleHost('macos-imac-intel', { platform: 'darwin', cpuModels: Array<string>(4).fill('i5') });
    expect(await captureEnvironment({}, host)).toMatchObject({
      machine_model: 'iMac18,1',
      cpu: {
        model: 'Intel(R) Core(TM) i5-7360U CPU @ 2.30GHz',
        logical_cores: 4,
        physical_cores: 2,
        core_kinds: null,
        max_frequency_mhz: 2300,
        current_frequency_mhz: 2300,
      },
      storage: { model: 'APPLE HDD HTS541010A9E662', kind: 'hdd', size_bytes: 1_000_204_886_016 },
      power: { source: 'ac' },
    });
  });

  it('describes a Windows laptop, which has no load average', async () => {
    const host = sampleHost('windows-laptop', {
      platform: 'win32',
      kernelRelease: '10.0.22631',
      osVersion: 'Windows 11 Pro',
      cpuModels: Array<string>(20).fill('12th Gen Intel(R) Core(TM) i7-12700H'),
      loadAverage: [0, 0, 0],
    });
    expect(await captureEnvironment({}, host)).toMatchObject({
      machine_model: 'Dell Inc. XPS 15 9520',
      cpu: { model: '12th Gen Intel(R) Core(TM) i7-12700H', logical_cores: 20 },
      os: { name: 'Windows 11 Pro', version: '10.0.22631', kernel: '10.0.22631', architecture: 'x64' },
      load_average: null,
    });
  });

  it.each(['linux', 'darwin', 'win32', 'freebsd'])(
    'is full of nulls, not of errors, on a %s that tells nothing',
    async (platform) => {
      const silent: Host = {
        ...basicHost,
        platform,
        readText: () => Promise.resolve(null),
        listFolder: () => Promise.resolve([]),
        run: () => Promise.resolve(null),
      };
      const environment = await captureEnvironment({}, silent);
      const unknownCpu = {
        model: null,
        logical_cores: null,
        physical_cores: null,
        core_kinds: null,
        max_frequency_mhz: null,
        current_frequency_mhz: null,
      };
      expect(environment).toMatchObject({
        machine_model: null,
        cpu: unknownCpu,
        storage: { model: null, kind: null, size_bytes: null },
        container: noContainer,
        git: null,
        power: { source: null, governor: null },
      });
    },
  );

  it('takes whatever files and commands say without an error, as something that JSON keeps', async () => {
    const text = fc.option(fc.oneof(fc.string({ unit: anyCharacter }), fc.stringMatching(/^[-\d:,./ a-z\n]{0,40}$/)));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('linux', 'darwin', 'win32'), fc.func(text), async (platform, answer) => {
        const host: Host = {
          ...basicHost,
          platform,
          readText: (path) => Promise.resolve(answer(path)),
          listFolder: (path) => Promise.resolve([answer(path) ?? 'cpu0']),
          run: (command) => Promise.resolve(answer(command)),
        };
        const environment = await captureEnvironment({}, host);
        expect(JSON.parse(JSON.stringify(environment))).toEqual(environment);
      }),
      { seed: 1, numRuns: HOSTS },
    );
  });

  it('describes this system', async () => {
    const environment = await captureEnvironment();
    expect(JSON.parse(JSON.stringify(environment))).toEqual(environment);
    expect(environment.os.architecture).toBe(process.arch);
    expect(environment.cpu.logical_cores).toBeGreaterThan(0);
    expect(environment.memory_bytes).toBeGreaterThan(2 ** 28);
  });
});
