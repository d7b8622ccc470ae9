/**
 * One writer a folder: a lock file that names the process holding it, and recovery when that process is gone.
 *
 * The lock file is created exclusively (`wx`), so only one of several processes gets it. A killed process leaves its
 * file behind, and whoever finds it removes it. Here is the trap: between the check of a dead lock and its removal,
 * another process may have removed it and taken a new one. So a lock carries a token that is never reused. A dead lock
 * is removed only under a second lock, the guard, which is named after the dead lock's token and taken in the same way.
 * While one process holds the guard, no other removes the dead lock, so it cannot be replaced either. A guard whose
 * holder died is itself recovered in the same way.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, lstatSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode, reworded } from './files.js';
import { shellQuoted } from './shell.js';
import { isSamePlace, isStillRunning, thisProcess, type ProcessIdentity } from './process-identity.js';

/** The name of the lock file in a folder. */
export const LOCK_FILE = '.fived-lock';

/** Removes the lock. Does nothing when called again. */
export type ReleaseLock = () => void;

interface Holder extends ProcessIdentity {
  /** When the lock was taken, ISO 8601. */
  readonly since: string;
  readonly token: string;
}

/** A lock file as it was found. It has no holder while it is being written, or if it was never finished. */
interface Found {
  readonly token: string;
  readonly holder?: Holder;
}

const TOKEN = /^[0-9a-f-]{36}$/;
const UNFINISHED: Found = { token: 'unfinished' };

/** Writing a lock file takes about a millisecond. One this old and still unfinished was left behind. */
const UNFINISHED_AFTER_MS = 5000;
/** The clock of a file server may be ahead. One beyond this was wrong, and must not block the folder until then. */
const MOST_SKEW_MS = 300_000;
const RETRY_MS = 20;
/** How long to wait for a lock that is being written, in order to say whose it is. */
const MOST_RETRIES = 25;

const parseHolder = (text: string): Holder | undefined => {
  try {
    const holder = JSON.parse(text) as { readonly [Name in keyof Holder]: unknown };
    const { pid, process_start, host, pid_namespace, since, token } = holder;
    const isWhole =
      Number.isSafeInteger(pid) &&
      [process_start, pid_namespace].every((value) => value === null || typeof value === 'string') &&
      [host, since, token].every((value) => typeof value === 'string') &&
      TOKEN.test(String(token)); // it becomes part of a file's name
    return isWhole ? (holder as Holder) : undefined;
  } catch {
    return undefined;
  }
};

/** Undefined if there is no lock. */
const look = (path: string): Found | undefined => {
  try {
    const holder = parseHolder(readFileSync(path, 'utf8'));
    return holder === undefined ? UNFINISHED : { token: holder.token, holder };
  } catch (error) {
    // A symbolic link to nowhere cannot be read, and yet no lock can be created in its place.
    if (errorCode(error) === 'ENOENT')
      return lstatSync(path, { throwIfNoEntry: false }) === undefined ? undefined : UNFINISHED;
    throw reworded(`read the lock ${path}`, error);
  }
};

/** Whether this holder now has the lock. */
const create = (path: string, holder: Holder): boolean => {
  let file: number;
  try {
    file = openSync(path, 'wx');
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw reworded(`write the lock ${path}`, error);
  }
  try {
    writeFileSync(file, `${JSON.stringify(holder, null, 2)}\n`);
    fsyncSync(file);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  // If this process was held up for so long that its unfinished file counted as left behind, the lock may belong to
  // another process.
  return look(path)?.token === holder.token;
};

const ageMs = (path: string): number => {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats === undefined ? 0 : Date.now() - stats.mtimeMs;
};

type State = 'running' | 'elsewhere' | 'being written' | 'left behind';

const stateOf = (path: string, { holder }: Found): State => {
  if (holder === undefined) {
    const age = ageMs(path);
    return age < UNFINISHED_AFTER_MS && age > -MOST_SKEW_MS ? 'being written' : 'left behind';
  }
  if (!isSamePlace(holder)) return 'elsewhere';
  return isStillRunning(holder) ? 'running' : 'left behind';
};

const release = (path: string, { token }: Holder): void => {
  if (look(path)?.token === token) rmSync(path, { force: true });
};

/** Runs under the guard. An unfinished lock has no token of its own, so its state is checked once more. */
const removeDead = (path: string, token: string): void => {
  const found = look(path);
  if (found?.token === token && stateOf(path, found) === 'left behind') rmSync(path, { force: true });
};

/** Takes the lock at `path` for `mine`, or returns the lock of the process that has it. */
const take = async (path: string, mine: Holder): Promise<Found | undefined> => {
  for (let retries = 0; ;) {
    if (create(path, mine)) return undefined;
    const found = look(path);
    if (found === undefined) continue; // just released
    const state = stateOf(path, found);
    if (state === 'being written' && retries++ < MOST_RETRIES) {
      await pause(RETRY_MS);
      continue;
    }
    if (state !== 'left behind') return found;
    const guard = `${path}.${found.token}`;
    if ((await take(guard, mine)) === undefined) {
      try {
        removeDead(path, found.token);
      } finally {
        release(guard, mine);
      }
    } else {
      await pause(RETRY_MS); // another process is recovering it
    }
  }
};

const refusal = (folder: string, path: string, found: Found): Error => {
  const { holder } = found;
  if (holder === undefined)
    return new Error(`${folder} is in use: ${path} is being written at this moment; try again in some seconds`);
  const who = `process ${holder.pid}`;
  if (stateOf(path, found) !== 'elsewhere') {
    return new Error(
      `${folder} is in use: ${who} has been writing into it since ${holder.since}; ` +
        'wait until it ends, or choose another folder',
    );
  }
  return new Error(
    `${folder} is in use: ${who} on "${holder.host}" (another machine or container) ` +
      `has been writing into it since ${holder.since}; wait until it ends, or choose another folder; ` +
      `if it has ended (which cannot be seen from here), remove ${shellQuoted(path)}`,
  );
};

/**
 * Takes the lock of a folder, which must exist. The returned function releases it, and so does the process when it
 * exits. Signals are the caller's: it may save its work first. A lock left behind by a killed process is recovered.
 * @throws Error of one line, at once, if a running process has the lock (naming its id and since when), or if one of
 * another machine or container has it, whose state cannot be known (naming the file to remove)
 */
export const lockFolder = async (folder: string): Promise<ReleaseLock> => {
  const path = join(folder, LOCK_FILE);
  const mine: Holder = { ...thisProcess(), since: new Date().toISOString(), token: randomUUID() };
  const found = await take(path, mine);
  if (found !== undefined) throw refusal(folder, path, found);

  const releaseMine = (): void => {
    process.off('exit', releaseMine);
    try {
      release(path, mine);
    } catch {
      // The next process recovers a lock that cannot be removed.
    }
  };
  process.on('exit', releaseMine);
  return releaseMine;
};
