/** Makes the Python environment of the study from its pinned requirements. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, once } from '../peers/prepare/stamp.js';
import { runProgram } from '../peers/program.js';
import { PYTHON } from './places.js';

export interface EnvironmentOptions {
  /** The folder for it. */
  readonly cache: string;
  /** The interpreter that makes it: 3.11 or later. */
  readonly python: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

const VERSION = 'import sys; print(sys.version)';

/**
 * Makes the environment, or finds it as it was made from the same requirements and interpreter. Resolves to the path of
 * its Python.
 * @throws ProgramError that says what Python or pip said
 */
export const preparePython = async ({ cache, python, signal, say }: EnvironmentOptions): Promise<string> => {
  const options = { cwd: cache, signal };
  const requirements = join(PYTHON, 'requirements.txt');
  const environment = join(cache, 'python');
  const own =
    process.platform === 'win32' ? join(environment, 'Scripts', 'python.exe') : join(environment, 'bin', 'python');
  const hash = hashOf(
    readFileSync(requirements, 'utf8'),
    await runProgram({ command: python, args: ['-c', VERSION] }, options),
  );
  await once(join(environment, 'complete'), hash, async () => {
    say('Installing NumPy, SciPy and scikit-learn ...');
    rmSync(environment, { recursive: true, force: true });
    await runProgram({ command: python, args: ['-m', 'venv', environment] }, options);
    await runProgram(
      { command: own, args: ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements] },
      options,
    );
    await runProgram({ command: own, args: ['-c', 'import sklearn'] }, options);
  });
  return own;
};
