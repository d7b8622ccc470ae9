#!/usr/bin/env node
// npm links this file at install, before anything is compiled.
import { existsSync } from 'node:fs';

const command = new URL('../dist/study/command.js', import.meta.url);
if (existsSync(command)) {
  const { run } = await import(command.href);
  process.exitCode = await run(process.argv.slice(2));
} else {
  console.error('fived-study is not compiled yet: run "npm run build" at the root of the project');
  process.exitCode = 1;
}
