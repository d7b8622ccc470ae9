/** Where things are. */
import { join } from 'node:path';
import { ROOT } from '../workspace.js';

/** The runners. */
export const RUNNERS = join(ROOT, 'tools', 'peers');
/** What is installed and compiled: ignored by git, and reused. */
export const CACHE = join(RUNNERS, '.cache');
export const OUR_RUNNER = join(ROOT, 'tools', 'dist', 'peers', 'runners', 'fived.js');
