/** The `fived` command: one module a subcommand. */
import { runCommandLine } from '@fived/records';
import yargs from 'yargs';
import { benchCommand } from './commands/bench.js';
import { compareCommand } from './commands/compare.js';
import { dataCommand } from './commands/data.js';
import { evaluateCommand } from './commands/evaluate.js';
import { exportCommand } from './commands/export.js';
import { gradcheckCommand } from './commands/gradcheck.js';
import { infoCommand } from './commands/info.js';
import { kernelsCommand } from './commands/kernels.js';
import { memoryCommand } from './commands/memory.js';
import { plotCommand, reportCommand } from './commands/plot.js';
import { predictCommand } from './commands/predict.js';
import { profileCommand } from './commands/profile.js';
import { trainCommand } from './commands/train.js';
import { verifyCommand } from './commands/verify.js';

const MAX_HELP_COLUMNS = 110;

/** Runs the command with the arguments after its name, and returns the exit code. */
export const run = (args: readonly string[]): Promise<number> =>
  runCommandLine(
    'fived',
    () =>
      yargs([...args])
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
        .recommendCommands(),
    MAX_HELP_COLUMNS,
  );
