/** What the steps of the preparation share. A step is done only once: a hash of what it was made from is kept. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What preparing needs to know. */
export interface PrepareContext {
  /** The folder for what is installed and compiled. */
  readonly cache: string;
  /** The interpreter that makes virtual environments. */
  readonly python: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

export const hashOf = (...parts: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}\0${part}`);
  return hash.digest('hex');
};

/** Runs `make`, unless it has succeeded for this hash before. A failure leaves no stamp, so it is tried again. */
export const once = async (stamp: string, hash: string, make: () => Promise<void>): Promise<void> => {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  rmSync(stamp, { force: true });
  await make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
};
