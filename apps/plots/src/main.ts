/** The `fived-plots` command: one module a subcommand. */
import { runCommandLine } from '@fived/records';
import yargs from 'yargs';
import { drawCommand } from './draw.js';
import { peersCommand } from './peers.js';
import { reportCommand } from './report.js';
import { runCommand } from './run.js';

// The output of --help should depend on the terminal's width as little as possible.
const MAX_HELP_COLUMNS = 100;

/** Runs the command with the arguments after its name, and returns the exit code. */
export const run = (args: readonly string[]): Promise<number> =>
  runCommandLine(
    'fived-plots',
    () =>
      yargs(args)
        .usage('$0 <command>\n\nDraws the charts of result files, and writes the report.')
        .command(drawCommand)
        .command(reportCommand)
        .command(peersCommand)
        .command(runCommand)
        .demandCommand(1, 'no command given, must be: draw, report, peers or run'),
    MAX_HELP_COLUMNS,
  );
