/** For tests only: a disk of its own for a command, a small tmpfs in a mount namespace that ends with the command. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fivedIn, severalIn, type Ended } from '../benchmark/command.fixture.js';
import type { Ran } from '../run-here.fixture.js';
import { placeIn } from './user.fixture.js';

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
}

/** Of the shell: mounts the disk in the current folder, as `disk`. */
const mounting = ({ kilobytes, before = 'true', readOnly = false }: Disk): string =>
  [
    'mkdir -p disk',
    `mount -t tmpfs -o size=${kilobytes}k tmpfs disk`,
    before,
    ...(readOnly ? ['mount -o remount,ro disk'] : []),
  ].join(' && ');

/**
 * Runs the command in `folder`, where `disk` is that disk; `left` is a folder with what was on it in the end. What runs
 * it is of the shell, "$@" if it is just run.
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
  /** Where the command runs: beside the disk, which it sees as `disk`, or in it. */
  readonly inside?: boolean;
}

/**
 * Runs commands one after the other in one process, each in a place of its own in `folder` (see `placeIn`) with a disk
 * of its own; `left` is a folder in that place with what was on the disk in the end.
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
