/** For tests only: gives a command a disk of its own, a small tmpfs in a mount namespace that ends with the command. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fivedIn, severalIn, type Ended } from '../../testing/command.js';
import type { Ran } from '../../testing/run-here.js';
import { placeIn } from './user.js';

const inNamespace = (script: string): readonly string[] => ['unshare', '-rm', 'sh', '-c', script, 'sh'];

/**
 * Whether the system lets us mount one. Root may, and others may where user namespaces are allowed. Windows and macOS
 * have none.
 */
const [program, ...probe] = inNamespace(`mount -t tmpfs -o size=64k tmpfs "$1"`);
export const canMount = spawnSync(program, [...probe, tmpdir()]).status === 0;

/** The title; it says so if the tests below it are left out. */
export const onDisk = (title: string): string =>
  canMount ? title : `${title} (not tried: no tmpfs can be mounted here)`;

export interface Disk {
  readonly kilobytes: number;
  /** Shell commands between mounting and the command. They see the disk as `disk`. */
  readonly before?: string;
  readonly readOnly?: boolean;
}

/** Shell commands that mount the disk in the current folder, as `disk`. */
const mounting = ({ kilobytes, before = 'true', readOnly = false }: Disk): string =>
  [
    'mkdir -p disk',
    `mount -t tmpfs -o size=${kilobytes}k tmpfs disk`,
    before,
    ...(readOnly ? ['mount -o remount,ro disk'] : []),
  ].join(' && ');

/**
 * Runs the command in `folder`, which has the disk as `disk`. `left` is a folder with what was on the disk at the end.
 * `run` is the shell text that runs the command: "$@" if nothing more is wanted.
 */
export async function fivedOnDisk(
  folder: string,
  args: readonly string[],
  { run, ...disk }: Disk & { readonly run: string },
): Promise<Ended & { left: string }> {
  const left = mkdtempSync(join(folder, 'left-'));
  const script = `${mounting(disk)} && { ${run}; code=$?; cp -R disk/. ${basename(left)}; exit $code; }`;
  const ended = await fivedIn(folder, args, { shell: `exec unshare -rm sh -c '${script}' sh "$@" && true` });
  return { ...ended, left };
}

export interface OnDisk extends Disk {
  readonly args: readonly string[];
  /** Where the command runs: in the disk, or beside it. Beside it, it sees the disk as `disk`. */
  readonly inside?: boolean;
}

/**
 * Runs commands one after the other in one process. Each has a place of its own in `folder` (see `placeIn`) and a disk
 * of its own. `left` is a folder in that place with what was on the disk at the end.
 */
export async function fivedOnDisks(
  folder: string,
  cases: Readonly<Record<string, OnDisk>>,
): Promise<(name: string) => Ran & { place: string; left: string }> {
  const disks = Object.entries(cases).map(([name, disk]) => ({ name, place: placeIn(folder), ...disk }));
  const script = [
    ...disks.flatMap((disk) => [`cd "${disk.place}"`, mounting(disk)]),
    '"$@"',
    ...disks.map(({ place }) => `cp -R "${place}/disk/." "${place}/left"`),
  ].join(' && ');
  const commands = disks.map(({ place, args, inside = false }) => ({
    folder: inside ? join(place, 'disk') : place,
    args,
  }));
  const ran = await severalIn(folder, commands, `exec unshare -rm sh -c '${script}' sh "$@" && true`);
  return (name) => {
    const index = disks.findIndex((disk) => disk.name === name);
    const { place } = disks[index];
    return { ...ran[index], place, left: join(place, 'left') };
  };
}
