// Files that somebody replaces or writes into while they are read: the result is of the file as it was, or there is
// none.
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedIn, type Ended } from '../benchmark/command.fixture.js';
import { tableRows, toText } from '../train/user-files.fixture.js';
import { expectOneLine, HOOK_TIMEOUT_MS, userFolder } from './user.fixture.js';

// Some 700 kB: several times what the command reads ahead and a pipe holds.
const ROWS = 6000;
const PREDICT = ['predict', 'run', 'many.csv', '--keep'];
let folder: string;
let text: string;
let predicted: string;

beforeAll(async () => {
  folder = await userFolder('changed');
  text = toText(tableRows(ROWS));
  writeFileSync(join(folder, 'many.csv'), text);
  copyFileSync(join(folder, 'run/model.safetensors'), join(folder, 'model.safetensors'));
  predicted = (await fivedIn(folder, PREDICT)).stdout;
  expect(predicted.split('\n')).toHaveLength(ROWS + 2);
}, HOOK_TIMEOUT_MS);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/**
 * Runs commands of the shell when the first line of the predictions has come: most of the file is then still to be
 * read.
 */
const meanwhile = (commands: string): Promise<Ended> => {
  const reader = `{ IFS= read -r line; printf "%s\\n" "$line"; ${commands}; cat; }`;
  return fivedIn(folder, PREDICT, { shell: `{ { "$@"; echo $? > code; } | ${reader}; exit $(cat code); } && true` });
};

describe.skipIf(process.platform === 'win32')('while rows are predicted', () => {
  it('their file may be replaced by another, or removed: what was opened is read to its end', async () => {
    for (const commands of ['echo x,y > new && mv new many.csv', 'rm many.csv']) {
      expect(await meanwhile(commands)).toMatchObject({ code: 0, stdout: predicted });
      writeFileSync(join(folder, 'many.csv'), text);
    }
  });

  it.each([
    ['cut short behind a row', `head -n ${ROWS >> 1} many.csv > half && cat half > many.csv`],
    ['lengthened', 'tail -n 1 rows.csv >> many.csv'],
  ])('their file must not be %s', async (_, commands) => {
    const ended = await meanwhile(commands);
    expectOneLine(ended, /^fived: many\.csv was changed while it was read; try again when it is complete$/);
    writeFileSync(join(folder, 'many.csv'), text);
  });

  it('a file of earlier predictions is left whole then', async () => {
    writeFileSync(join(folder, 'p.csv'), 'earlier');
    const writing =
      'while [ ! -e done ]; do touch many.csv; done & "$@"; code=$?; touch done; wait; exit $code && true';
    expectOneLine(
      await fivedIn(folder, [...PREDICT, '--out', 'p.csv'], { shell: writing }),
      /many\.csv was changed while it was read/,
    );
    expect(readFileSync(join(folder, 'p.csv'), 'utf8')).toBe('earlier');
  });

  it('the model may be replaced, or written into: it has been read', async () => {
    expect(await meanwhile('echo damaged > run/model.safetensors')).toMatchObject({ code: 0, stdout: predicted });
    const half = readFileSync(join(folder, 'model.safetensors'));
    // As if it were just being copied.
    writeFileSync(join(folder, 'run/model.safetensors'), half.subarray(0, half.length >> 1));
    expectOneLine(await fivedIn(folder, PREDICT), /^fived: run\/model\.safetensors/);
    copyFileSync(join(folder, 'model.safetensors'), join(folder, 'run/model.safetensors'));
  });
});
