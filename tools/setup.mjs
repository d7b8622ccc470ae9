/**
 * Makes a checkout ready to run: installs the packages and compiles the projects, each only if something has changed
 * since. `npm start` and `npm test` begin with it, so it depends on nothing but Node and npm, and takes under 0.2 s
 * when there is nothing to do.
 *
 *   node tools/setup.mjs [--install-only | --with-tests] [--verbose]
 *
 * What "changed" means is decided by hashes of contents, not by times: a checkout of another branch, or a copied
 * folder, has times that say nothing. The hashes of the last success are kept inside node_modules, and go with it.
 */
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const inRoot = (path) => join(root, path);
const readJson = (path) => JSON.parse(readFileSync(inRoot(path), 'utf8'));
const say = (line) => {
  console.error(line);
};

/** An error that is the user's to read: printed as it is, without a stack. */
class SetupError extends Error {}

// ---- Node -----------------------------------------------------------------------------------------------------------

/** Whether a version lies in a range such as "^20.19.0 || >=24" (no other operators, and no patch version but 0). */
const isAllowed = (range, version) => {
  const [major, minor] = version.split('.').map(Number);
  return range.split('||').some((part) => {
    const [, operator, wantedMajor, wantedMinor = 0] = /^\s*(\^|>=)(\d+)(?:\.(\d+)\.0)?\s*$/.exec(part);
    if (major === Number(wantedMajor)) return minor >= Number(wantedMinor);
    return operator === '>=' && major > Number(wantedMajor);
  });
};

const checkNode = () => {
  const { engines } = readJson('package.json');
  if (!isAllowed(engines.node, process.versions.node)) {
    throw new SetupError(
      `Node ${process.versions.node} is not supported: ` +
        `must be ${engines.node} (see https://nodejs.org, or run "nvm install")`,
    );
  }
};

// ---- What there is --------------------------------------------------------------------------------------------------

const namesIn = (folder) => (existsSync(inRoot(folder)) ? readdirSync(inRoot(folder)).sort() : []);

/** The folders of the workspaces, relative to the root: "libs/*" in package.json stands for every package in libs. */
const workspaces = () =>
  readJson('package.json')
    .workspaces.flatMap((pattern) =>
      basename(pattern) === '*' ? namesIn(dirname(pattern)).map((name) => `${dirname(pattern)}/${name}`) : [pattern],
    )
    .filter((folder) => existsSync(inRoot(`${folder}/package.json`)));

/** Files below a folder, relative to the root. */
const filesIn = (folder) => {
  if (!existsSync(inRoot(folder))) return [];
  return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesIn(path) : [path];
  });
};

/** SHA-256 over names and contents; a file that is missing counts as such. */
const hashOf = (paths, ...more) => {
  const hash = createHash('sha256');
  for (const path of [...paths].sort()) {
    const content = existsSync(inRoot(path)) ? readFileSync(inRoot(path)) : undefined;
    hash.update(`${path}\0${content === undefined ? 'missing' : content.length}\0`);
    if (content !== undefined) hash.update(content);
  }
  return hash.update(more.join('\0')).digest('hex');
};

const readStamp = (path) => (existsSync(inRoot(path)) ? readFileSync(inRoot(path), 'utf8') : '');

const writeStamp = (path, value) => {
  mkdirSync(dirname(inRoot(path)), { recursive: true });
  writeFileSync(inRoot(path), value);
};

// ---- Running npm and the compiler ----------------------------------------------------------------------------------

const verbose = process.argv.includes('--verbose');
/** `npm test` wants the types of tests checked too: much of that is one work with compiling what they test. */
const withTests = process.argv.includes('--with-tests');

const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ENOTCACHED|ERR_SOCKET_TIMEOUT/;

/**
 * Runs a program without input, so that it asks nothing; shows its output only if it fails. `program` is shown to
 * people.
 */
