// Languages, time zones, fonts, home folders or none, odd current folders, umasks: the results are the same to the
// byte.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { severalIn, withoutTimings } from '../testing/command.js';
import { fivedHereIn, type Ran } from '../testing/run-here.js';
import { canMount, fivedOnDisks, onDisk } from './testing/disk.js';
import {
  BRIEFLY,
  expectOneLine,
  filesBelow,
  HOOK_TIMEOUT_MS,
  QUICK_SWEEP,
  QUICK_TRAINING,
  someOf,
  TRY_ALL,
  userFolder,
} from './testing/user.js';

let folder: string;
const RECORDS = ['benchmark_results.json', 'memory_profile.json'];
const NO_FONTS =
  'unset HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_CONFIG_HOME && export FONTCONFIG_FILE=/nowhere FONTCONFIG_PATH=/nowhere';

beforeAll(async () => {
  folder = await userFolder('places');
  mkdirSync(join(folder, 'results'));
  for (const name of RECORDS)
    writeFileSync(
      join(folder, 'results', name),
      readFileSync(new URL(`../../../../docs/performance/${name}`, import.meta.url)),
    );
}, HOOK_TIMEOUT_MS);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Made {
  /** What the commands print, except those about times. */
  readonly printed: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

const MESSAGE =
  'fived: predict needs <model>, which is missing: A run folder of fived train, or its model.safetensors ' +
  '("fived predict <model> <file>")\n';

/** Makes every kind of result, after the shell commands `shell`, in a folder of its own below `folder`. */
async function makeAll(name: string, shell: string): Promise<Made> {
  const place = join(folder, name);
  mkdirSync(place);
  const commands = [
    ['train', '../rows.csv', ...(TRY_ALL ? BRIEFLY : QUICK_TRAINING), '--out', 'trained'],
    ['data', '--n', '1234', '--split', '--out', 'made.npz'],
    ['predict', '../run', '../rows.csv', '--uncertainty', '--keep'],
    ['evaluate', '../run', '../rows.csv'],
    ...(TRY_ALL ? [['report', '--in', '../results', '--out', 'report']] : []),
    ['predict'],
  ];
  const ran = await severalIn(
    place,
    commands.map((args) => ({ folder: place, args })),
    shell,
  );
  const wrong = ran.at(-1);
  for (const { code, stderr } of ran.slice(0, -1)) expect(code, stderr).toBe(0);
  expect(wrong?.stderr).toBe(MESSAGE);
  const [trained, ...printed] = ran.map(({ stdout }) => stdout);
  expect(trained).toMatch(/Trained in \d+\.\d\d s/); // a decimal point, whatever the language
  return { printed, files: filesBelow(place) };
}

describe.skipIf(process.platform === 'win32')('results', () => {
  let plain: Made;
  beforeAll(async () => {
    plain = await makeAll('plain', 'export LC_ALL=en_US.UTF-8 TZ=UTC');
    expect(Object.keys(plain.files).filter((file) => file.endsWith('.png')).length).toBe(TRY_ALL ? 8 : 0);
  }, HOOK_TIMEOUT_MS);

  // No locale need be installed: Node brings its own and follows the variables. The plain results are in UTC.
  const ENVIRONMENTS = [
    ['de_DE.UTF-8', 'America/St_Johns', 'fonts', 'true'],
    ['tr_TR.UTF-8', 'Pacific/Kiritimati', 'no fonts and no home', NO_FONTS],
    ['C', 'Asia/Kathmandu', 'fonts', 'true'],
  ] as const;
  it.each(someOf(ENVIRONMENTS, ['tr_TR.UTF-8']))(
    'are the same to the byte with LC_ALL=%s, TZ=%s, %s',
    async (language, zone, _, more) => {
      const shell = `export LC_ALL=${language} TZ=${zone} && ${more}`;
      const seen = spawnSync(
        'sh',
        ['-c', `${shell} && exec "$0" -p "(0.5).toLocaleString() + new Date(0).getTimezoneOffset()"`, process.execPath],
        { encoding: 'utf8' },
      );
      const minutes = { 'Pacific/Kiritimati': 640, 'America/St_Johns': 210, 'Asia/Kathmandu': -330 }[zone];
      expect(seen.stdout).toBe(`${language === 'C' ? '0.5' : '0,5'}${minutes}\n`);

      const made = await makeAll(language, shell);
      expect(made.printed).toEqual(plain.printed);
      expect(Object.keys(made.files)).toEqual(Object.keys(plain.files));
      const differing = Object.keys(made.files).filter((file) => made.files[file] !== plain.files[file]);
      expect(differing).toEqual(['trained/metrics.json']); // the record says when
      const recordIn = ({ files }: Made): unknown => JSON.parse(files['trained/metrics.json']);
      expect(withoutTimings(recordIn(made))).toEqual(withoutTimings(recordIn(plain)));
      const { timestamp } = recordIn(made) as { timestamp: string };
      expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(Math.abs(Date.parse(timestamp) - Date.now())).toBeLessThan(600_000);
    },
  );

  // Languages on their own. The tests above combine them with everything else.
  it.runIf(TRY_ALL)(
    'are the same with LC_ALL=C and LC_ALL=de_DE.UTF-8, and no message is in two languages',
    async () => {
      const inLanguage = (shell: string): Promise<readonly Ran[]> =>
        severalIn(
          folder,
          [['evaluate', 'run', 'rows.csv'], ['predict']].map((args) => ({ folder, args })),
          shell,
        );
      const [plainly, message] = await inLanguage('export LC_ALL=C TZ=UTC');
      expect(plainly.code).toBe(0);
      expect(message.stderr).toBe(MESSAGE);
      for (const shell of ['export LC_ALL=de_DE.UTF-8 TZ=America/St_Johns', 'export LC_ALL=tr_TR.UTF-8'])
        expect(await inLanguage(shell)).toEqual([plainly, message]);
    },
  );
});

describe.skipIf(process.platform === 'win32')('folders and rights', () => {
  it('may have any name, as the current folder and as that of results', async () => {
    const odd = join(folder, `  zwölf "Äpfel" & 'ı' $(x) %s;é`);
    mkdirSync(odd);
    const out = `-ö 'x' "y"`;
    const COMMANDS = [
      ['train', ['../rows.csv', ...QUICK_TRAINING, `--out=${out}`], `${out}/model.safetensors`],
      // Charts take as long as twenty trainings.
      ['train', ['../rows.csv', ...BRIEFLY, '--force', `--out=${out}`], `${out}/parity.png`],
      ['predict', [`./${out}`, '../rows.csv', '--out', './ä b/p q.csv'], 'ä b/p q.csv'],
      ['bench', [...QUICK_SWEEP, '--out', './ß'], 'ß/benchmark_results.md'],
      ['plot', ['--in', './ß', '--out=-ß $HOME'], '-ß $HOME/scaling_analysis.png'],
    ] as const;
    for (const [command, args, file] of COMMANDS.filter(([, , made]) => TRY_ALL || !made.endsWith('.png'))) {
      const { code, stderr } = await fivedHereIn(odd, [command, ...args]);
      expect(code, stderr).toBe(0);
      expect(Object.keys(filesBelow(odd))).toContain(file);
    }
  });

  const UMASKS = [
    ['077', '600'],
    ['000', '666'],
  ] as const;
  it.each(someOf(UMASKS, ['077']))('the umask %s is kept', async (mask, mode) => {
    const args = ['train', 'rows.csv', ...QUICK_TRAINING, '--out', `mask-${mask}`];
    const before = process.umask(parseInt(mask, 8));
    try {
      expect((await fivedHereIn(folder, args)).code).toBe(0);
    } finally {
      process.umask(before);
    }
    const made = join(folder, `mask-${mask}`);
    const modes = Object.keys(filesBelow(made)).map((file) => (statSync(join(made, file)).mode & 0o777).toString(8));
    expect(modes).toEqual([mode, mode, mode, mode]);
  });

  it.skipIf(!canMount)(
    onDisk('the current folder may be read-only, as long as nothing is to be written there'),
    async () => {
      const disk = { kilobytes: 1000, before: 'cp -R run rows.csv disk', readOnly: true };
      const onDisks = await fivedOnDisks(folder, {
        predict: { ...disk, inside: true, args: ['predict', 'run', 'rows.csv'] },
        train: { ...disk, inside: true, args: ['train', 'rows.csv', ...QUICK_TRAINING] },
      });
      const { code, stdout } = onDisks('predict');
      expect([code, stdout.split('\n').length]).toEqual([0, 122]); // a header, 120 rows, and the end
      expectOneLine(onDisks('train'), /the file system is read-only/);
    },
  );
});
