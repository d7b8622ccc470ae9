/**
 * For tests only: runs a command in this process, which is faster than in one of its own, and returns what it prints.
 */
import { Readable } from 'node:stream';
import { run } from '../main.js';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Gets all of stderr so far whenever something comes. It may press Ctrl-C: at that very moment, on any machine. */
export type OnErr = (stderr: string, pressCtrlC: () => void) => void;

/** Watchers get all of a stream so far whenever something comes, before the command goes on. */
export interface WatchHere {
  readonly onOut?: (stdout: string) => void;
  readonly onErr?: OnErr;
}

/** Replaces a stream's `write`, and the console's method that writes to it. */
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

/** Runs the command in the current folder, with the arguments after its name. Only one may run at a time. */
export const fivedHere = (...args: readonly string[]): Promise<Ran> => fivedWatched(args, {});

/** The same, with `stdin` as standard input. */
export async function fivedHereReading(stdin: string, ...args: readonly string[]): Promise<Ran> {
  const own = Object.getOwnPropertyDescriptor(process, 'stdin');
  Object.defineProperty(process, 'stdin', { configurable: true, value: Readable.from([Buffer.from(stdin)]) });
  try {
    return await fivedHere(...args);
  } finally {
    if (own !== undefined) Object.defineProperty(process, 'stdin', own);
  }
}

/** The same, with stderr taken for a terminal, so that the command always shows what it is doing. */
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

/** The same, with watchers. */
export const fivedWatched = (args: readonly string[], watch: WatchHere): Promise<Ran> =>
  ranHere(() => run(args), watch);

/** What a command does that `start` starts here, and whose exit code it returns. */
export async function ranHere(start: () => Promise<number>, { onOut, onErr }: WatchHere = {}): Promise<Ran> {
  const stdout = capture(process.stdout, 'log', onOut);
  const stderr = capture(process.stderr, 'error', (text) => onErr?.(text, () => process.emit('SIGINT', 'SIGINT')));
  try {
    const code = await start();
    return { code, stdout: stdout.text, stderr: stderr.text };
  } finally {
    stdout.restore();
    stderr.restore();
  }
}

/** The same in another folder. Afterwards the current folder is the one before. */
export async function fivedHereIn(folder: string, args: readonly string[], watch: WatchHere = {}): Promise<Ran> {
  const home = process.cwd();
  process.chdir(folder);
  try {
    return await fivedWatched(args, watch);
  } finally {
    process.chdir(home);
  }
}

/** Presses Ctrl-C while a command runs here. Listeners to the signal hear of it when nothing else is being done. */
export const pressCtrlC = (): void => {
  setImmediate(() => process.emit('SIGINT', 'SIGINT'));
};
