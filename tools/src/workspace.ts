/** Where the checkout is, and which projects it has. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The same relative path from `src` and from `dist`. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Paths of the projects that have tests, relative to `root`: every folder in libs and apps, and tools, if it has a test
 * configuration.
 */
export const testedProjects = (root: string): readonly string[] =>
  ['libs', 'apps']
    .flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`))
    .concat('tools')
    .filter((project) => existsSync(join(root, project, 'vitest.config.ts')))
    .sort();

/** Those of them that have a target `test-long`. */
export const projectsWithCampaigns = (root: string): readonly string[] =>
  testedProjects(root).filter((project) => {
    const manifest = JSON.parse(readFileSync(join(root, project, 'package.json'), 'utf8')) as {
      readonly nx: { readonly targets?: Readonly<Record<string, unknown>> };
    };
    return manifest.nx.targets?.['test-long'] !== undefined;
  });
