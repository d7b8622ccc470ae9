/** Runs nx as CI would: without daemon, cloud or questions. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { runNode, type Finished } from './child.js';

const QUIET = { NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false' };

/** The line with which nx's static output begins what an ended task has said. It names the task: "nn:test". */
const TASK = /^> nx run (\S+)(.*)$/gm;

/** `onTask` is told of each task that has ended, well or not, such as "nn:test", and whether it came from the cache. */
export const runNx = (
  root: string,
  args: readonly string[],
  onTask: (task: string, isCached: boolean) => void,
): Promise<Finished> => {
  const folder = join(root, 'node_modules', 'nx');
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly bin: { readonly nx: string };
  };
  const onStdout = (text: string): void => {
    for (const [, task, rest] of stripVTControlCharacters(text).matchAll(TASK)) onTask(task, rest.includes('cache'));
  };
  return runNode([join(folder, bin.nx), ...args], { cwd: root, env: QUIET, onStdout });
};

/** Reads the static output of `nx run-many`. Tasks have names such as "nn:test". */
export const readNxOutput = (output: string) => {
  const text = stripVTControlCharacters(output);
  /** The tasks that ended, well or not, with what each said. */
  const ended = new Map<string, string>();
  const starts = [...text.matchAll(TASK)];
  for (const [i, match] of starts.entries()) {
    // After the last task comes nx's own summary, in which it names itself.
    const said = text.slice(match.index, starts.at(i + 1)?.index).split(/^ NX {3}/m, 1)[0];
    ended.set(match[1], said.trimEnd());
  }
  const list = /^Failed tasks:\n\n((?:- \S+\n?)+)/m.exec(text)?.[1] ?? '';
  const failed = [...list.matchAll(/^- (\S+)/gm)].map(([, task]) => task);
  /** How many tasks came from the cache, and how many there were; null if nx did not get that far. */
  const hits = /^ *Cache: +(\d+)\/(\d+) hit/m.exec(text);
  return { ended, failed, cache: hits === null ? undefined : { hits: Number(hits[1]), tasks: Number(hits[2]) } };
};

export type NxOutcome = ReturnType<typeof readNxOutput>;
