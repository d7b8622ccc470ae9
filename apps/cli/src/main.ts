/** The `fived` command: one module a subcommand. */
import { createRequire } from 'node:module';
import { ARITHMETIC } from '@fived/nn';
import { runCommandLine } from '@fived/records';
import yargs, { type Argv, type CommandModule } from 'yargs';
import { codeVersion } from './benchmark/origin.js';
import { help, suggestion } from './command.js';
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

/** In the order of `--help`. */
const OWN_DATA = [trainCommand, predictCommand, evaluateCommand, infoCommand, exportCommand];
const BENCHMARK = [
  profileCommand,
  benchCommand,
  memoryCommand,
  plotCommand,
  reportCommand,
  verifyCommand,
  compareCommand,
  gradcheckCommand,
  kernelsCommand,
  dataCommand,
];

const FOOT = `"fived COMMAND --help" lists the options of a command, "fived --version" says what this is, and
"fived completion" prints what completes commands and options in bash or zsh.

Exit codes: 0 all of it worked; 1 it did not, or a check failed; 2 fived compare found no answer;
129, 130 and 143 SIGHUP, Ctrl-C and SIGTERM ended it, and what was done is saved.`;

/** What this is: a version of the program, of its arithmetic and of its code. */
function versionText(): string {
  const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };
  return `fived ${version}, arithmetic ${ARITHMETIC}, code ${codeVersion().slice(0, 12)}, Node ${process.version}`;
}

const versionCommand: CommandModule = {
  command: 'version',
  describe: false,
  handler: () => {
    console.log(versionText());
  },
};

const COMMANDS = [...OWN_DATA, ...BENCHMARK, versionCommand];

const isHelp = (word = ''): boolean => word === '--help' || word === '-h';

/** Other words for what yargs has: `help COMMAND`, `--help all`, `-V`, and nothing at all. */
function inWordsOfYargs(args: readonly string[]): readonly string[] {
  const [first = '--help', ...rest] = args;
  if (first === 'help') return [...rest, '--help'];
  if (first === '-V' || first === '--version') return ['version'];
  help.isWhole = args.at(-1) === 'all' && isHelp(args.at(-2));
  return help.isWhole ? args.slice(0, -1) : [first, ...rest];
}

/** @throws Error if it is a word, and no command */
function checkCommand(word: string): void {
  const names = [...COMMANDS.map(({ command: line }) => String(line).split(' ')[0]), 'help', 'completion'];
  if (!word.startsWith('-') && !names.includes(word))
    throw new Error(`unknown command "${word}"${suggestion(word, names)} ("fived --help" lists the commands)`);
}

/** The list of commands, in two groups. yargs knows one. */
async function printHelp(parser: Argv): Promise<void> {
  const text = await parser.getHelp();
  const [first] = BENCHMARK.map(({ command: line }) => `\n  fived ${String(line)}`);
  console.log(text.replace('Commands:', 'Your own data:').replace(first, `\n\nThe benchmark:${first}`));
}

/** Runs the command with the arguments after its name, and returns the exit code. */
export function run(given: readonly string[]): Promise<number> {
  const args = inWordsOfYargs(given);
  return runCommandLine(
    'fived',
    () => {
      checkCommand(args[0]);
      const parser = yargs([...args]).usage(
        '$0 COMMAND [options]\n\nA 5-D neural-network interpolator and its performance profile.',
      );
      for (const each of COMMANDS) parser.command(each);
      return parser
        .completion('completion', false)
        .demandCommand(1, 'Which command? "fived --help" lists them.')
        .epilogue(FOOT);
    },
    MAX_HELP_COLUMNS,
    isHelp(args[0]) ? printHelp : undefined,
  );
}
