/** Runs nx as CI would: no daemon, no cloud, no question. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { runNode, type Finished } from './child.js';

const QUIET = { NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false' };

/** The line with which nx's static output begins what a task has said, once the task has ended. */
const TASK = /^> nx run (\S+)/gm;

/** `onTask` is told of each task that has ended, well or not, such as "nn:test". */
export const runNx = (root: string, args: readonly string[], onTask: (task: string) => void): Promise<Finished> => {
  const folder = join(root, 'node_modules', 'nx');
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly bin: { readonly nx: string };
  };
  const onStdout = (text: string): void => {
    for (const [, task] of stripVTControlCharacters(text).matchAll(TASK)) onTask(task);
  };
  return runNode([join(folder, bin.nx), ...args], { cwd: root, env: QUIET, onStdout });
};
