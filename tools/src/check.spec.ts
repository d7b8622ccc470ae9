import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runNode } from './child.js';
import { projectsWithCampaigns, ROOT, testedProjects } from './workspace.js';

const stub = join(ROOT, 'tools', 'bin', 'fived-check.js');

describe('fived-check', () => {
  it('explains itself on --help', async () => {
    const { exitCode, stdout, stderr } = await runNode([stub, '--help'], { cwd: ROOT });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('N passed, N failed');
  });

  it('refuses options with one line', async () => {
    expect(await runNode([stub, '--quick'], { cwd: ROOT })).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: 'fived-check: found --quick, must be given no options, --long, or --long --full\n',
    });
  });

  it('tests every project of the workspace', () => {
    const projects = testedProjects(ROOT);
    for (const name of ['apps/cli', 'apps/plots', 'libs/nn', 'libs/random', 'tools']) expect(projects).toContain(name);
    expect(projects.filter((project) => !existsSync(join(ROOT, project, 'package.json')))).toEqual([]);
  });

  it('leaves no campaign out of test:long', () => {
    const files = testedProjects(ROOT).filter((project) =>
      readdirSync(join(ROOT, project, 'src'), { recursive: true }).some((file) =>
        String(file).endsWith('.campaign.spec.ts'),
      ),
    );
    expect(projectsWithCampaigns(ROOT)).toEqual(files);
    expect(files.length).toBeGreaterThan(3);
  });
});
