/** The commit of a folder's code. */
import type { GitState } from '@fived/records';
import type { Host } from './host.js';

/** Reads the output of `git status --porcelain=v2 --branch`: headers begin with `#`, every other line is a change. */
export function parseGitStatus(text: string): GitState | null {
  const commit = /^# branch\.oid ([0-9a-f]{40,64})$/m.exec(text)?.[1];
  if (commit === undefined) return null;
  return { commit, dirty: text.split('\n').some((line) => line !== '' && !line.startsWith('#')) };
}

/** Null if the folder (default: the current one) is in no repository, or if there is no commit yet, or no git. */
export async function captureGit(host: Host, folder?: string): Promise<GitState | null> {
  const args = ['--no-optional-locks', 'status', '--porcelain=v2', '--branch', '--untracked-files=no'];
  const status = await host.run('git', args, folder);
  return status === null ? null : parseGitStatus(status);
}
