/** The blocks that `openCsv` makes of long files: the same rows for any chunks, in blocks of bounded size. */
import { defaultRng, type Generator } from '@fived/random';
import { describe, expect, inject, it } from 'vitest';
import { openCsv, type CsvOptions } from './csv.js';

/** The number of files. Each is cut at random places, and every fourth has a fault. */
const FILES = { short: 12, medium: 30, full: 1000 }[inject('campaign')];

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Chunks of random lengths. Each is overwritten as soon as the next is requested, so no one may read it any longer. */
const inChunks = function* (bytes: Uint8Array, maxLength: number, random: Generator): Iterable<Uint8Array> {
  for (let start = 0; start < bytes.length;) {
    const end = Math.min(bytes.length, start + random.integers(1, maxLength + 1));
    const chunk = bytes.slice(start, end);
    yield chunk;
    chunk.fill(0xff);
    start = end;
  }
};

const readAll = async (chunks: Iterable<Uint8Array>, options: CsvOptions = {}): Promise<number[] | string> => {
  const values: number[] = [];
  try {
    const { blocks } = await openCsv(chunks, 'a.csv', options);
    for await (const block of blocks) values.push(...block);
    return values;
  } catch (error) {
    return String(error);
  }
};

describe('openCsv', () => {
  it('gives the same rows, or says the same of the same line, wherever the bytes are cut', async () => {
    const random = defaultRng(31);
    for (let i = 0; i < FILES; i++) {
      const lineEnd = ['\n', '\r\n', '\r'][i % 3];
      const [delimiter, decimal] = [
        [',', '.'],
        [';', ','],
        [' ', '.'],
        ['\t', ','],
      ][random.integers(0, 4)];
      const expected: number[] = [];
      const cell = (): string => {
        const value = random.integers(-1e6, 1e6) / 1000;
        expected.push(value);
        const text = String(value).replace('.', decimal);
        return random.integers(0, 400) === 0 ? `"${text}"` : text;
      };
      const line = (): string => (random.integers(0, 9) === 0 ? '# größe' : `${cell()}${delimiter}${cell()}`);
      const lines = ['a\u00e9', ...Array.from({ length: 400 }, line)];
      lines[0] += `${delimiter}b`;
      const faultAt = random.integers(150, 400);
      const hasFault = i % 4 === 3;
      if (hasFault) lines[faultAt] = `1${delimiter}x`;
      const bytes = encode((i % 2 === 0 ? '\ufeff' : '') + lines.join(lineEnd) + (i % 5 === 0 ? '' : lineEnd));
      const fault = `Error: a.csv, line ${faultAt + 1}, column 2 ("b"): "x" is not a number`;
      for (const maxLength of [1, 5, 300, 1e6]) {
        const found = await readAll(inChunks(bytes, maxLength, random));
        if (hasFault) expect(String(found).slice(0, fault.length)).toBe(fault);
        else expect(found).toEqual(expected);
      }
    }
  });

  it('hands out blocks of at most 2^18 values, however large the chunks are', async () => {
    const rowCount = 500_000;
    const { blocks } = await openCsv([encode('1,2\n'.repeat(rowCount))], 'a.csv');
    let count = 0;
    for await (const block of blocks) {
      expect(block.length).toBeLessThanOrEqual(2 ** 18);
      expect(block.buffer.byteLength).toBeLessThanOrEqual(8 * 2 ** 19);
      count += block.length;
    }
    expect(count).toBe(2 * rowCount);
  });

  it('hands out the same memory again', async () => {
    const chunks = [encode('1,2\n'.repeat(200)), encode('3,4\n'.repeat(200)), encode('"5",6\n'.repeat(200))];
    const { blocks } = await openCsv(chunks, 'a.csv');
    const buffers = new Set<ArrayBufferLike>();
    const sums: number[] = [];
    for await (const block of blocks) {
      buffers.add(block.buffer);
      sums.push(block.reduce((sum, value) => sum + value));
    }
    expect(sums).toEqual([600, 1400, 2200]);
    expect(buffers.size).toBeLessThan(3);
  });

  it('gives the lines of a slow stream as they come, also if they end with CR alone', async () => {
    let taken = 0;
    const typed = function* (): Iterable<Uint8Array> {
      for (;;) yield encode('1,2\r'.charAt(taken++ % 4));
    };
    const { blocks } = await openCsv(typed(), 'a.csv');
    for (let i = 0; i < 150; i++) await blocks.next();
    expect(taken).toBeLessThan(4 * 152);
  });

  it('reads rows before and after a line that is longer than a block', async () => {
    const long = `1,${'0'.repeat(5e5)}2`;
    const comment = `#${'x'.repeat(1e6)}`;
    expect(await readAll([encode(`1,2\n${comment}\n3,4\n`)])).toEqual([1, 2, 3, 4]);
    expect(await readAll([encode(`1,2\n3,4\n${long}\n`)])).toContain('line 3, column 2 ("y"): "000');
  });

  it('refuses a line of more than 2^20 characters where it stands, after any line end', async () => {
    const long = encode(`1,2\r\r\n\n${'1'.repeat(1 << 20)},2\n3,4\n`);
    const message = 'Error: a.csv, line 4 is longer than 1048576 characters; is it a table of numbers, a row a line?';
    for (const chunks of [[long], inChunks(long, 1000, defaultRng(1))]) expect(await readAll(chunks)).toBe(message);
    const comment = encode(`1,2\n#${'\u00e9'.repeat(1 << 20)}\n`);
    expect(await readAll([comment])).toContain('line 2 is longer than 1048576 characters');
  });
});