const run = (program, command, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', verbose ? 'inherit' : 'pipe', verbose ? 'inherit' : 'pipe'],
      ...options,
    });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => {
      reject(new SetupError(`${program} cannot be started: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      if (code === 0) {
        resolve();
        return;
      }
      process.stderr.write(Buffer.concat(output));
      const unreachable = UNREACHABLE.test(Buffer.concat(output).toString());
      const hint = unreachable
        ? "; the package registry cannot be reached: connect to the network (or set npm's proxy) and try again"
        : '';
      reject(new SetupError(`${program} failed (${signal ?? `exit code ${code}`})${hint}`));
    });
  });

/**
 * The npm that runs us if one does, else the one on the PATH. The first is a JavaScript file and needs no shell; on
 * Windows the second is npm.cmd, which does (the arguments are fixed words, so there is nothing to quote).
 */
const npm = (...args) => {
  const running = process.env.npm_execpath;
  const program = ['npm', ...args].join(' ');
  if (running !== undefined && basename(running) === 'npm-cli.js' && existsSync(running)) {
    return run(program, process.execPath, [running, ...args]);
  }
  return process.platform === 'win32' ? run(program, program, [], { shell: true }) : run(program, 'npm', args);
};

/** One start of the compiler for all projects: one a project, as Nx starts it, takes twice the processor time. */
const compile = (configs) => {
  const entry = inRoot('node_modules/typescript/bin/tsc');
  return run('the compiler', process.execPath, [entry, '--build', ...configs]);
};

// ---- Step 1: packages -----------------------------------------------------------------------------------------------

const INSTALL_STAMP = 'node_modules/.fived/installed';

/** npm's own list of what it installed is part of it, so that an install of another kind since then is noticed. */
const installState = () =>
  hashOf(
    [
      'package.json',
      'package-lock.json',
      '.npmrc',
      'node_modules/.package-lock.json',
      ...workspaces().map((folder) => `${folder}/package.json`),
    ],
    process.platform,
    process.arch,
  );

const installStep = {
  isDone: () => existsSync(inRoot('node_modules/typescript')) && readStamp(INSTALL_STAMP) === installState(),
  run: async () => {
    say('Installing packages (once; about 30 s) ...');
    // The compiler and nx are development dependencies: NODE_ENV=production must not leave them out.
    await npm('ci', '--include=dev', '--prefer-offline', '--no-audit', '--no-fund');
    writeStamp(INSTALL_STAMP, installState());
  },
};

// ---- Step 2: compiled code ------------------------------------------------------------------------------------------

const BUILD_STAMP = 'node_modules/.fived/built';

const isSource = (path) => path.endsWith('.ts') && !path.endsWith('.spec.ts');

/** What goes into the compiler and what has come out of it, a hash each. */
const buildState = () => {
  const folders = workspaces();
  const inputs = folders.flatMap((folder) => [
    ...['package.json', 'tsconfig.json', 'tsconfig.lib.json'].map((name) => `${folder}/${name}`),
    ...filesIn(`${folder}/src`).filter(isSource),
  ]);
  const outputs = folders.flatMap((folder) => filesIn(`${folder}/dist`)).filter((path) => path.endsWith('.js'));
  return [hashOf([...inputs, 'nx.json', 'tsconfig.base.json', 'package-lock.json']), hashOf(outputs)];
};

const buildStep = {
  isDone: () => readStamp(BUILD_STAMP) === buildState().join(' '),
  run: async () => {
    say('Compiling (about 30 s the first time) ...');
    const [inputs] = buildState();
    if (readStamp(BUILD_STAMP).startsWith(inputs)) {
      // Compiled code was damaged or removed. The compiler's notes say that it is there, and the compiler would trust
      // them.
      for (const folder of workspaces()) rmSync(inRoot(`${folder}/dist/tsconfig.lib.tsbuildinfo`), { force: true });
    }
    const configs = workspaces().map((folder) => `${folder}/${withTests ? 'tsconfig.json' : 'tsconfig.lib.json'}`);
    await compile(configs.filter((path) => existsSync(inRoot(path))));
    writeStamp(BUILD_STAMP, buildState().join(' '));
  },
};

// ---- One at a time --------------------------------------------------------------------------------------------------

const LOCK = '.nx/fived-setup.lock';
const POLL_MS = 250;
const PATIENCE_MS = 15 * 60 * 1000;

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** The process that holds the lock; undefined if there is none, or none any more. */
const holder = () => {
  try {
    const pid = Number(readFileSync(inRoot(LOCK), 'utf8'));
    // An empty file is one that is being written at this moment.
    return pid === 0 || isAlive(pid) ? pid : undefined;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
};

const tryLock = () => {
  try {
    writeFileSync(inRoot(LOCK), String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
};

/**
 * Two set-ups at once (`npm start` in one window, `npm test` in another) would remove each other's node_modules. The
 * lock of a killed one is taken over; that two others do this in the very same moment is not guarded against.
 */
const withLock = async (work) => {
  mkdirSync(inRoot('.nx'), { recursive: true });
  const giveUpAt = Date.now() + PATIENCE_MS;
  let isTold = false;
  while (!tryLock()) {
    const pid = holder();
    if (pid === undefined) {
      rmSync(inRoot(LOCK), { force: true });
      continue;
    }
    if (!isTold) say('Waiting for another set-up of this folder to end ...');
    isTold = true;
    if (Date.now() > giveUpAt)
      throw new SetupError(`another set-up (process ${pid}) does not end; if there is none, remove ${inRoot(LOCK)}`);
    await sleep(POLL_MS);
  }
  try {
    await work();
  } finally {
    rmSync(inRoot(LOCK), { force: true });
  }
};

// ---------------------------------------------------------------------------------------------------------------------

const OPTIONS = ['--install-only', '--with-tests', '--verbose'];

const main = async () => {
  const args = process.argv.slice(2);
  const unknown = args.find((arg) => !OPTIONS.includes(arg));
  if (unknown !== undefined) throw new SetupError(`unknown option ${unknown}, must be one of ${OPTIONS.join(', ')}`);
  checkNode();
  const steps = args.includes('--install-only') ? [installStep] : [installStep, buildStep];
  if (steps.every((step) => step.isDone())) return;
  await withLock(async () => {
    for (const step of steps) {
      // Asked again: whoever held the lock before us may have done it.
      if (!step.isDone()) await step.run();
    }
  });
};

try {
  await main();
} catch (error) {
  say(`setup: ${error instanceof SetupError ? error.message : error.stack}`);
  process.exitCode = 1;
}
