/** Files made to do harm. They are refused in one line, quickly, and whatever they claim to be. */
import { zipSync } from 'fflate';
import { defaultRng } from '@fived/random';
import { describe, expect, inject, it } from 'vitest';
import { toNpy, toNpz } from '../write-npy.js';
import { readTable } from './read-table.js';
import { mutate } from './testing/mutate.js';

const SOURCE = 'standard input';
const MUTANTS = { short: 100, medium: 400, full: 10_000 }[inject('campaign')];
const LINE_BYTES = { short: 3e6, medium: 1e7, full: 1e8 }[inject('campaign')];
const MAX_MESSAGE_LENGTH = 300;

const x = Float32Array.from({ length: 18 }, (_, i) => Math.sin(i));
const y = Float32Array.from({ length: 6 }, (_, i) => i / 3);
const arrays = { X: { data: x, shape: [6, 3] }, y: { data: y, shape: [6] } };

const messageFor = async (...chunks: readonly Uint8Array[]): Promise<string> =>
  readTable(chunks).then(
    () => 'a table',
    (error: unknown) =>
      error instanceof Error && error.constructor === Error ? error.message : `no plain error: ${String(error)}`,
  );

const isClear = (message: string): boolean =>
  message.length <= MAX_MESSAGE_LENGTH && new RegExp(`^${SOURCE}[^\\p{C}]+$`, 'u').test(message);

describe('a damaged archive', () => {
  it('never has another value: the checksums see to that', async () => {
    const random = defaultRng(99);
    const bytes = zipSync({ 'X.npy': toNpy(arrays.X), 'y.npy': toNpy(arrays.y) });
    const whole = await readTable([bytes]);
    for (let i = 0; i < MUTANTS; i++) {
      const table = await readTable([mutate(bytes, random)]).catch(() => undefined);
      if (table !== undefined) expect(table.values).toEqual(whole.values);
    }
  });
});

describe('a small file that claims terabytes', () => {
  /** Expands from 244 bytes. */
  const npyOf = (shape: string): Buffer => {
    const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117);
    return Buffer.concat([
      Buffer.from('\x93NUMPY\x01\0\x76\0', 'latin1'),
      Buffer.from(`${header}\n`),
      Buffer.alloc(116),
    ]);
  };

  it.each(['(200000000000, 5)', '(999999999999999, 999999999999999)', '(999999999999999,)'])(
    'is refused as it stands: shape %s',
    async (shape) => {
      const file = npyOf(shape);
      expect(file).toHaveLength(244);
      const before = process.memoryUsage().arrayBuffers;
      const message = await messageFor(file);
      expect(message).toMatch(
        /^standard input states an array of shape \([^)]+\) and 8 bytes a value, [\de+.]+ bytes, but holds 116$/,
      );
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
    },
  );
});

describe('a file of two formats', () => {
  const zip = toNpz(arrays);
  it.each([
    [
      'text before an archive',
      Buffer.concat([Buffer.from('1,2\n'), zip]),
      'standard input holds bytes that are no text',
    ],
    [
      'much text before an archive',
      Buffer.concat([Buffer.from('1,2\n'.repeat(2000)), zip]),
      'standard input, line 200',
    ],
    [
      'an array before an archive',
      Buffer.concat([toNpy(arrays.X), zip]),
      'standard input states an array of shape (6, 3)',
    ],
    [
      'an archive before text',
      Buffer.concat([zip, Buffer.from('1,2\n')]),
      'standard input is not a whole ZIP archive: the directory at its end is missing',
    ],
    [
      'JSON before CSV',
      Buffer.from('[[1,2],[3,4]]\n1,2\n'),
      'standard input, line 2: expected the end of the file after the table',
    ],
    [
      'two archives',
      Buffer.concat([zip, toNpz({ ...arrays, y: arrays.X })]),
      'standard input is not a whole ZIP archive: ',
    ],
    [
      'an archive twice',
      Buffer.concat([zip, zip]),
      'standard input is not a whole ZIP archive: there is something between its directory and its end',
    ],
  ])('is none: %s', async (_title, bytes, message) => {
    const said = await messageFor(bytes);
    expect(said.slice(0, message.length)).toBe(message);
    expect(isClear(said), said).toBe(true);
  });
});

describe('a file of megabytes on one line', () => {
  it.each([',', '1', '"', '[', '{"a":', ' ', '#', '\0', '\r'])('made of %j is refused', async (text) => {
    const said = await messageFor(Buffer.from(text.repeat(LINE_BYTES / text.length)));
    expect(isClear(said), said).toBe(true);
  });
});
