/** `fived-study`: prepares Python, makes the missing parts of the study, and prints its tables. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { ensureWritableFolder } from '@fived/records';
import { helpText, parseOptions, type StudyOptions } from './options.js';
import { study } from './study.js';
import { studyMarkdown } from './table.js';
import { preparePython } from './virtual-environment.js';

/** The exit code that shells give a command that Ctrl-C ended: 128 + SIGINT. */
const INTERRUPTED = 130;

const say = (line: string): void => {
  console.error(line);
};

const work = async (given: StudyOptions, signal: AbortSignal): Promise<void> => {
  const options = { ...given, out: resolve(given.out), cache: resolve(given.cache) };
  await ensureWritableFolder(options.out);
  mkdirSync(options.cache, { recursive: true });
  const python = options.table === 'ideas' ? undefined : await preparePython({ ...options, signal, say });
  console.log(studyMarkdown(await study(options, python, { signal, say })));
};

/** Runs the command with the arguments after its name. Returns the exit code: 0 only if all of it worked. */
export const run = async (args: readonly string[]): Promise<number> => {
  const controller = new AbortController();
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    say('Stopping; finished rows are saved, and --resume goes on. Ctrl-C once more leaves at once.');
    controller.abort();
  };
  process.on('SIGINT', onInterrupt);
  try {
    const options = parseOptions(args);
    if (options === undefined) console.log(helpText);
    else await work(options, controller.signal);
    return 0;
  } catch (error) {
    if (controller.signal.aborted) return INTERRUPTED;
    say(`fived-study: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    process.off('SIGINT', onInterrupt);
  }
};
