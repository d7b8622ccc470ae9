// A sweep on a disk that really is full, by the compiled command. It takes two sweeps, so only `npm run test:long` does
// it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBenchmarkRecord, type BaseBenchmarkRecord } from '@fived/records';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fivedIn } from '../testing/command.js';
import { canMount, onDisk } from '../surroundings/testing/disk.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived-full-disk-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const RESULT_FILE = 'benchmark_results.json';
const resultOf = (path: string): Promise<BaseBenchmarkRecord> => readBenchmarkRecord(join(path, RESULT_FILE));

describe(onDisk('a full disk'), { skip: !canMount || inject('campaign') === 'short' }, () => {
  it(
    'leaves the finished runs as they are, and a sweep that starts on one is refused before ' + 'any training',
    async () => {
      const sweep = ['bench', '--sizes', '40,60', '--runs', '4', '--epochs', '2', '--hidden', '4', '--out', 'disk'];
      const mount = (kilobytes: number): string => `mkdir -p disk && mount -t tmpfs -o size=${kilobytes}k tmpfs disk`;
      const inNamespace = (before: string): string =>
        `exec unshare -rm sh -c '${before}; "$@"; echo "exit code $?"; ` +
        `cat disk/${RESULT_FILE}; ls -A disk >&2' "$@" && true`;
      const filling = await fivedIn(folder, sweep, { shell: inNamespace(mount(20)) });
      expect(filling.stderr).toMatch(
        /\nfived: cannot write [^\n]*benchmark_results\.json: no space is left on the disk[^\n]*\nbenchmark_results\.json\n$/,
      );
      const [exitCode, ...text] = filling.stdout.split('\n');
      expect(exitCode).toBe('exit code 1');
      writeFileSync(join(folder, RESULT_FILE), text.join('\n'));
      expect((await resultOf(folder)).results[0].n_runs).toBeGreaterThan(0);

      const full = await fivedIn(folder, sweep, {
        shell: inNamespace(`${mount(20)} && cp ${RESULT_FILE} disk && head -c 99999 /dev/zero > disk/filler`),
      });
      expect(full.stderr).toMatch(
        /fived: cannot write into the folder [^\n]*disk: no space is left on the disk[^\n]*\nbenchmark_results\.json\nfiller\n$/,
      );
      expect(full.stdout).toBe(`exit code 1\n${readFileSync(join(folder, RESULT_FILE), 'utf8')}`);
    },
  );
});
