/** Lines at the end of a terminal's output that are rewritten in place. */

/** The part of a stream that is needed here. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

export interface LiveLines {
  /**
   * Replaces what is shown. It leaves out what does not fit onto the terminal, since that could not be replaced again.
   */
  show(lines: readonly string[]): void;
  clear(): void;
}

const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

/** Whether lines can be rewritten: on a terminal, unless it says itself that it cannot. */
export function isLive(stream: ProgressStream): boolean {
  return stream.isTTY === true && process.env['TERM'] !== 'dumb';
}

/** Undefined where lines cannot be rewritten. */
export function createLiveLines(stream: ProgressStream): LiveLines | undefined {
  if (!isLive(stream)) return undefined;
  let shownLines = 0;
  const show = (lines: readonly string[]): void => {
    const erase = shownLines > 1 ? `\r\u001b[${shownLines - 1}A\u001b[J` : '\r\u001b[K';
    const shown = lines
      .slice(0, Math.max(1, (stream.rows ?? DEFAULT_ROWS) - 1))
      .map((line) => line.slice(0, (stream.columns ?? DEFAULT_COLUMNS) - 1));
    stream.write(erase + shown.join('\n'));
    shownLines = shown.length;
  };
  return {
    show,
    clear() {
      show([]);
    },
  };
}
