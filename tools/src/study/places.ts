/** Where things are. */
import { join } from 'node:path';
import { ROOT } from '../workspace.js';

/** The Python side. */
export const PYTHON = join(ROOT, 'tools', 'study');
/** The virtual environment and the rows: ignored by git, and reused. */
export const CACHE = join(PYTHON, '.cache');
export const OUR_RUNNER = join(ROOT, 'tools', 'dist', 'study', 'runners', 'fived.js');
