import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser } from './find-browser.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fived-path-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const program = (name: string, mode = 0o755): string => {
  const path = join(folder, name);
  writeFileSync(path, '');
  chmodSync(path, mode);
  return path;
};
const host = () => ({ platform: 'linux' as const, path: ['', '/no/such/folder', folder].join(delimiter) });

describe.runIf(process.platform === 'linux')('findBrowser', () => {
  it('finds none where there is none, though there be another one', () => {
    program('firefox');
    expect(findBrowser(host())).toBeUndefined();
  });

  it('prefers Chromium to Chrome, wherever they lie on PATH', () => {
    const chrome = program('google-chrome');
    expect(findBrowser(host())).toBe(chrome);
    const chromium = program('chromium');
    expect(findBrowser(host())).toBe(chromium);
  });

  it('passes over what cannot be run', () => {
    program('chromium', 0o644);
    mkdirSync(join(folder, 'google-chrome'));
    expect(findBrowser(host())).toBeUndefined();
  });
});
