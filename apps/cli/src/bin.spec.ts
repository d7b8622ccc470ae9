// The stubs that npm links, each in a process of its own.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';

const STUBS = [
  ['fived', fileURLToPath(new URL('../bin/fived.js', import.meta.url))],
  ['fived-plots', fileURLToPath(new URL('../../plots/bin/fived-plots.js', import.meta.url))],
] as const;

describe.each(STUBS)('The stub of %s', (name, stub) => {
  const asVersion = (version: string) =>
    spawnSync(
      process.execPath,
      [
        '--import',
        `data:text/javascript,Object.defineProperty(process.versions,"node",{value:"${version}"})`,
        stub,
        '--help',
      ],
      { encoding: 'utf8' },
    );

  it.each(['12.22.12', '18.20.8', '20.18.3', '22.12.0', '23.1.0'])('names Node %s as not supported', (version) => {
    expect(asVersion(version)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: `${name}: needs Node 20.19, 22.13, or 24 and later; this is Node ${version}\n`,
    });
  });

  it.each(['20.19.0', '22.13.0', '24.0.0', '30.1.0'])('starts on Node %s', (version) => {
    expect(asVersion(version)).toMatchObject({ status: 0, stderr: '' });
  });

  it('has no static import and no await outside a function, which an old Node cannot parse', () => {
    const asScript = readFileSync(stub, 'utf8').replace('import.meta.url', '""');
    expect(() => new Script(asScript)).not.toThrow();
  });

  it.skipIf(process.platform === 'win32')('says on one line that it cannot be loaded with few open files', () => {
    const { status, stderr } = spawnSync('sh', ['-c', `ulimit -n 32; exec "$0" "$1"`, process.execPath, stub], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`^${name}: cannot be loaded: .*limits low \\(ulimit -n, ulimit -v\\)\\?\\n$`));
  });
});
