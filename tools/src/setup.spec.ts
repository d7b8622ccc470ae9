/**
 * `setup.mjs` in small checkouts, with stand-ins for npm and the compiler that record how they were called. The folders
 * have a blank in their names. The stand-in for npm is found as npm itself is: by the path that a running npm sets.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runNode, type Finished } from './child.js';
import { ROOT } from './workspace.js';

let root: string;
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const remove = (path: string): void => {
  rmSync(join(root, path), { recursive: true });
};

/** Stands in for the compiler: it compiles by renaming, unless there is a file named "broken". */
const FAKE_TSC = `
  const fs = require('node:fs');
  fs.appendFileSync('calls.txt', 'tsc ' + process.argv.slice(2).join(' ') + '\\n');
  if (fs.existsSync('broken')) { console.log('src/index.ts(1,1): error'); process.exit(2); }
  fs.mkdirSync('libs/a/dist', { recursive: true });
  fs.copyFileSync('libs/a/src/index.ts', 'libs/a/dist/index.js');`;

const FAKE_NPM = `
  const fs = require('node:fs');
  fs.appendFileSync('calls.txt', 'npm ' + process.argv.slice(2).join(' ') + '\\n');
  if (fs.existsSync('offline')) { console.error('npm error code ENOTFOUND'); process.exit(1); }
  fs.rmSync('node_modules', { recursive: true, force: true });
  fs.mkdirSync('node_modules/typescript/bin', { recursive: true });
  fs.writeFileSync('node_modules/typescript/bin/tsc', ${JSON.stringify(FAKE_TSC)});
  fs.writeFileSync('node_modules/.package-lock.json', '{}');`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fived set-up '));
  write(
    'package.json',
    JSON.stringify({ engines: { node: '^20.19.0 || ^22.13.0 || >=24' }, workspaces: ['libs/*', 'tools'] }),
  );
  write('package-lock.json', '{}');
  write('libs/a/package.json', '{"type":"module"}');
  write('libs/a/tsconfig.json', '{"files":[]}');
  write('libs/a/tsconfig.lib.json', '{"files":[]}');
  write('libs/a/src/index.ts', 'one');
  write('npm-cli.js', FAKE_NPM);
  mkdirSync(join(root, 'tools'));
  cpSync(join(ROOT, 'tools', 'setup.mjs'), join(root, 'tools', 'setup.mjs'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const setUp = (args: readonly string[] = [], nodeArgs: readonly string[] = []): Promise<Finished> =>
  runNode([...nodeArgs, join(root, 'tools', 'setup.mjs'), ...args], {
    cwd: tmpdir(),
    env: { npm_execpath: join(root, 'npm-cli.js') },
  });

/** How npm and the compiler were called since the last call of this function. */
const calls = (): readonly string[] => {
  const path = join(root, 'calls.txt');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  rmSync(path);
  return lines;
};

const INSTALL = 'npm ci --include=dev --prefer-offline --no-audit --no-fund';
const BUILD = 'tsc --build libs/a/tsconfig.lib.json';

/** A folder that is already set up, made once for all tests. */
let fresh: string | undefined;
afterAll(() => {
  if (fresh !== undefined) rmSync(fresh, { recursive: true });
});
const prepare = async (): Promise<void> => {
  if (fresh === undefined) {
    await setUp();
    calls();
    fresh = mkdtempSync(join(tmpdir(), 'fived set-up '));
    cpSync(root, fresh, { recursive: true });
  } else {
    cpSync(fresh, root, { recursive: true });
  }
};

describe('setup.mjs', () => {
  it('installs and compiles a fresh clone, and says each in a line', async () => {
    const { exitCode, stdout, stderr } = await setUp();
    expect(calls()).toEqual([INSTALL, BUILD]);
    expect(stderr).toBe('Installing packages (once; about 30 s) ...\nCompiling (about 30 s the first time) ...\n');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  });

  it('does and says nothing when all is fresh', async () => {
    await prepare();
    expect(await setUp()).toEqual({ exitCode: 0, stdout: '', stderr: '', output: '' });
    expect(calls()).toEqual([]);
  });

  it.each([
    ['package-lock.json', '{"packages":{}}'],
    ['libs/a/package.json', '{"type":"module","dependencies":{}}'],
    ['libs/b/package.json', '{}'],
    ['node_modules/.package-lock.json', '{"packages":{}}'],
  ])('installs and compiles again when %s has changed', async (path, text) => {
    await prepare();
    write(path, text);
    await setUp();
    expect(calls()).toEqual([INSTALL, BUILD]);
  });

  it('installs again when node_modules is gone', async () => {
    await prepare();
    remove('node_modules');
    await setUp();
    expect(calls()).toEqual([INSTALL, BUILD]);
  });

  it.each([
    ['libs/a/src/index.ts', 'two'],
    ['libs/a/tsconfig.lib.json', '{}'],
    ['libs/a/dist/index.js', 'damaged'],
    ['node_modules/.fived/built', 'damaged'],
  ])('compiles again, without installing, when %s has changed', async (path, text) => {
    await prepare();
    write(path, text);
    await setUp();
    expect(calls()).toEqual([BUILD]);
    expect(readFileSync(join(root, 'libs/a/dist/index.js'), 'utf8')).toBe(
      readFileSync(join(root, 'libs/a/src/index.ts'), 'utf8'),
    );
  });

  it('does not compile again for a test, a text or a file with the same content', async () => {
    await prepare();
    write('libs/a/src/index.spec.ts', 'a test');
    write('libs/a/README.md', 'a text');
    write('libs/a/src/index.ts', 'one');
    await setUp();
    expect(calls()).toEqual([]);
  });

  it("removes the compiler's notes when compiled code is gone, for it would trust them", async () => {
    await prepare();
    write('libs/a/dist/tsconfig.lib.tsbuildinfo', '{}');
    remove('libs/a/dist/index.js');
    await setUp();
    expect(calls()).toEqual([BUILD]);
    expect(existsSync(join(root, 'libs/a/dist/tsconfig.lib.tsbuildinfo'))).toBe(false);
  });

  it('leaves compiling out on --install-only', async () => {
    await setUp(['--install-only']);
    expect(calls()).toEqual([INSTALL]);
    await setUp();
    expect(calls()).toEqual([BUILD]);
  });

  it('compiles tests too on --with-tests', async () => {
    await setUp(['--with-tests']);
    expect(calls()).toEqual([INSTALL, BUILD.replace('.lib', '')]);
  });

  it("shows the compiler's output when it fails, and tries again the next time", async () => {
    write('broken', '');
    const { exitCode, stderr } = await setUp();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/src\/index\.ts\(1,1\): error\nsetup: the compiler failed \(exit code 2\)\n$/);
    remove('broken');
    calls();
    expect((await setUp()).exitCode).toBe(0);
    expect(calls()).toEqual([BUILD]);
  });

  it('says that the registry cannot be reached, and does not go on to compile', async () => {
    write('offline', '');
    const { exitCode, stderr } = await setUp();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /npm error code ENOTFOUND\nsetup: npm ci .* failed \(exit code 1\); the package registry cannot be reached: .*\n$/,
    );
    expect(calls()).toEqual([INSTALL]);
  });

  it('refuses an unknown option and an old Node with one line, before it does anything', async () => {
    const withOption = await setUp(['--instal-only']);
    expect(withOption.stderr).toBe(
      'setup: unknown option --instal-only, must be one of --install-only, --with-tests, --verbose\n',
    );
    for (const version of ['18.20.8', '20.18.3', '21.7.0', '22.12.0', '23.11.0']) {
      const preload = `data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"${version}"}})`;
      const { exitCode, stderr } = await setUp([], ['--import', preload]);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(new RegExp(`^setup: Node ${version} is not supported: must be .*\n$`));
    }
    expect(calls()).toEqual([]);
  });

  it.each(['20.19.0', '22.13.1', '24.0.0', '26.10.0'])('takes Node %s', async (version) => {
    const preload = `data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"${version}"}})`;
    expect((await setUp([], ['--import', preload])).exitCode).toBe(0);
  });

  it('does the work once when two are started together', async () => {
    const both = await Promise.all([setUp(), setUp()]);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(calls()).toEqual([INSTALL, BUILD]);
  });

  it('takes over the lock of one that was killed', async () => {
    const { stdout } = await runNode(['-p', 'process.pid'], { cwd: root });
    write('.nx/fived-setup.lock', stdout.trim());
    expect((await setUp()).exitCode).toBe(0);
    expect(existsSync(join(root, '.nx/fived-setup.lock'))).toBe(false);
  });
});
