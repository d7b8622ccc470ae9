/** The `fived-plots` command: one module a subcommand. */
import yargs from 'yargs';
import { drawCommand } from './draw.js';
import { peersCommand } from './peers.js';
import { reportCommand } from './report.js';
import { runCommand } from './run.js';

// The output of --help should not depend on a terminal's width more than it must.
const MAX_HELP_COLUMNS = 100;

/**
 * Runs the command with the arguments that follow its name. Returns the exit code: 0 only when all of it worked.
 * Errors go to stderr, one line, without a stack.
 */
export const run = async (args: readonly string[]): Promise<number> => {
  const parser = yargs(args)
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
  try {
    await parser.wrap(Math.min(MAX_HELP_COLUMNS, parser.terminalWidth())).parseAsync();
    return 0;
  } catch (error) {
    console.error(`fived-plots: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
};
