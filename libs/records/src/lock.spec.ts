import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LOCK_FILE, lockFolder } from './lock.js';

let folder: string;
let lockFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived-lock-'));
  lockFile = join(folder, LOCK_FILE);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const compiled = JSON.stringify(pathToFileURL(join(import.meta.dirname, '../dist/index.js')).href);

/** Starts a process with `lockFolder` available, and the folder as `folder`. */
const start = (program: string): ChildProcess =>
  spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { lockFolder } from ${compiled}; const folder = process.argv[1]; ${program}`,
      folder,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );

const ended = (child: ChildProcess): Promise<unknown> =>
  new Promise((done) => {
    child.on('exit', (code, signal) => {
      done(signal ?? code);
    });
  });

const firstOutput = (child: ChildProcess): Promise<unknown> => new Promise((done) => child.stdout?.once('data', done));

const KEEP = "await lockFolder(folder); console.log('locked'); setInterval(() => undefined, 1000);";

/** The contents of a lock file, with some fields changed. */
const rewrite = (changes: Record<string, unknown>): void => {
  const holder = JSON.parse(readFileSync(lockFile, 'utf8')) as Record<string, unknown>;
  writeFileSync(lockFile, JSON.stringify({ ...holder, ...changes }));
};

describe('lockFolder', () => {
  it('takes over an unfinished lock that a wrong clock dated into the future', async () => {
    writeFileSync(lockFile, '{ "pid": 12');
    utimesSync(lockFile, new Date('2040-01-01'), new Date('2040-01-01'));
    (await lockFolder(folder))();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes over a link that leads nowhere, once it is old', async () => {
    symlinkSync('nowhere', lockFile);
    await expect(lockFolder(folder)).rejects.toThrow('is being written at this moment');
    lutimesSync(lockFile, new Date('2020-01-01'), new Date('2020-01-01'));
    (await lockFolder(folder))();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names a folder and a circle of links where the lock should be, and what to do', async () => {
    mkdirSync(lockFile);
    await expect(lockFolder(folder)).rejects.toThrow(
      `cannot read the lock ${lockFile}: there is a folder of that name; remove it, or choose another path (EISDIR)`,
    );
    rmSync(lockFile, { recursive: true });
    symlinkSync(LOCK_FILE, lockFile);
    await expect(lockFolder(folder)).rejects.toThrow(
      `cannot read the lock ${lockFile}: its symbolic links go round in a circle; remove one, or choose another path`,
    );
  });

  it('refuses a second holder and names the process and its start, until the first lets go', async () => {
    const release = await lockFolder(folder);
    const { since } = JSON.parse(readFileSync(lockFile, 'utf8')) as { since: string };
    expect(Math.abs(Date.parse(since) - Date.now())).toBeLessThan(60_000);
    await expect(lockFolder(folder)).rejects.toThrow(
      `${folder} is in use: process ${process.pid} has been writing into it since ${since}; ` +
        'wait until it ends, or choose another folder',
    );
    release();
    expect(readdirSync(folder)).toEqual([]);
    (await lockFolder(folder))();
  });

  it("does not take away another's lock when it lets go twice", async () => {
    const release = await lockFolder(folder);
    release();
    const releaseNext = await lockFolder(folder);
    release();
    expect(existsSync(lockFile)).toBe(true);
    releaseNext();
  });

  it(
    'refuses while a process of another program runs that holds it, and recovers the lock once ' + 'that was killed',
    async () => {
      const child = start(KEEP);
      await firstOutput(child);
      await expect(lockFolder(folder)).rejects.toThrow(`is in use: process ${child.pid} has`);
      const end = ended(child);
      child.kill('SIGKILL');
      await end;
      expect(existsSync(lockFile)).toBe(true);
      (await lockFolder(folder))();
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it.runIf(process.platform === 'linux')(
    'recovers a lock whose process id is now that of another process',
    async () => {
      await lockFolder(folder);
      const { process_start: begun } = JSON.parse(readFileSync(lockFile, 'utf8')) as { process_start: string };
      const [boot, ticks] = begun.split(' ');
      // This very process has the id, but it began at another time, or the machine has been restarted since.
      for (const other of [`${boot} ${Number(ticks) - 1}`, `00000000-0000-4000-8000-000000000000 ${ticks}`]) {
        rewrite({ process_start: other, token: crypto.randomUUID() });
        const release = await lockFolder(folder);
        expect(JSON.parse(readFileSync(lockFile, 'utf8'))).toMatchObject({ process_start: begun });
        release();
        (await lockFolder(folder))();
        await lockFolder(folder);
      }
    },
  );

  it.runIf(process.platform === 'linux')(
    'counts a process that has ended but was not yet waited for as ended',
    async () => {
      // The shell turns into a program that never waits for its child.
      const parent = spawn(
        'sh',
        [
          '-c',
          `"$0" --input-type=module -e "$1" "$2" & exec sleep 60`,
          process.execPath,
          `import { lockFolder } from ${compiled}; await lockFolder(process.argv[1]); ` +
            "console.log('locked'); process.kill(process.pid, 'SIGKILL');",
          folder,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      await firstOutput(parent);
      const { pid } = JSON.parse(readFileSync(lockFile, 'utf8')) as { pid: number };
      while (!/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await new Promise((turn) => setTimeout(turn, 5));
      (await lockFolder(folder))();
      parent.kill('SIGKILL');
    },
  );

  it.each([
    ['another machine', { host: 'elsewhere' }, '"elsewhere"'],
    ['another container', { pid_namespace: 'pid:[1]' }, '(another machine or container)'],
  ])(
    'refuses the lock of %s, whose processes it cannot see, and says which file to remove',
    async (_, changes, text) => {
      const release = await lockFolder(folder);
      rewrite({ pid: 2 ** 30, ...changes });
      const refused = lockFolder(folder);
      await expect(refused).rejects.toThrow(text);
      await expect(refused).rejects.toThrow(`if it has ended (which cannot be seen from here), remove ${lockFile}`);
      release();
    },
  );

  it('waits a moment for a lock that is being written, and recovers one that was never finished', async () => {
    writeFileSync(lockFile, '{"pid":');
    const minuteAhead = new Date(Date.now() + 60_000); // so that the file is young even if this process is held up
    utimesSync(lockFile, minuteAhead, minuteAhead);
    await expect(lockFolder(folder)).rejects.toThrow(`${lockFile} is being written at this moment`);
    const minuteAgo = new Date(Date.now() - 60_000);
    utimesSync(lockFile, minuteAgo, minuteAgo);
    (await lockFolder(folder))();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('recovers a lock although whoever was recovering it was killed as well', async () => {
    await lockFolder(folder);
    const dead = crypto.randomUUID();
    const deadGuard = crypto.randomUUID();
    rewrite({ pid: 2 ** 30, token: deadGuard });
    writeFileSync(`${lockFile}.${dead}`, readFileSync(lockFile));
    rewrite({ token: dead });
    (await lockFolder(folder))();
    expect(readdirSync(folder)).toEqual([]);
  });

  it(
    'keeps its hands off a dead lock while another process recovers it, and then off the lock which ' +
      'that one takes',
    async () => {
      await lockFolder(folder);
      const living = readFileSync(lockFile);
      const dead = crypto.randomUUID();
      rewrite({ pid: 2 ** 30, token: dead });
      const deadText = readFileSync(lockFile, 'utf8');
      writeFileSync(`${lockFile}.${dead}`, living); // the other one's guard
      let settled = false;
      const refused = expect(lockFolder(folder).finally(() => (settled = true))).rejects.toThrow(
        `is in use: process ${process.pid} has`,
      );
      await new Promise((turn) => setTimeout(turn, 100));
      expect([settled, readFileSync(lockFile, 'utf8')]).toEqual([false, deadText]);
      writeFileSync(lockFile, living);
      rmSync(`${lockFile}.${dead}`);
      await refused;
      expect(readFileSync(lockFile)).toEqual(living);
    },
  );

  it('lets go when its process exits, well or not', () => {
    for (const last of ['', 'process.exit(3);', "throw new Error('planned');"]) {
      const program = `import { lockFolder } from ${compiled}; await lockFolder(process.argv[1]); ${last}`;
      spawnSync(process.execPath, ['--input-type=module', '-e', program, folder]);
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  it('says what is wrong where no lock can be written', async () => {
    await expect(lockFolder(join(folder, 'missing'))).rejects.toThrow('missing');
  });
});
