/** Paths in commands that are shown to be pasted into a shell. */

const PLAIN = /^[\w@%+=:,./\\][\w@%+=:,./\\-]*$/;

/** The path as one word of the shell: in quotes unless it is plain. */
export const shellQuoted = (path: string, platform = process.platform): string => {
  const word = path.startsWith('-') ? `./${path}` : path; // otherwise it would be an option
  if (platform === 'win32') return PLAIN.test(word) ? word : `"${word}"`;
  return PLAIN.test(word) && !word.includes('\\') ? word : `'${word.replaceAll("'", "'\\''")}'`;
};
