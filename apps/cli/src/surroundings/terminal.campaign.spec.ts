// On a terminal, and on none. util-linux's `script` gives the command one.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedIn, type Ended } from '../benchmark/command.fixture.js';
import {
  HOOK_TIMEOUT_MS,
  placeIn,
  QUICK_PROFILE,
  QUICK_SWEEP,
  QUICK_TRAINING,
  someOf,
  userFolder,
} from './user.fixture.js';

const hasScript = spawnSync('script', ['-qec', 'exit 7', '/dev/null'], { stdio: 'ignore' }).status === 7;
let folder: string;

beforeAll(async () => {
  folder = await userFolder('terminal');
}, HOOK_TIMEOUT_MS);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What comes to the terminal, in `stdout`. */
const onTerminal = (args: readonly string[], environment: string): Promise<Ended> =>
  // `script` takes one text for a shell of its own.
  fivedIn(placeIn(folder), args, {
    shell: `export ${environment} && quoted=$(printf "'%s' " "$@") && exec script -qec "$quoted" /dev/null && true`,
  });

const COMMANDS = [
  ['train', ['train', 'rows.csv', ...QUICK_TRAINING, '--out', 'trained']],
  ['bench', ['bench', ...QUICK_SWEEP, '--out', 'sweep']],
  ['memory', ['memory', ...QUICK_PROFILE, '--out', 'profile']],
  ['predict', ['predict', 'run', 'rows.csv', '--out', 'p.csv']],
  ['evaluate', ['evaluate', 'run', 'rows.csv']],
  ['help', ['--help']],
] as const;

// oxlint-disable-next-line eslint/no-control-regex -- what must not be there
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;
// oxlint-disable-next-line eslint/no-control-regex -- likewise
const COLOUR = /\u001b\[[0-9;]*m/;
const REWRITES = '\r\u001b[K';

describe('where there is no terminal', { concurrent: true }, () => {
  it.each(someOf(COMMANDS, ['bench']))(
    'there are lines of plain text, whatever TERM and FORCE_COLOR say: %s',
    async (_, args) => {
      const { code, stdout, stderr } = await fivedIn(placeIn(folder), args, {
        shell: 'export TERM=xterm-256color FORCE_COLOR=1',
      });
      expect(code).toBe(0);
      expect(stdout + stderr).not.toMatch(CONTROL);
    },
  );
});

describe(
  `on a terminal${hasScript ? '' : ' (not tried: there is no "script" that makes one)'}`,
  { skip: !hasScript, concurrent: true },
  () => {
    it('progress is a line that is rewritten', async () => {
      const { code, stdout } = await onTerminal(COMMANDS[1][1], 'TERM=xterm');
      expect(code).toBe(0);
      expect(stdout).toContain(REWRITES);
    });

    it.each(someOf(COMMANDS, ['bench']))('NO_COLOR is kept, as there are no colours: %s', async (_, args) => {
      const { code, stdout } = await onTerminal(args, 'NO_COLOR=1 TERM=xterm-256color');
      expect([code, stdout]).toEqual([0, expect.not.stringMatching(COLOUR)]);
    });

    it.each(someOf(COMMANDS, ['bench']))('nothing is rewritten where it only types: %s', async (_, args) => {
      const { code, stdout } = await onTerminal(args, 'TERM=dumb');
      expect(code).toBe(0);
      expect(stdout.replaceAll('\r\n', '\n')).not.toMatch(CONTROL);
    });
  },
);
