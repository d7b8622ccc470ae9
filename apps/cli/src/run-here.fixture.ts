/** For tests only: a command in this process, which is quicker than one of its own, and what it prints. */
import { Readable } from 'node:stream';
import { run } from './main.js';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Sees all of stderr so far whenever something comes, and may press Ctrl-C: at that very moment, on any machine. */
export type WatchHere = (stderr: string, pressCtrlC: () => void) => void;

/** Takes the place of a stream's `write` and of the console's method that goes there. */
function capture(
  stream: NodeJS.WriteStream,
  method: 'log' | 'error',
  onText: (all: string) => void = () => undefined,
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
    onText(captured.text);
    const done = rest.at(-1);
    if (typeof done === 'function') (done as () => void)();
    return true;
  };
  console[method] = (text: string) => {
    captured.text += `${text}\n`;
  };
  return captured;
}

/** Runs the command with the arguments that follow its name, in the current folder; one at a time. */
export const fivedHere = (...args: readonly string[]): Promise<Ran> => watchedHere(args);

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
export async function watchedOnTerminal(args: readonly string[], onErr: WatchHere): Promise<Ran> {
  const { isTTY } = process.stderr;
  const { TERM } = process.env;
  process.stderr.isTTY = true;
  process.env['TERM'] = 'xterm';
  try {
    return await watchedHere(args, onErr);
  } finally {
    process.stderr.isTTY = isTTY;
    if (TERM === undefined) delete process.env['TERM'];
    else process.env['TERM'] = TERM;
  }
}

/** The same for a command that is watched as it runs. */
export async function watchedHere(args: readonly string[], onErr?: WatchHere): Promise<Ran> {
  const stdout = capture(process.stdout, 'log');
  const stderr = capture(process.stderr, 'error', (text) => onErr?.(text, () => process.emit('SIGINT', 'SIGINT')));
  try {
    const code = await run(args);
    return { code, stdout: stdout.text, stderr: stderr.text };
  } finally {
    stdout.restore();
    stderr.restore();
  }
}
