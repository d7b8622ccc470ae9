#!/usr/bin/env node
// npm links this file at install, before anything is compiled.
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) {
  const { run } = await import(main.href);
  process.exitCode = await run(process.argv.slice(2));
} else {
  console.error('fived is not compiled yet: run "npm run build" at the root of the project');
  process.exitCode = 1;
}
