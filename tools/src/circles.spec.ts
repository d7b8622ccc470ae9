import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { circlesOf, importsOf } from './circles.js';
import { ROOT } from './workspace.js';

let folder: string | undefined;
afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

describe('Circles of imports', () => {
  it('are none in this repository, not even of types', () => {
    const files = execFileSync('git', ['ls-files', '*.ts'], { cwd: ROOT, encoding: 'utf8' }).split('\n').slice(0, -1);
    const imports = importsOf(ROOT, files);
    expect([...imports.values()].flat().length).toBeGreaterThan(500);
    expect(circlesOf(imports)).toEqual([]);
  });

  it('are found where one is planted, of types too, in folders, and of a file with itself', () => {
    folder = mkdtempSync(join(tmpdir(), 'fived circles '));
    mkdirSync(join(folder, 'in'));
    const texts = {
      'a.ts': "import type { B } from './in/b.js';\nexport type A = B;\n",
      'in/b.ts': "export { c } from '../c.js';\nexport type B = 1;\n",
      'c.ts': "import type { A } from './a.js';\nexport const c: A = 1;\n",
      'd.ts': "import { c } from './c.js';\nimport { readFileSync } from 'node:fs';\nconsole.log(c, readFileSync);\n",
      'e.ts': "export * from './e.js';\n",
    };
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
    expect(circlesOf(importsOf(folder, Object.keys(texts)))).toEqual([['a.ts', 'c.ts', 'in/b.ts'], ['e.ts']]);
  });
});
