/** Ends the command with an exit code of its own; its message (if any) has been worded for the user as it stands. */
export class ExitError extends Error {
  constructor(
    readonly exitCode: number,
    message = '',
  ) {
    super(message);
  }
}

/** What shells give a command that Ctrl-C ended: 128 + SIGINT. */
export const INTERRUPTED = 130;
