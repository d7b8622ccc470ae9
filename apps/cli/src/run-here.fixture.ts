/** For tests only: a command in this process, which is quicker than one of its own, and what it prints. */
import { Readable } from 'node:stream';
import { run } from './main.js';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Sees all of stderr so far whenever something comes, and may press Ctrl-C: at that very moment, on any machine. */
export type OnErr = (stderr: string, pressCtrlC: () => void) => void;

/** Who looks on sees all of a stream so far whenever something comes, before the command goes on. */
export interface WatchHere {
  readonly onOut?: (stdout: string) => void;
  readonly onErr?: OnErr;
}

/** Takes the place of a stream's `write` and of the console's method that goes there. */
function capture(
  stream: NodeJS.WriteStream,
  method: 'log' | 'error',
  onText?: (text: string) => void,
): { text: string; restore: () => void } {
  const write = stream.write.bind(stream);
  const print = console[method].bind(console);
  const captured = {
    text: '',
    restore: () => {
      stream.write = write;
      console[method] = print;
    },
  };
  stream.write = (text: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
    captured.text += String(text);
    onText?.(captured.text);
    const done = rest.at(-1);
    if (typeof done === 'function') (done as () => void)();
    return true;
  };
  console[method] = (text: string) => {
    captured.text += `${text}\n`;
    onText?.(captured.text);
  };
  return captured;
}

/** Runs the command with the arguments that follow its name, in the current folder; one at a time. */
export const fivedHere = (...args: readonly string[]): Promise<Ran> => fivedWatched(args, {});

/** The same for a command that reads this from standard input. */
export async function fivedHereReading(stdin: string, ...args: readonly string[]): Promise<Ran> {
  const own = Object.getOwnPropertyDescriptor(process, 'stdin');
  Object.defineProperty(process, 'stdin', { configurable: true, value: Readable.from([Buffer.from(stdin)]) });
  try {
    return await fivedHere(...args);
  } finally {
    if (own !== undefined) Object.defineProperty(process, 'stdin', own);
  }
}

/** The same for a command that takes stderr for a terminal, so that it tells all the time what it is at. */
export async function watchedOnTerminal(args: readonly string[], onErr: OnErr): Promise<Ran> {
  const { isTTY } = process.stderr;
  const { TERM } = process.env;
  process.stderr.isTTY = true;
  process.env['TERM'] = 'xterm';
  try {
    return await fivedWatched(args, { onErr });
  } finally {
    process.stderr.isTTY = isTTY;
    if (TERM === undefined) delete process.env['TERM'];
    else process.env['TERM'] = TERM;
  }
}

/** The same, and somebody looks on. */
export async function fivedWatched(args: readonly string[], { onOut, onErr }: WatchHere): Promise<Ran> {
  const stdout = capture(process.stdout, 'log', onOut);
  const stderr = capture(process.stderr, 'error', (text) => onErr?.(text, () => process.emit('SIGINT', 'SIGINT')));
  try {
    const code = await run(args);
    return { code, stdout: stdout.text, stderr: stderr.text };
  } finally {
    stdout.restore();
    stderr.restore();
  }
}

/** The same in another folder, which is not the current one any more afterwards. */
export async function fivedHereIn(folder: string, args: readonly string[], watch: WatchHere = {}): Promise<Ran> {
  const home = process.cwd();
  process.chdir(folder);
  try {
    return await fivedWatched(args, watch);
  } finally {
    process.chdir(home);
  }
}

/** Ctrl-C while a command runs here: when nothing else is being done, who listens to the signal hears of it. */
export const pressCtrlC = (): void => {
  setImmediate(() => process.emit('SIGINT', 'SIGINT'));
};
