/** Progress: lines at the end of a terminal's output that are rewritten in place, and the time that is left. */

/** The part of a stream that is needed here. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

/** Undefined where lines cannot be rewritten: on what is no terminal, or says itself that it cannot. */
export function createLiveLines(stream: ProgressStream) {
  if (stream.isTTY !== true || process.env['TERM'] === 'dumb') return undefined;
  let shownLines = 0;
  /**
   * Replaces what is shown. It leaves out what does not fit onto the terminal, since that could not be replaced again.
   */
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
    clear: () => {
      show([]);
    },
  };
}

/** 75 -> "1 min 15 s". */
export function formatDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}
