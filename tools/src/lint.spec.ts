/** Lint catches what it should: imports in the wrong direction or in circles, planted in a folder of the same shape. */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runNode } from './child.js';
import { ROOT, testedProjects } from './workspace.js';

const oxlint = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin', 'oxlint');

/** A file, what it imports, and whether it may. */
const IMPORTS = [
  ['libs/random/src/a.ts', './b.js', true],
  ['libs/random/src/a.ts', 'node:os', false],
  ['libs/random/src/a.ts', '@fived/nn', false],
  ['libs/nn/src/a.ts', '@fived/random', true],
  ['libs/nn/src/a.ts', '@fived/data', false],
  ['libs/nn/src/a.ts', 'yargs', false],
  ['libs/nn/src/a.ts', 'node:fs', false],
  ['libs/nn/src/reference/a.ts', '../network.js', true],
  ['libs/nn/src/reference/a.ts', '../simd/engine.js', false],
  ['libs/nn/src/reference/a.ts', 'node:fs', false],
  ['libs/nn/src/simd/kernels/a.ts', '../assembler.js', true],
  ['libs/nn/src/simd/kernels/a.ts', '../../reference/dense.js', false],
  ['libs/data/src/a.ts', '@fived/random', true],
  ['libs/data/src/a.ts', '@fived/nn', false],
  ['libs/interpolator/src/a.ts', '@fived/data/readers', true],
  ['libs/interpolator/src/a.ts', '@fived/charts', false],
  ['libs/bench/src/a.ts', 'tinybench', true],
  ['libs/bench/src/a.ts', '@fived/nn', false],
  ['libs/bench/src/a.ts', '@fived/records', false],
  ['libs/bench/src/a.ts', '@fived/records/files', false],
  ['libs/records/src/a.ts', '@fived/bench', false],
  ['libs/charts/src/a.ts', '@fived/records', true],
  ['libs/charts/src/a.ts', '@fived/nn', false],
  ['apps/cli/src/a.ts', '@fived/nn', true],
  ['apps/cli/src/a.ts', '@fived/plots', false],
  ['apps/plots/src/a.ts', '@fived/charts', true],
  ['apps/plots/src/a.ts', '@fived/cli', false],
  ['tools/src/a.ts', '@fived/charts', false],
] as const;

describe('lint', () => {
  let folder: string;
  /** The files with complaints, and the rules. */
  let complaints: readonly string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fived lint '));
    copyFileSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    for (const [i, [file, from]] of IMPORTS.entries())
      write(file.replace('a.ts', `case-${i}.ts`), `import { a } from '${from}';\nexport const b = a;\n`);
    write('libs/data/src/default.ts', 'export default 1;\n');
    write('libs/data/src/any.ts', 'export const a: any = 1;\n');
    write('tools/src/circle/a.ts', "import type { B } from './in/b.js';\nexport type A = B;\n");
    write('tools/src/circle/in/b.ts', "export { c } from '../c.js';\nexport type B = 1;\n");
    write('tools/src/circle/c.ts', "import type { A } from './a.js';\nexport const c: A = 1;\n");
    write('tools/src/circle/d.ts', "import { c } from './c.js';\nexport const d = c;\n");
    write('tools/src/circle/e.ts', "export * from './e.js';\n");
    const { stdout } = await runNode([oxlint, '--format=json', '.'], { cwd: folder });
    const { diagnostics } = JSON.parse(stdout) as {
      readonly diagnostics: readonly { readonly code: string; readonly filename: string }[];
    };
    complaints = diagnostics.map(({ code, filename }) => `${filename} ${code}`);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(IMPORTS.map(([file, from, isAllowed], i) => [isAllowed ? 'lets' : 'does not let', file, from, i] as const))(
    '%s %s import %s',
    (verdict, file, _, i) => {
      const complaint = `${file.replace('a.ts', `case-${i}.ts`)} eslint(no-restricted-imports)`;
      expect(complaints.includes(complaint)).toBe(verdict === 'does not let');
    },
  );

  it('catches circles of imports, of types too, in folders, and of a file with itself', () => {
    const inCircles = complaints.filter((complaint) => complaint.endsWith(' import(no-cycle)')).sort();
    expect(inCircles).toEqual(
      ['a.ts', 'c.ts', 'e.ts', 'in/b.ts'].map((file) => `tools/src/circle/${file} import(no-cycle)`),
    );
  });

  it('catches a default export, and any', () => {
    expect(complaints).toContain('libs/data/src/default.ts import(no-default-export)');
    expect(complaints).toContain('libs/data/src/any.ts typescript(no-explicit-any)');
  });
});

describe('code', () => {
  /** Prettier leaves longer lines only where it may not break: comments and strings, which people break. */
  const MOST_COLUMNS = 120;
  /** A regular expression would not be readable on two lines. */
  const isRegularExpression = (line: string): boolean =>
    /^\s*(expect\S*|const \w+ =|.*\()?\s*\/.*\/[a-z]*[,;.).]/.test(line);

  it(`has no line over ${MOST_COLUMNS} columns but regular expressions`, () => {
    const files = testedProjects(ROOT).flatMap((project) =>
      readdirSync(join(ROOT, project, 'src'), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join(project, 'src', name)),
    );
    expect(files.length).toBeGreaterThan(500);
    const long = files.flatMap((file) =>
      readFileSync(join(ROOT, file), 'utf8')
        .split('\n')
        .flatMap((line, i) => (line.length > MOST_COLUMNS && !isRegularExpression(line) ? [`${file}:${i + 1}`] : [])),
    );
    expect(long).toEqual([]);
  });
});
