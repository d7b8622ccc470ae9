import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const home = dirname(import.meta.dirname);

describe('The example in the README', () => {
  it('runs as it stands, and prints what its comments say', () => {
    const [, code] = /```js\n(.*?)```/s.exec(readFileSync(join(home, 'README.md'), 'utf8')) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'fived-readme-'));
    try {
      mkdirSync(join(folder, 'node_modules', '@fived'), { recursive: true });
      symlinkSync(home, join(folder, 'node_modules', '@fived', 'interpolator'), 'junction');
      const env = { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined }; // numbers without colour
      const child = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
        cwd: folder,
        encoding: 'utf8',
        env,
      });
      expect(child.stderr).toBe('');
      const [r2, planeR2, prediction, inBand, outside] = child.stdout.trim().split('\n');
      expect(Number(r2)).toBeGreaterThan(0.999999);
      expect(Number(planeR2)).toBeGreaterThan(0.77);
      expect(Number(planeR2)).toBeLessThan(0.79);
      expect(Number(/\[ (.*) \]/.exec(prediction)?.[1])).toBeCloseTo(0.125, 4);
      expect(inBand).toBe('true');
      expect(outside).toBe('1');
      expect(readdirSync(folder)).toContain('height.safetensors');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
