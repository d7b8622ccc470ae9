// Little memory. `ulimit -v` limits addresses, and Node takes far more of those than of memory. Node 20 does not even
// start with less than some 700 MB of them, so below that there is nothing of ours to test. V8 reserves some 10 GB for
// a WebAssembly.Memory, however small, so Node 20 and 22 refuse the simd engine far above that limit; from 24 on V8
// takes less if it must. A worker thread that gets no addresses ends the whole process, by V8's decision. So does a
// heap that is used up. Nobody can print a line then.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivedIn, severalIn } from '../testing/command.js';
import { fivedHereIn, type Ran } from '../testing/run-here.js';
import {
  expectOneLine,
  filesBelow,
  HOOK_TIMEOUT_MS,
  QUICK_PROFILE,
  QUICK_SWEEP,
  QUICK_TRAINING,
  someOf,
  userFolder,
} from './testing/user.js';

let folder: string;
beforeAll(async () => {
  folder = await userFolder('memory');
}, HOOK_TIMEOUT_MS);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** In kB. Every version of Node starts with this, but not each of them gets a WebAssembly.Memory. */
const LIMITED = 'ulimit -v 4000000';
const getsMemory =
  spawnSync('sh', ['-c', `${LIMITED} && exec "$0" -e "new WebAssembly.Memory({ initial: 1 })"`, process.execPath])
    .status === 0;
const REFUSAL =
  /the simd engine cannot be used: the system gives WebAssembly no memory: it needs up to 10 GB of addresses \(ulimit -v\); --engine reference gives the same bits/;
const refused =
  'the simd engine is refused with what it needs and what to use instead' +
  (getsMemory ? ' (not tried: this Node finds the memory)' : '');

describe.skipIf(process.platform !== 'linux')('few addresses', () => {
  const COMMANDS = [
    ['train', ['train', 'rows.csv', ...QUICK_TRAINING, '--out', 'earlier-train', '--force']],
    ['bench', ['bench', ...QUICK_SWEEP, '--out', 'earlier-bench']],
    ['memory', ['memory', ...QUICK_PROFILE, '--out', 'earlier-memory']],
    ['predict', ['predict', 'run', 'rows.csv', '--out', 'earlier-predict/p.csv']],
    ['evaluate', ['evaluate', 'run', 'rows.csv']],
  ] as const;

  const SOME_COMMANDS = someOf(COMMANDS, ['train', 'predict']);
  const ON_REFERENCE = [
    ['train', 'rows.csv', ...QUICK_TRAINING, '--engine', 'reference', '--out', 'limited'],
    ['predict', 'limited', 'rows.csv', '--engine', 'reference'],
  ];

  const earlierOf = (name: string): string => join(folder, `earlier-${name}`);
  let before: ReturnType<typeof filesBelow>;
  let refusals: readonly Ran[];
  let onReference: readonly Ran[];
  beforeAll(async () => {
    before = filesBelow(join(folder, 'run'));
    for (const [name] of SOME_COMMANDS) cpSync(join(folder, 'run'), earlierOf(name), { recursive: true });
    const refusedCommands = getsMemory ? [] : SOME_COMMANDS.map(([, args]) => [...args, '--engine', 'simd']);
    const ran = await severalIn(
      folder,
      [...refusedCommands, ...ON_REFERENCE].map((args) => ({ folder, args })),
      LIMITED,
    );
    refusals = ran.slice(0, refusedCommands.length);
    onReference = ran.slice(refusedCommands.length);
  }, HOOK_TIMEOUT_MS);

  it.skipIf(getsMemory).each(SOME_COMMANDS)(`${refused}: %s`, (name) => {
    expectOneLine(refusals[SOME_COMMANDS.findIndex(([other]) => other === name)], REFUSAL);
    expect(filesBelow(earlierOf(name))).toEqual(before);
  });

  it('the reference engine gives the same results as ever', async () => {
    const [trained, predicted] = onReference;
    expect(trained.code, trained.stderr).toBe(0);
    for (const file of ['model.safetensors', 'predictions.csv', 'history.csv']) {
      expect(filesBelow(join(folder, 'limited'))[file]).toBe(before[file]);
    }
    expect(predicted).toMatchObject({
      code: 0,
      stdout: (await fivedHereIn(folder, ['predict', 'run', 'rows.csv'])).stdout,
    });
  });
});

describe('a small heap', () => {
  it('is enough for rows of any number, which are never held all at once', async () => {
    const shell = 'export NODE_OPTIONS=--max-old-space-size=32';
    const rows = 300_000;
    const many = `{ cat rows.csv; yes 0.5,0.5,0.5,0.5,0.5,1 | head -n ${rows}; } > many.csv && ${shell}`;
    const { code, stderr } = await fivedIn(folder, ['predict', 'run', 'many.csv', '--out', 'p.csv'], { shell: many });
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^300,120 rows predicted\.$/m);
  });
});
