/** Ends the command with an exit code of its own. Its message, if any, is shown to the user as it is. */
export class ExitError extends Error {
  constructor(
    readonly exitCode: number,
    message = '',
  ) {
    super(message);
  }
}

/** The exit code that shells give a command that Ctrl-C ended: 128 + SIGINT. */
export const INTERRUPTED = 130;
