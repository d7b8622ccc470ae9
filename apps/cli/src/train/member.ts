/** What both ways to train the networks of a fit share. */
import type { MemberJob } from '@fived/interpolator';

/** A network that failed. The message names it if there are several. */
export class MemberError extends Error {
  constructor({ index, settings: { members } }: MemberJob, cause: unknown) {
    const message = cause instanceof Error ? cause.message : String(cause);
    super(members === 1 ? message : `network ${index + 1} of ${members}: ${message}`, { cause });
  }
}
