import { describe, expect, it } from 'vitest';
import { parseGitStatus } from './git.js';

const commit = 'e68968e0fca4f730bc3df6051ea09299e15f404d';

describe('parseGitStatus', () => {
  it('finds the commit, clean where only headers are printed', () => {
    expect(parseGitStatus(`# branch.oid ${commit}\n# branch.head (detached)\n`)).toEqual({ commit, dirty: false });
  });

  it('finds a changed, a renamed and an unmerged file dirty', () => {
    for (const change of ['1 .M N... 100644 ...', '2 R. N... 100644 ...', 'u UU N... 100644 ...']) {
      expect(parseGitStatus(`# branch.oid ${commit}\n# branch.head main\n${change}\n`)).toEqual({
        commit,
        dirty: true,
      });
    }
  });

  it('finds no commit in a repository without one', () => {
    expect(parseGitStatus('# branch.oid (initial)\n# branch.head main\n')).toBeNull();
  });
});
