/** Where the parts of the study are. */
import { join } from 'node:path';
import { ROOT } from '../workspace.js';

/** The folder of the Python programs. */
export const PYTHON = join(ROOT, 'tools', 'study');
/** The virtual environment and the rows. Git ignores them, and later runs use them again. */
export const CACHE = join(PYTHON, '.cache');
export const OUR_RUNNER = join(ROOT, 'tools', 'dist', 'study', 'runners', 'fived.js');
