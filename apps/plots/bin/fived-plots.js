#!/usr/bin/env node
// npm links this file at install, before anything is compiled.
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) {
  try {
    const { run } = await import(main.href);
    process.exitCode = await run(process.argv.slice(2));
  } catch (error) {
    // The drawing library is native code, which the system may refuse to load (memory limits, a missing file); its own
    // message guesses.
    process.on('unhandledRejection', () => undefined); // Node 20 rejects another promise of its own with the same error
    console.error(`fived-plots: cannot be loaded: ${(error.cause ?? error).message.split('\n')[0]}`);
    process.exitCode = 1;
  }
} else {
  console.error('fived-plots is not compiled yet: run "npm run build" at the root of the project');
  process.exitCode = 1;
}
