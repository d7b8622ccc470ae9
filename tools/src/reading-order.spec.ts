import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('docs/reading-order.md', root), 'utf8');
const paths = [...text.matchAll(/`([^`]+\.(?:ts|md))`/g)].map(([, path]) => path);

describe("the reader's path", () => {
  it('has its places', () => {
    expect(paths.length).toBeGreaterThan(10);
  });

  it.each(paths)('leads to %s', (path) => {
    expect(existsSync(new URL(path, root))).toBe(true);
  });
});
