/**
 * `npm run count`: the size of the code by project, in characters of TypeScript without comments and white space.
 * Left out are tests and what lies in `testing/` and `golden/`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './workspace.js';

const LEFT_OUT = /\.spec\.ts$|\/(?:testing|golden)\//;

const isComment = ({ kind }: ts.Node): boolean =>
  kind >= ts.SyntaxKind.FirstJSDocNode && kind <= ts.SyntaxKind.LastJSDocNode;

/** Characters of all tokens in a TypeScript text; white space inside of strings does not count either. */
export function codeLength(text: string): number {
  const source = ts.createSourceFile('code.ts', text, ts.ScriptTarget.Latest, true);
  const lengthOf = (node: ts.Node): number => {
    const children = node.getChildren(source).filter((child) => !isComment(child));
    if (children.length === 0) return text.slice(node.getStart(source), node.end).replace(/\s+/g, '').length;
    return children.reduce((sum, child) => sum + lengthOf(child), 0);
  };
  return lengthOf(source);
}

/**
 * `libs/nn` of `libs/nn/src/train.ts`; the first folder of what is in no library and no app; `root` without a folder.
 */
export const projectOf = (file: string): string => /^(?:(?:libs|apps)\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? 'root';

/** Prints a line for each project, then the sum, of the files that git knows. */
export function countCode(print: (line: string) => void): void {
  const files = execFileSync('git', ['ls-files', '*.ts'], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '' && !LEFT_OUT.test(file))
    .map((file) => ({ project: projectOf(file), length: codeLength(readFileSync(join(ROOT, file), 'utf8')) }));
  const printSum = (name: string, counted: typeof files): void => {
    const characters = counted.reduce((sum, { length }) => sum + length, 0).toLocaleString('en');
    print(`${name.padEnd(20)} ${characters.padStart(11)} characters in ${counted.length} files`);
  };
  for (const name of [...new Set(files.map(({ project }) => project))].sort())
    printSum(
      name,
      files.filter(({ project }) => project === name),
    );
  printSum('all', files);
}
