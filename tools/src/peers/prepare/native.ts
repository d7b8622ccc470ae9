/** Compiles the C programs on the machine that runs them. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUNNERS } from '../places.js';
import { ProgramError, runProgram } from '../program.js';
import { hashOf, once, type PrepareContext } from './step.js';

const FOLDER = join(RUNNERS, 'native-c');
const FLAGS = ['-O3', '-march=native', '-ffast-math'];

export interface NativeProgram {
  readonly name: string;
  /** The file with the product of matrices. */
  readonly product: string;
  readonly libraries: readonly string[];
  /** A name that the sources test for. */
  readonly define?: string;
  /** What to do if a library is missing. */
  readonly hint?: string;
}

/**
 * Resolves to the path of the program.
 * @throws ProgramError that says what the compiler said
 */
export const prepareNative = async (
  { name, product, libraries, define, hint }: NativeProgram,
  { cache, signal, say }: PrepareContext,
): Promise<string> => {
  const compiler = process.env['CC'] ?? 'cc';
  const sources = ['network.c', product];
  const program = join(cache, name);
  const flags = define === undefined ? FLAGS : [...FLAGS, `-D${define}`];
  const version = await runProgram({ command: compiler, args: ['--version'] }, { cwd: FOLDER, signal });
  const hash = hashOf(
    version,
    ...flags,
    ...libraries,
    ...[...sources, 'product.h'].map((file) => readFileSync(join(FOLDER, file), 'utf8')),
  );
  await once(`${program}.complete`, hash, async () => {
    say(`Compiling ${name} ...`);
    mkdirSync(cache, { recursive: true });
    try {
      const args = [...flags, '-o', program, ...sources, ...libraries.map((library) => `-l${library}`)];
      await runProgram({ command: compiler, args }, { cwd: FOLDER, signal });
    } catch (error) {
      throw error instanceof ProgramError && hint !== undefined
        ? new ProgramError(`${error.message} (${hint})`)
        : error;
    }
  });
  return program;
};
