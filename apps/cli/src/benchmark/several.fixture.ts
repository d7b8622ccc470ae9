/**
 * For tests only, a process of compiled code: several commands one after the other, where it is the surroundings of a
 * process that matter and not its start.
 *
 *     node several.fixture.js COMMANDS RESULTS STDERR 2>> STDERR
 *
 * COMMANDS is JSON, and so is what became of each, in the file RESULTS. Child processes write into the file STDERR, for
 * which it is looked through after each command.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fivedHereIn, type Ran } from '../run-here.fixture.js';
import type { Command } from './command.fixture.js';

const [commands, results, inherited] = process.argv.slice(2);
const ran: Ran[] = [];
for (const { folder, args } of JSON.parse(commands) as readonly Command[]) {
  const before = readFileSync(inherited).length;
  const { stderr, ...rest } = await fivedHereIn(folder, args);
  ran.push({ ...rest, stderr: readFileSync(inherited).subarray(before).toString() + stderr });
}
writeFileSync(results, JSON.stringify(ran));
