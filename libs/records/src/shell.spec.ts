import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellQuoted } from './shell.js';

const PATHS = ['runs/my data', "it's", 'a$HOME`id`', 'a;b', '*.csv', '~', 'ü', 'back\\slash', '"', ''];

describe('A path in a command that is shown', () => {
  it.skipIf(process.platform === 'win32').each([...PATHS, 'runs/data', '@x/1.5_a-b:c'])(
    'is one word to a real shell: %j',
    (path) => {
      expect(spawnSync('sh', ['-c', `printf %s ${shellQuoted(path)}`], { encoding: 'utf8' }).stdout).toBe(path);
    },
  );

  it('has quotes only where it needs them', () => {
    expect(shellQuoted('runs/data-1.5', 'linux')).toBe('runs/data-1.5');
    expect(shellQuoted('runs/my data', 'linux')).toBe("'runs/my data'");
    expect(shellQuoted('C:\\runs\\data', 'win32')).toBe('C:\\runs\\data');
    expect(shellQuoted('C:\\my runs', 'win32')).toBe('"C:\\my runs"');
  });

  it('stays on one line that a terminal obeys nothing of', () => {
    expect(shellQuoted('a\nb\u001b[2J', 'linux')).toBe("'a b\uFFFD[2J'");
  });

  it('is no option', () => {
    expect(shellQuoted('-x', 'linux')).toBe('./-x');
  });
});
