/** Circles of imports, of types too: files that can only be understood together. */
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** The files of `files`, relative to `root`, that each of them imports by a relative path. */
export function importsOf(root: string, files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'));
      const targets = importedFiles
        .filter(({ fileName }) => fileName.startsWith('.'))
        .map(({ fileName }) =>
          normalize(join(dirname(file), fileName))
            .replaceAll('\\', '/')
            .replace(/\.js$/, '.ts'),
        );
      return [file, targets.filter((target) => known.has(target))];
    }),
  );
}

/**
 * The strongly connected parts of more than one file, and files that import themselves (Tarjan, 1972). Each part is
 * sorted.
 */
export function circlesOf(imports: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): number => {
    const index = order.size;
    let low = index;
    order.set(file, index);
    open.push(file);
    for (const target of imports.get(file) ?? []) {
      if (!order.has(target)) low = Math.min(low, visit(target));
      else if (open.includes(target)) low = Math.min(low, order.get(target) ?? low);
    }
    if (low === index) {
      const part = open.splice(open.indexOf(file));
      if (part.length > 1 || (imports.get(file) ?? []).includes(file)) circles.push(part.sort());
    }
    return low;
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return circles;
}
