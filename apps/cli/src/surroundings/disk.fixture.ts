/** For tests only: a disk of its own for a command, a small tmpfs in a mount namespace that ends with the command. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fivedIn, type Ended } from '../benchmark/command.fixture.js';

const inNamespace = (script: string): readonly string[] => ['unshare', '-rm', 'sh', '-c', script, 'sh'];

/**
 * Whether the system lets us have one. Root has, and others where user namespaces are allowed; Windows and macOS have
 * none.
 */
const [program, ...probe] = inNamespace(`mount -t tmpfs -o size=64k tmpfs "$1"`);
export const canMount = spawnSync(program, [...probe, tmpdir()]).status === 0;

/** A title, which says so where the tests below it are left out. */
export const onDisk = (title: string): string =>
  canMount ? title : `${title} (not tried: no tmpfs can be mounted here)`;

export interface Disk {
  readonly kilobytes: number;
  /** Commands of the shell that come between mounting and the command; they see the disk as `disk`. */
  readonly before?: string;
  readonly readOnly?: boolean;
  /** A command of the shell that runs $fived ARGUMENTS, where plain running is not enough; default "$@". */
  readonly run?: string;
}

/** Runs the command in `folder`, where `disk` is that disk; `left` is a folder with what was on it in the end. */
export async function fivedOnDisk(
  folder: string,
  args: readonly string[],
  { kilobytes, before = 'true', readOnly = false, run = '"$@"' }: Disk,
): Promise<Ended & { left: string }> {
  const left = mkdtempSync(join(folder, 'left-'));
  const script = [
    `mount -t tmpfs -o size=${kilobytes}k tmpfs disk`,
    before,
    ...(readOnly ? ['mount -o remount,ro disk'] : []),
    `{ ${run}; code=$?; cp -R disk/. ${basename(left)}; exit $code; }`,
  ].join(' && ');
  const ended = await fivedIn(folder, args, {
    shell: `mkdir -p disk && exec unshare -rm sh -c '${script}' sh "$@" && true`,
  });
  return { ...ended, left };
}
