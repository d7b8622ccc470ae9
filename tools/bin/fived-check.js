#!/usr/bin/env node
// npm links this file at install, before anything is compiled.
import { existsSync } from 'node:fs';

const check = new URL('../dist/check.js', import.meta.url);
if (existsSync(check)) {
  const { run } = await import(check.href);
  process.exitCode = await run(process.argv.slice(2));
} else {
  console.error('fived-check is not compiled yet: run "npm test" at the root of the project');
  process.exitCode = 1;
}
