/**
 * The identity of a process. An id alone is not enough, because systems reuse ids, and other machines and containers
 * have their own. On Linux the process's start time and its namespace of ids make it unique; elsewhere the id must do.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from './files.js';

export interface ProcessIdentity {
  readonly pid: number;
  /** When it began: the boot's id and the clock ticks since; null if the system does not report it. */
  readonly process_start: string | null;
  readonly host: string;
  /** The namespace in which its id counts, since containers have their own; null if there are none. */
  readonly pid_namespace: string | null;
}

const orNull = (read: () => string): string | null => {
  try {
    return read();
  } catch {
    return null;
  }
};

interface ProcessStatus {
  readonly hasEnded: boolean;
  readonly start: string;
}

/** Ended, but its parent has not yet waited for it (zombie), or about to end. */
const ENDED_STATES = ['Z', 'X', 'x'];

/** From /proc, see proc_pid_stat(5); null if that cannot be read. */
const statusOf = (pid: number): ProcessStatus | null => {
  const boot = orNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const stat = orNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (boot === null || stat === null) return null;
  // The second field is the program's name in brackets, which may contain anything. The state is the third field, the
  // start the 22nd.
  const fromState = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { hasEnded: ENDED_STATES.includes(fromState[0]), start: `${boot} ${fromState[22 - 3]}` };
};

const pidNamespace = (): string | null => orNull(() => readlinkSync('/proc/self/ns/pid'));

export const thisProcess = (): ProcessIdentity => ({
  pid: process.pid,
  process_start: statusOf(process.pid)?.start ?? null,
  host: hostname(),
  pid_namespace: pidNamespace(),
});

/** Whether its id can be checked from here: the same machine, and the same container if any. */
export const isSamePlace = ({ host, pid_namespace }: ProcessIdentity): boolean =>
  host === hostname() && pid_namespace === pidNamespace();

/**
 * Whether a process of this machine and container is running. If the system does not report start times, another
 * process with the same id counts as it.
 */
export const isStillRunning = ({ pid, process_start }: Pick<ProcessIdentity, 'pid' | 'process_start'>): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: the process exists, and belongs to another user.
    if (errorCode(error) === 'ESRCH') return false;
  }
  const status = statusOf(pid);
  if (status === null) return true;
  return !status.hasEnded && (process_start === null || status.start === process_start);
};
