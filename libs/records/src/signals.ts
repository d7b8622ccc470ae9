/** The signals that ask a process to end: Ctrl-C, a system that stops it, and a terminal that is closed. */
import { constants } from 'node:os';

export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What shells give for a command that a signal ended: 130, 143 and 129. */
export const exitCodeOf = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];
