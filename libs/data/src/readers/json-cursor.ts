/**
 * A position in a JSON text that advances token by token. JSON.parse is not enough: it silently keeps the last of two
 * equal keys, does not know NaN (which Python writes), words its errors differently in each version, and never says
 * where a value was.
 */
import { quoted } from '../file-text.js';

const END_OF_SCALAR = /[\s,:[\]{}"]/g;

export class JsonCursor {
  private place = 0;

  /** @param source the file as messages name it */
  constructor(
    private readonly text: string,
    readonly source: string,
  ) {}

  /** Throws an Error that names the file and the line. */
  fail(problem: string): never {
    const line = this.text.slice(0, this.place).split('\n').length;
    throw new Error(`${this.source}, line ${line}: ${problem}`);
  }

  private failAtNext(expected: string): never {
    const next = this.peek() === '' ? 'the end of the file' : quoted(this.text.slice(this.place, this.place + 12));
    return this.fail(`expected ${expected}, found ${next}`);
  }

  /** The next character that is not a blank, or '' at the end. Does not advance. */
  peek(): string {
    while (this.place < this.text.length && ' \t\r\n'.includes(this.text[this.place])) this.place += 1;
    return this.text.charAt(this.place);
  }

  /** Advances past `character` if it is the next one that is not a blank. */
  accept(character: string): boolean {
    const found = this.peek() === character;
    if (found) this.place += 1;
    return found;
  }

  /** Advances past `character`, which must be next. */
  expect(character: string): void {
    if (!this.accept(character)) this.failAtNext(character);
  }

  /** Checks that only blanks are left. */
  expectEnd(): void {
    if (this.peek() !== '') this.failAtNext('the end of the file after the table');
  }

  private isEscaped(quote: number): boolean {
    let backslashes = 0;
    while (this.text[quote - 1 - backslashes] === '\\') backslashes += 1;
    return backslashes % 2 === 1;
  }

  /** Advances past a string and returns its value. */
  string(): string {
    if (this.peek() !== '"') return this.failAtNext('a string');
    let end = this.text.indexOf('"', this.place + 1);
    while (end >= 0 && this.isEscaped(end)) end = this.text.indexOf('"', end + 1);
    if (end < 0) return this.fail('a string is opened and not closed');
    const token = this.text.slice(this.place, end + 1);
    let value: unknown;
    try {
      value = JSON.parse(token);
    } catch {
      return this.fail(
        `${quoted(token.slice(1, -1))} is not a string of JSON: ` +
          'it holds a line break, a control character or a bad escape',
      );
    }
    this.place = end + 1;
    return String(value);
  }

  /** Advances past one value that is neither an array nor an object. Returns its text, or the value of a string. */
  scalar(): string {
    if (this.peek() === '"') return this.string();
    END_OF_SCALAR.lastIndex = this.place;
    const end = END_OF_SCALAR.exec(this.text)?.index ?? this.text.length;
    if (end === this.place) return this.failAtNext('a number');
    const token = this.text.slice(this.place, end);
    this.place = end;
    return token;
  }
}
