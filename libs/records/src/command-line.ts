/** How both commands, `fived` and `fived-plots`, run and end. */
import type { Argv } from 'yargs';
import { inertText } from './inert-text.js';
import { checkCurrentFolder, watchStandardStreams } from './surroundings.js';

/** Ends the command with an exit code of its own. Its message, if any, is shown to the user. */
export class ExitError extends Error {
  constructor(
    readonly exitCode: number,
    message = '',
  ) {
    super(message);
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Runs the command with the arguments that the parser has. Returns the exit code: 0 only if all of it worked, its
 * output included. Errors go to stderr, on one line, without a stack.
 * @param name of the command, before its errors
 * @param createParser called once it is known that there is a current folder, which yargs needs
 * @param mostColumns of the output of --help
 * @param act what is done with the parser, such as to parse
 */
export async function runCommandLine(
  name: string,
  createParser: () => Argv,
  mostColumns: number,
  act: (parser: Argv) => Promise<unknown> = (parser) => parser.parseAsync(),
): Promise<number> {
  const allIsWritten = watchStandardStreams();
  try {
    checkCurrentFolder();
    const parser = createParser();
    const configured = parser
      .locale('en') // yargs would translate its own messages, and no others
      .scriptName(name)
      .strict()
      .version(false)
      .help()
      .alias('help', 'h')
      .exitProcess(false)
      .fail(false)
      .wrap(Math.min(mostColumns, parser.terminalWidth()));
    await act(configured);
    await allIsWritten();
    return 0;
  } catch (error) {
    const isOurs = error instanceof ExitError;
    const message = inertText(isOurs ? error.message : `${name}: ${messageOf(error)}`, 'terminal');
    if (message !== '') console.error(message);
    return isOurs ? error.exitCode : 1;
  }
}
