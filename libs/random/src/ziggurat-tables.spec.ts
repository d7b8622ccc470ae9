import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LAYER_HEIGHT, LAYER_THRESHOLD, LAYER_WIDTH } from './ziggurat-tables.js';

// Out of NumPy's own library: tools/golden/ziggurat_tables.py
const golden = JSON.parse(readFileSync(new URL('../golden/ziggurat-tables.json', import.meta.url), 'utf8')) as {
  readonly thresholds: readonly number[];
  readonly widths: readonly number[];
  readonly heights: readonly number[];
};

describe("The ziggurat's tables", () => {
  it.each([
    ['thresholds', LAYER_THRESHOLD],
    ['widths', LAYER_WIDTH],
    ['heights', LAYER_HEIGHT],
  ] as const)("have NumPy's %s to the bit", (name, table) => {
    expect(table).toEqual(Float64Array.from(golden[name]));
    expect(table).toHaveLength(256);
  });
});
