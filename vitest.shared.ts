import { defaultServerConditions } from 'vite';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/**
 * The one test configuration: sources are resolved without path maps, and each project leaves its counts for `npm
 * test`.
 */
export const sharedConfig = (project: string): ViteUserConfig =>
  defineConfig({
    ssr: { resolve: { conditions: ['@fived/source', ...defaultServerConditions] } },
    test: {
      name: project,
      include: ['src/**/*.spec.ts'],
      environment: 'node',
      testTimeout: 120_000,
      // Tests keep the machine busy themselves, and look at no times: `fived bench` need not wait, nor do its children.
      env: { FIVED_WAIT_FOR_QUIET: '0' },
      reporters: ['default', 'json'],
      outputFile: { json: 'test-output/results.json' },
    },
  });
