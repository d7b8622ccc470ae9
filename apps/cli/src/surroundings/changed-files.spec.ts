// Files that are replaced or written into while they are read: the result is that of the file as it was, or there is
// none.
import {
  appendFileSync,
  copyFileSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedHereIn, type Ran } from '../testing/run-here.js';
import { tableRows, toText } from '../testing/user-files.js';
import { expectOneLine, HOOK_TIMEOUT_MS, userFolder } from './testing/user.js';

// Some 700 kB: several times as much as the command reads ahead.
const ROWS = 6000;
const PREDICT = ['predict', 'run', 'many.csv', '--keep'];
let folder: string;
let text: string;
let predicted: string;

const inFolder = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await userFolder('changed');
  text = toText(tableRows(ROWS));
  writeFileSync(inFolder('many.csv'), text);
  copyFileSync(inFolder('run/model.safetensors'), inFolder('model.safetensors'));
  predicted = (await fivedHereIn(folder, PREDICT)).stdout;
  expect(predicted.split('\n')).toHaveLength(ROWS + 2);
}, HOOK_TIMEOUT_MS);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Does something once the first line of the predictions has come. Most of the file is then still unread. */
function meanwhile(act: () => void): Promise<Ran> {
  let isDone = false;
  const onOut = (): void => {
    if (isDone) return;
    isDone = true;
    act();
  };
  return fivedHereIn(folder, PREDICT, { onOut });
}

describe.skipIf(process.platform === 'win32')('while rows are predicted', () => {
  it('their file may be replaced by another, or removed: what was opened is read to its end', async () => {
    const replace = (): void => {
      writeFileSync(inFolder('new'), 'x,y\n');
      renameSync(inFolder('new'), inFolder('many.csv'));
    };
    const remove = (): void => {
      rmSync(inFolder('many.csv'));
    };
    for (const act of [replace, remove]) {
      expect(await meanwhile(act)).toMatchObject({ code: 0, stdout: predicted });
      writeFileSync(inFolder('many.csv'), text);
    }
  });

  const afterRow = (count: number): number => text.split('\n', count + 1).join('\n').length + 1;
  it.each([
    [
      'cut short behind a row',
      () => {
        truncateSync(inFolder('many.csv'), afterRow(ROWS >> 1));
      },
    ],
    [
      'lengthened',
      () => {
        appendFileSync(inFolder('many.csv'), text.slice(afterRow(ROWS - 1)));
      },
    ],
  ])('their file must not be %s', async (_, act) => {
    const ended = await meanwhile(act);
    expectOneLine(ended, /^fived: many\.csv was changed while it was read; try again when it is complete$/);
    writeFileSync(inFolder('many.csv'), text);
  });

  it('a file of earlier predictions is left whole then', async () => {
    writeFileSync(inFolder('p.csv'), 'earlier');
    // A second later each time: a file system's clock may stand still for longer than the command takes.
    let seconds = statSync(inFolder('many.csv')).mtimeMs / 1000;
    const timer = setInterval(() => {
      utimesSync(inFolder('many.csv'), ++seconds, seconds);
    });
    const ended = await fivedHereIn(folder, [...PREDICT, '--out', 'p.csv']);
    clearInterval(timer);
    expectOneLine(ended, /many\.csv was changed while it was read/);
    expect(readFileSync(inFolder('p.csv'), 'utf8')).toBe('earlier');
  });

  it('the model may be replaced, or written into: it has been read', async () => {
    const model = inFolder('run/model.safetensors');
    const damage = (): void => {
      writeFileSync(model, 'damaged\n');
    };
    expect(await meanwhile(damage)).toMatchObject({ code: 0, stdout: predicted });
    const half = readFileSync(inFolder('model.safetensors'));
    writeFileSync(model, half.subarray(0, half.length >> 1)); // as if it were just being copied
    expectOneLine(await fivedHereIn(folder, PREDICT), /^fived: run\/model\.safetensors/);
    copyFileSync(inFolder('model.safetensors'), model);
  });
});
