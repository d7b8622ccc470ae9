/** The `fived` command: one module a subcommand. */
import { checkCurrentFolder, watchStandardStreams } from '@fived/records';
import yargs, { type Argv } from 'yargs';
import { benchCommand } from './commands/bench.js';
import { compareCommand } from './commands/compare.js';
import { dataCommand } from './commands/data.js';
import { evaluateCommand } from './commands/evaluate.js';
import { exportCommand } from './commands/export.js';
import { gradcheckCommand } from './commands/gradcheck.js';
import { infoCommand } from './commands/info.js';
import { kernelsCommand } from './commands/kernels.js';
import { memoryCommand } from './commands/memory.js';
import { plotCommand } from './commands/plot.js';
import { predictCommand } from './commands/predict.js';
import { profileCommand } from './commands/profile.js';
import { reportCommand } from './commands/report.js';
import { trainCommand } from './commands/train.js';
import { verifyCommand } from './commands/verify.js';
import { ExitError } from './exit-error.js';

const MAX_HELP_COLUMNS = 110;

const parserOf = (args: readonly string[]): Argv =>
  yargs([...args])
    .locale('en') // yargs would translate its own messages, and no others
    .scriptName('fived')
    .usage('$0 <command>\n\nA 5-D neural-network interpolator and its performance profile.')
    .command(trainCommand)
    .command(predictCommand)
    .command(evaluateCommand)
    .command(infoCommand)
    .command(exportCommand)
    .command(benchCommand)
    .command(memoryCommand)
    .command(plotCommand)
    .command(reportCommand)
    .command(profileCommand)
    .command(verifyCommand)
    .command(compareCommand)
    .command(gradcheckCommand)
    .command(kernelsCommand)
    .command(dataCommand)
    .demandCommand(1, 'Which command? "fived --help" lists them.')
    .recommendCommands()
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
export async function run(args: readonly string[]): Promise<number> {
  const allIsWritten = watchStandardStreams();
  try {
    checkCurrentFolder();
    const parser = parserOf(args);
    await parser.wrap(Math.min(MAX_HELP_COLUMNS, parser.terminalWidth())).parseAsync();
    await allIsWritten();
    return 0;
  } catch (error) {
    if (error instanceof ExitError) {
      if (error.message !== '') console.error(error.message);
      return error.exitCode;
    }
    console.error(`fived: ${(error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, ' ')}`);
    return 1;
  }
}
