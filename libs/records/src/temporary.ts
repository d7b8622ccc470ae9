/**
 * Temporary files and folders. They go when the process ends, also by a signal. What a killed process leaves
 * (`SIGKILL`, a crash), a later one removes: the name tells whose it is.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isStillRunning, thisProcess } from './process-identity.js';
import { ENDING_SIGNALS, exitCodeOf } from './signals.js';

const PREFIX = '.fived-unfinished-';
const NAME = /^\.fived-unfinished-(?<pid>\d+)_(?<start>[\w-]*)_(?<place>[0-9a-f]{12})_\d+$/;

/** The process in names: its id, its start, and the machine and container where the id counts. */
const identity = () => {
  const { pid, process_start, host, pid_namespace } = thisProcess();
  const place = createHash('sha256').update(`${host} ${pid_namespace}`).digest('hex').slice(0, 12);
  return { pid, start: process_start?.replace(' ', '_') ?? '', place };
};

let count = 0;
const present = new Set<string>();

const onExit = (): void => {
  for (const path of present) rmSync(path, { recursive: true, force: true });
};
const onSignal = (signal: NodeJS.Signals): void => {
  // Whoever else listens saves its work first.
  if (process.listenerCount(signal) === 1) process.exit(exitCodeOf(signal));
};
/** They are set only as long as there is something to remove: a loop that never yields hears of no signal. */
const listen = (method: 'on' | 'off'): void => {
  process[method]('exit', onExit);
  for (const signal of ENDING_SIGNALS) process[method](signal, onSignal);
};

/** A path in the folder for a file or folder that the caller makes. `forget` or `removeTemporary` must follow. */
export const temporaryPath = (folder: string): string => {
  const { pid, start, place } = identity();
  const path = join(folder, `${PREFIX}${pid}_${start}_${place}_${++count}`);
  if (present.size === 0) listen('on');
  present.add(path);
  return path;
};

/** It is gone, or has another name. */
export const forget = (path: string): void => {
  if (present.delete(path) && present.size === 0) listen('off');
};

export const removeTemporary = async (path: string): Promise<void> => {
  await rm(path, { recursive: true, force: true });
  forget(path);
};

/** Removes what killed processes of this machine and container left in the folder, as far as that is possible. */
export const clearLeftBehind = async (folder: string): Promise<void> => {
  const names = await readdir(folder).catch(() => []);
  const here = identity().place;
  for (const name of names) {
    const { pid, start = '', place } = NAME.exec(name)?.groups ?? {};
    if (place !== here) continue;
    if (isStillRunning({ pid: Number(pid), process_start: start.replace('_', ' ') || null })) continue;
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
};
