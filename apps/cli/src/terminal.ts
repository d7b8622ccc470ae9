/** What people see beside the results: hints, warnings and progress on stderr, and the colour of verdicts. */
import { readFile } from 'node:fs/promises';
import type { ProgressStream } from './progress.js';

const chosen: { isQuiet: boolean; color?: boolean } = { isQuiet: false };

/** What the options of the command say. */
export function setTerminal({ quiet = false, color }: { readonly quiet?: boolean; readonly color?: boolean }): void {
  chosen.isQuiet = quiet;
  chosen.color = color;
}

/** stderr for progress: silent with --quiet. */
export const progress: ProgressStream = {
  get isTTY() {
    return process.stderr.isTTY;
  },
  get columns() {
    return process.stderr.columns;
  },
  get rows() {
    return process.stderr.rows;
  },
  write: (text) => chosen.isQuiet || process.stderr.write(text),
};

/** A line of progress, or a hint. */
export const tell = (line: string): void => {
  progress.write(`${line}\n`);
};

/** What a terminal takes for colours. (Node's `styleText` asks the stream itself, whatever --color says.) */
const CODES = { red: 31, green: 32, yellow: 33 } as const;

/** Colours are for terminals; `hasColors` heeds NO_COLOR. */
const coloured = (stream: NodeJS.WriteStream, colour: keyof typeof CODES, text: string): string =>
  (chosen.color ?? (!process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb' && stream.isTTY && stream.hasColors()))
    ? `\u001b[${CODES[colour]}m${text}\u001b[39m`
    : text;

/** A line that --quiet does not silence. */
export const warn = (line: string): void => {
  process.stderr.write(`${coloured(process.stderr, 'yellow', 'Warning:')} ${line}\n`);
};

/** For --json: the record as it was written. */
export async function printFile(path: string): Promise<void> {
  process.stdout.write(await readFile(path));
}

export const good = (verdict: string): string => coloured(process.stdout, 'green', verdict);
export const bad = (verdict: string): string => coloured(process.stdout, 'red', verdict);
