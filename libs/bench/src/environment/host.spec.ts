import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { thisHost } from './host.js';

const node = process.execPath;
const here = fileURLToPath(new URL('.', import.meta.url));
// No command here should reach this time-out, however busy the machine.
const patient = thisHost(60_000);

describe('thisHost', () => {
  it('gives the text of a file and the names in a folder', async () => {
    expect(await patient.readText(fileURLToPath(import.meta.url))).toContain('gives the text of a file');
    expect(await patient.listFolder(here)).toContain('host.ts');
  });

  it('gives null and no names for what is not there', async () => {
    expect(await patient.readText(`${here}missing`)).toBeNull();
    expect(await patient.listFolder(`${here}missing`)).toEqual([]);
  });

  it('gives what a command prints, run in the folder asked for', async () => {
    expect(await patient.run(node, ['-e', 'console.log("some text")'])).toBe('some text\n');
    expect(await patient.run(node, ['-e', 'process.stdout.write(process.cwd())'], here)).toBe(here.slice(0, -1));
  });

  it.each([
    ['is missing', 'a-command-that-no-system-has', []],
    ['fails, whatever it has printed', node, ['-e', 'console.log("part of it"); process.exitCode = 1']],
    ['cannot even be started', node, ['a\0b']],
  ])('gives null for a command that %s', async (_, command, args) => {
    expect(await patient.run(command, args)).toBeNull();
  });

  it('gives null for a command that takes too long', async () => {
    expect(await thisHost(50).run(node, ['-e', 'setInterval(() => {}, 1000)'])).toBeNull();
  });
});
