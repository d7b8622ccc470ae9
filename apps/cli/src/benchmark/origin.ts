/** Where results come from, to make them checkable: hashes of parameters and of code, versions, machine, time. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { endianness } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { captureEnvironment } from '@fived/bench';
import { ARITHMETIC, type FloatArray } from '@fived/nn';
import { inertStrings, type BenchmarkRecord } from '@fived/records';

/** SHA-256 of the little-endian float32 bytes of the vectors, one after the other. */
export function sha256OfFloats(...vectors: readonly FloatArray[]): string {
  const hash = createHash('sha256');
  for (const vector of vectors) {
    const bytes = Buffer.from(Float32Array.from(vector).buffer);
    hash.update(endianness() === 'LE' ? bytes : bytes.swap32());
  }
  return hash.digest('hex');
}

/** The libraries on which the numbers of a run depend. */
const DECISIVE = ['@fived/data', '@fived/nn', '@fived/random'] as const;

/** The libraries on which a training on a user's own rows depends. */
export const DECISIVE_OF_TRAIN = [...DECISIVE, '@fived/interpolator'] as const;

/** SHA-256 of the names and contents of the compiled JavaScript of the libraries that decide a run's numbers. */
export function codeVersion(libraries: readonly string[] = DECISIVE): string {
  const require = createRequire(import.meta.url);
  const hash = createHash('sha256');
  for (const name of libraries) {
    const folder = dirname(require.resolve(name));
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) {
      hash.update(`${name}/${relative(folder, file).replaceAll('\\', '/')}\n`);
      hash.update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** The versions of fived and of the packages that the measured code and the harness declare, by name. */
function packageVersions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const versions: Record<string, string> = {};
  for (const name of ['@fived/bench', ...DECISIVE]) {
    const manifest = JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')) as {
      version: string;
      dependencies?: Record<string, string>;
    };
    versions['fived'] = manifest.version;
    for (const [dependency, version] of Object.entries(manifest.dependencies ?? {})) {
      if (!dependency.startsWith('@fived/')) versions[dependency] = version;
    }
  }
  return versions;
}

/** What every record says of its origin. */
export type Origin = Pick<BenchmarkRecord, 'timestamp' | 'environment' | 'code_version' | 'arithmetic'>;

/** @param libraries that decide the numbers */
export const captureOrigin = async (libraries?: readonly string[]): Promise<Origin> => ({
  timestamp: new Date().toISOString(),
  environment: inertStrings(await captureEnvironment({ packages: packageVersions() })),
  code_version: codeVersion(libraries),
  arithmetic: ARITHMETIC,
});
