/** A command of `fived`: what yargs must know of it, made from a table of its options. */
import { closest, distance } from 'fastest-levenshtein';
import type { Argv, CommandModule } from 'yargs';
import type { Definitions, Values } from './options.js';
import { setTerminal } from './terminal.js';

export interface CommandParts<Defined extends Definitions> {
  /** Its name and the arguments in their places, such as "predict <model> <file>"; each is among the options. */
  readonly command: string;
  readonly describe: string;
  readonly options: Defined;
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  readonly epilogue?: string;
  /** What options had as names once, and have now. */
  readonly renamed?: Readonly<Record<string, string>>;
  readonly handler: (given: Values<Defined>) => void | Promise<void>;
}

/** How many options `--help` lists; a command with more lists its rare ones with `--help all` only. */
const MOST_LISTED = 20;

/** What was asked of `--help`, for whoever builds the commands. */
export const help = { isWhole: false };

/** The options that every command has. */
const COMMON = {
  quiet: {
    type: 'boolean',
    group: 'Output:',
    describe: 'No progress and no hints on stderr; warnings and errors stay',
  },
  color: {
    type: 'boolean',
    group: 'Output:',
    isRare: true,
    describe: 'Colour verdicts and warnings (--no-color: do not)',
    defaultDescription: 'on a terminal, unless NO_COLOR is set',
  },
} as const;

/** A name further away than this share of its letters is no misspelling. */
const MOST_WRONG = 0.4;

/** Of a misspelt name: "; did you mean bench?", or nothing if no name is near. */
export const suggestion = (unknown: string, names: readonly string[]): string => {
  const nearest = closest(unknown, [...names]);
  return distance(unknown, nearest) <= Math.max(1, MOST_WRONG * unknown.length) ? `; did you mean ${nearest}?` : '';
};

/** What yargs says of arguments that are no good, in the words of this program. */
function explain(
  message: string,
  { command, options, renamed = {} }: Omit<CommandParts<Definitions>, 'handler'>,
): string {
  const [name, ...places] = command.split(' ');
  const seeHelp = `"fived ${name} --help" lists the options`;
  const unknown = /^Unknown arguments?: (.+)$/s.exec(message)?.[1];
  if (unknown !== undefined) {
    const [first] = unknown.split(', ');
    if (Object.hasOwn(renamed, first)) return `--${first} is called --${renamed[first]}`;
    const option = `${first.length === 1 ? '-' : '--'}${first}`;
    const names = Object.keys({ ...options, ...COMMON }).map((each) => `--${each}`);
    return `unknown option ${option}${suggestion(option, names)} (${seeHelp})`;
  }
  const given = /^Not enough non-option arguments: got (\d+)/.exec(message)?.[1];
  if (given !== undefined) {
    const missing = places[Number(given)].slice(1, -1);
    return `${name} needs <${missing}>, which is missing: ${String(options[missing].describe)} ("fived ${command}")`;
  }
  const required = /^Missing required arguments?: (.+)$/.exec(message)?.[1];
  if (required !== undefined) return `${name} needs --${required}: ${String(options[required].describe)}`;
  const [, choice, found, choices] = /Argument: (\S+), Given: (".*"), Choices: (.+)$/m.exec(message) ?? [];
  if (message.startsWith('Invalid values:')) return `--${choice} must be one of ${choices}; got ${found}.`;
  const valueless = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  return valueless === undefined ? message : `--${valueless} needs a value: ${String(options[valueless].describe)}`;
}

/** Of the options that must be given, as usage shows them. */
const requiredText = (options: Definitions): string =>
  Object.entries(options)
    .filter(([, { demandOption, isArgument }]) => demandOption === true && isArgument !== true)
    .map(([name, { placeholder = name.toUpperCase() }]) => ` --${name} ${placeholder}`)
    .join('');

export function command<const Defined extends Definitions>(parts: CommandParts<Defined>): CommandModule {
  const options: Definitions = { ...parts.options, ...COMMON };
  const listed = Object.values(options).filter(({ isArgument }) => isArgument !== true);
  const rareCount = listed.length < MOST_LISTED ? 0 : listed.filter(({ isRare }) => isRare).length;
  const build = (yargs: Argv): Argv => {
    const hidesRare = rareCount > 0 && !help.isWhole;
    for (const [name, { read, isArgument, isRare, ...option }] of Object.entries(options)) {
      const coerce = read && ((given: unknown) => read(given, name));
      // nargs, or yargs would take - for an option
      if (isArgument === true) yargs.nargs(name, 1).positional(name, { ...option, type: 'string', coerce });
      else
        yargs.option(name, {
          ...option,
          hidden: isRare === true && hidesRare,
          requiresArg: option.type !== 'boolean',
          coerce,
        });
    }
    for (const [line, meaning] of parts.examples) yargs.example(line, meaning);
    const more = `"fived ${parts.command.split(' ')[0]} --help all" lists ${rareCount} more options.`;
    const epilogue = [...(hidesRare ? [more] : []), ...(parts.epilogue === undefined ? [] : [parts.epilogue])];
    return yargs
      .usage(`$0 ${parts.command}${requiredText(options)} [options]\n\n${parts.describe}`)
      .epilogue(epilogue.join('\n\n'))
      .fail((message, error: Error | null) => {
        throw new Error(explain(error?.message ?? message, parts), { cause: error });
      });
  };
  return {
    command: parts.command,
    describe: parts.describe,
    builder: build,
    handler: (given: object) => {
      setTerminal(given);
      return parts.handler(given as Values<Defined>);
    },
  };
}
