/** Paths in commands that are shown to be pasted into a shell. */
import { inertText } from './inert-text.js';

const PLAIN = /^[\w@%+=:,./\\][\w@%+=:,./\\-]*$/;

/** The path as one word of the shell: in quotes unless it is plain. */
export const shellQuoted = (path: string, platform = process.platform): string => {
  const word = path.startsWith('-') ? `./${path}` : path; // otherwise it would be an option
  const isWindows = platform === 'win32';
  if (PLAIN.test(word) && (isWindows || !word.includes('\\'))) return word;
  const quoted = isWindows ? `"${word}"` : `'${word.replaceAll("'", "'\\''")}'`;
  return inertText(quoted, 'terminal');
};
