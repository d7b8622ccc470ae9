import { describe, expect, it } from 'vitest';
import { ProgramError, reasonIn, runProgram } from './program.js';

const node = (script: string) => ({ command: process.execPath, args: ['--eval', script] });
const options = { cwd: '.' };

describe('a program', () => {
  it('gives back what it printed', async () => {
    expect(
      await runProgram(node('console.log(process.env.FIVED_TOLD)'), { ...options, env: { FIVED_TOLD: 'seven' } }),
    ).toBe('seven\n');
  });

  it.each([
    ['console.error("some chatter"); throw new TypeError("no such kernel")', 'TypeError: no such kernel'],
    ['console.error("first"); console.error("the last words"); process.exit(3)', 'the last words'],
    ['process.exit(3)', 'it ended with exit code 3 and said nothing'],
  ])('that fails gives its reason in one line: %s', async (script, reason) => {
    await expect(runProgram(node(script), options)).rejects.toThrow(new ProgramError(reason));
  });

  it('that does not exist is an error of its own', async () => {
    await expect(runProgram({ command: 'fived-no-such-program', args: [] }, options)).rejects.toThrow(ProgramError);
  });

  it('is killed when its time is over, and when it is told to stop', async () => {
    const forever = node('setInterval(() => undefined, 1000)');
    await expect(runProgram(forever, { ...options, mostSeconds: 0.2 })).rejects.toThrow(
      new ProgramError('it was stopped after 0.2 s'),
    );
    const controller = new AbortController();
    const running = runProgram(forever, { ...options, signal: controller.signal });
    controller.abort(new Error('stop'));
    await expect(running).rejects.toThrow('stop');
  });
});

describe('The reason in what a program said', () => {
  it.each([
    [
      'Python',
      'Traceback (most recent call last):\n  File "x.py", line 1\nOSError: libfoo.so: cannot open shared object file\n',
      'OSError: libfoo.so: cannot open shared object file',
    ],
    [
      'pip',
      'ERROR: Could not find a version\nERROR: No matching distribution found for torch==99\n',
      'ERROR: No matching distribution found for torch==99',
    ],
    [
      'npm',
      'npm error Error: getaddrinfo ENOTFOUND example.org\nnpm error   errno: -3008,\n' +
        'npm error Node.js v20.20.2\nnpm error A complete log of this run can be found in: x\n',
      'Error: getaddrinfo ENOTFOUND example.org',
    ],
    [
      'a compiler',
      'a.c:1:10: fatal error: libxsmm.h: No such file or directory\n' +
        '    1 | #include <libxsmm.h>\ncompilation terminated.\n',
      'a.c:1:10: fatal error: libxsmm.h: No such file or directory',
    ],
    ['nobody', '\n', undefined],
  ])('is found for %s', (_, stderr, reason) => {
    expect(reasonIn(stderr)).toBe(reason);
  });
});
