/** Where the parts of the comparison are. */
import { join } from 'node:path';
import { ROOT } from '../workspace.js';

/** The folder of the runners. */
export const RUNNERS = join(ROOT, 'tools', 'peers');
/** What is installed and compiled. Git ignores it, and later runs use it again. */
export const CACHE = join(RUNNERS, '.cache');
export const OUR_RUNNER = join(ROOT, 'tools', 'dist', 'peers', 'runners', 'fived.js');
