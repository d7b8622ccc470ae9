/** The `fived-plots` command: one module a subcommand. */
import { checkCurrentFolder, inertText, watchStandardStreams } from '@fived/records';
import yargs, { type Argv } from 'yargs';
import { drawCommand } from './draw.js';
import { peersCommand } from './peers.js';
import { reportCommand } from './report.js';
import { runCommand } from './run.js';

// The output of --help should depend on the terminal's width as little as possible.
const MAX_HELP_COLUMNS = 100;

const parserOf = (args: readonly string[]): Argv =>
  yargs(args)
    .locale('en') // yargs would translate its own messages, and no others
    .scriptName('fived-plots')
    .usage('$0 <command>\n\nDraws the charts of result files, and writes the report.')
    .command(drawCommand)
    .command(reportCommand)
    .command(peersCommand)
    .command(runCommand)
    .demandCommand(1, 'no command given, must be: draw, report, peers or run')
    .strict()
    .version(false)
    .help()
    .alias('help', 'h')
    .exitProcess(false)
    .fail(false);

/**
 * Runs the command with the arguments after its name. Returns the exit code: 0 only if all of it worked, its output
 * included. Errors go to stderr, on one line, without a stack.
 */
export const run = async (args: readonly string[]): Promise<number> => {
  const allIsWritten = watchStandardStreams();
  try {
    checkCurrentFolder();
    const parser = parserOf(args);
    await parser.wrap(Math.min(MAX_HELP_COLUMNS, parser.terminalWidth())).parseAsync();
    await allIsWritten();
    return 0;
  } catch (error) {
    console.error(`fived-plots: ${inertText(error instanceof Error ? error.message : String(error), 'terminal')}`);
    return 1;
  }
};
