/** Installs the packages of a folder that has a lock of its own, outside the workspaces. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { RUNNERS } from '../places.js';
import { runProgram, type Program } from '../program.js';
import { hashOf, once, type PrepareContext } from './step.js';

/** The npm that runs us, if one does; otherwise the one on PATH. */
const npm = (...args: readonly string[]): Program => {
  const running = process.env['npm_execpath'];
  return running !== undefined && basename(running) === 'npm-cli.js' && existsSync(running)
    ? { command: process.execPath, args: [running, ...args] }
    : { command: 'npm', args };
};

/**
 * Runs `npm ci`, and tries to import `library`, since a package may install without its native part. Does nothing if
 * the lock has not changed since.
 * @throws ProgramError that says what npm or the library said
 */
export const prepareJavascript = async (
  folder: string,
  library: string,
  { signal, say }: PrepareContext,
): Promise<void> => {
  const path = join(RUNNERS, folder);
  const hash = hashOf(readFileSync(join(path, 'package-lock.json'), 'utf8'), process.version, process.arch);
  await once(join(path, 'node_modules', '.fived-peers'), hash, async () => {
    say(`Installing ${library} ...`);
    await runProgram(npm('ci', '--prefix', path, '--prefer-offline', '--no-audit', '--no-fund'), { cwd: path, signal });
    await runProgram(
      { command: process.execPath, args: ['--input-type=module', '--eval', `await import('${library}')`] },
      { cwd: path, signal },
    );
  });
};
