/**
 * For tests only, a process of compiled code: runs several commands one after the other. It is for tests of a process's
 * surroundings and not of its start.
 *
 *      node several.js COMMANDS RESULTS STDERR 2>> STDERR
 *
 * COMMANDS is JSON. What became of each goes into the file RESULTS, as JSON too. Child processes write into the file
 * STDERR, which is read after each command for that reason.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fivedHereIn, type Ran } from './run-here.js';
import type { Command } from './command.js';

const [commands, results, inherited] = process.argv.slice(2);
const ran: Ran[] = [];
for (const { folder, args } of JSON.parse(commands) as readonly Command[]) {
  const before = readFileSync(inherited).length;
  const { stderr, ...rest } = await fivedHereIn(folder, args);
  ran.push({ ...rest, stderr: readFileSync(inherited).subarray(before).toString() + stderr });
}
writeFileSync(results, JSON.stringify(ran));
