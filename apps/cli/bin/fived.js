#!/usr/bin/env node
// npm links this file at install, before anything is compiled. Until the version is known, nothing may be here that an
// old Node cannot parse: no static import, no await outside a function.
const [major, minor] = process.versions.node.split('.').map(Number);

const start = async () => {
  const main = new URL('../dist/main.js', import.meta.url);
  const { existsSync } = await import('node:fs');
  if (existsSync(main)) {
    const { run } = await import(main.href);
    process.exitCode = await run(process.argv.slice(2));
  } else {
    console.error('fived is not compiled yet: run "npm run build" at the root of the project');
    process.exitCode = 1;
  }
};

// Few open files (ulimit -n), little memory, a file that is missing: one line, without a stack.
const fail = (error) => {
  process.on('unhandledRejection', () => undefined); // other files may fail in the same way
  const reason = error.message.split('\n')[0];
  console.error(`fived: cannot be loaded: ${reason}; is it all there? are limits low (ulimit -n, ulimit -v)?`);
  process.exitCode = 1;
};

if (major >= 24 || (major === 22 && minor >= 13) || (major === 20 && minor >= 19)) start().catch(fail);
else {
  console.error(`fived: needs Node 20.19, 22.13, or 24 and later; this is Node ${process.versions.node}`);
  process.exitCode = 1;
}
