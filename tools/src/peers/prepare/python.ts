/**
 * Makes a virtual environment for each Python library, with pinned packages. The libraries do not agree on common ones.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RUNNERS } from '../places.js';
import { runProgram } from '../program.js';
import { hashOf, once, type PrepareContext } from './step.js';

const VERSION = 'import sys; print(sys.version)';

/**
 * Makes the environment, or finds it as it was made from the same requirements.txt and interpreter. Resolves to the
 * path of its Python.
 * @throws ProgramError that says what pip or the library said
 */
export const preparePython = async (
  folder: string,
  library: string,
  { cache, python, signal, say }: PrepareContext,
): Promise<string> => {
  // It does not run among the runners: Python would find our folder jax there, where it looks for the library.
  const options = { cwd: cache, signal };
  const requirements = join(RUNNERS, folder, 'requirements.txt');
  const environment = join(cache, `python-${folder}`);
  const own =
    process.platform === 'win32' ? join(environment, 'Scripts', 'python.exe') : join(environment, 'bin', 'python');
  const hash = hashOf(
    readFileSync(requirements, 'utf8'),
    await runProgram({ command: python, args: ['-c', VERSION] }, options),
  );
  await once(join(environment, 'complete'), hash, async () => {
    say(`Installing ${library} ...`);
    rmSync(environment, { recursive: true, force: true });
    await runProgram({ command: python, args: ['-m', 'venv', environment] }, options);
    await runProgram(
      { command: own, args: ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements] },
      options,
    );
    await runProgram({ command: own, args: ['-c', `import ${library}`] }, options);
  });
  return own;
};
