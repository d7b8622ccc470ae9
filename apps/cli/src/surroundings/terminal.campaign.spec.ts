// On a terminal, and without one. util-linux's `script` gives the command a terminal.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fivedIn, severalIn, type Ended } from '../testing/command.js';
import { fivedHereIn, type Ran } from '../testing/run-here.js';
import {
  HOOK_TIMEOUT_MS,
  placeIn,
  QUICK_PROFILE,
  QUICK_SWEEP,
  QUICK_TRAINING,
  someOf,
  TRY_ALL,
  userFolder,
} from './testing/user.js';

const hasScript = spawnSync('script', ['-qec', 'exit 7', '/dev/null'], { stdio: 'ignore' }).status === 7;
let folder: string;

beforeAll(async () => {
  folder = await userFolder('terminal');
}, HOOK_TIMEOUT_MS);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const seen = new Map<string, Promise<Ended>>();
/** `stdout` is what reaches the terminal. A command runs once in each environment, for all tests of it. */
function onTerminal(args: readonly string[], environment: string): Promise<Ended> {
  const name = `${environment} ${args.join(' ')}`;
  // `script` takes one text for a shell of its own.
  const quoted = `quoted=$(printf "'%s' " "$@")`;
  const shell = `export ${environment} && ${quoted} && exec script -qec "$quoted" /dev/null && true`;
  const ended = seen.get(name) ?? fivedIn(placeIn(folder), args, { shell });
  seen.set(name, ended);
  return ended;
}

/** The same in this process, which is on no terminal but says that it is. */
async function onPretended(args: readonly string[], TERM: string): Promise<Pick<Ran, 'code' | 'stdout'>> {
  const streams = [process.stdout, process.stderr];
  const were = streams.map(({ isTTY }) => isTTY);
  vi.stubEnv('TERM', TERM);
  for (const stream of streams) stream.isTTY = true;
  try {
    const { code, stdout, stderr } = await fivedHereIn(placeIn(folder), args);
    return { code, stdout: stdout + stderr };
  } finally {
    vi.unstubAllEnvs();
    streams.forEach((stream, i) => (stream.isTTY = were[i]));
  }
}

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
const NO_COLOUR = 'NO_COLOR=1 TERM=xterm-256color';
const REWRITES = '\r\u001b[K';

// The short form tries only the display on its own (progress.spec.ts of benchmark and train).
describe.skipIf(!TRY_ALL)('where there is no terminal', () => {
  let plain: readonly Ran[];
  beforeAll(async () => {
    plain = await severalIn(
      folder,
      COMMANDS.map(([, args]) => ({ folder: placeIn(folder), args })),
      'export TERM=xterm-256color FORCE_COLOR=1',
    );
  }, HOOK_TIMEOUT_MS);

  it.each(COMMANDS)('there are lines of plain text, whatever TERM and FORCE_COLOR say: %s', (name) => {
    const { code, stdout, stderr } = plain[COMMANDS.findIndex(([other]) => other === name)];
    expect(code).toBe(0);
    expect(stdout + stderr).not.toMatch(CONTROL);
  });
});

describe.skipIf(!hasScript)(
  `on a terminal${hasScript ? '' : ' (not tried: there is no "script" that makes one)'}`,
  { concurrent: true },
  () => {
    it('progress is a line that is rewritten', async () => {
      const { code, stdout } = await onTerminal(COMMANDS[1][1], TRY_ALL ? 'TERM=xterm' : NO_COLOUR);
      expect(code).toBe(0);
      expect(stdout).toContain(REWRITES);
    });

    it.each(someOf(COMMANDS, ['bench']))('NO_COLOR is kept, as there are no colours: %s', async (_, args) => {
      const { code, stdout } = await onTerminal(args, NO_COLOUR);
      expect([code, stdout]).toEqual([0, expect.not.stringMatching(COLOUR)]);
    });

    it.each(someOf(COMMANDS, ['bench']))('nothing is rewritten where it only types: %s', async (_, args) => {
      const { code, stdout } = await (TRY_ALL ? onTerminal(args, 'TERM=dumb') : onPretended(args, 'dumb'));
      expect(code).toBe(0);
      expect(stdout.replaceAll('\r\n', '\n')).not.toMatch(CONTROL);
    });
  },
);
