import { defaultServerConditions } from 'vite';
import { defineConfig, type UserConfigFnObject } from 'vitest/config';
import type { CampaignSize } from './vitest.campaign.d.js';

/** How large campaigns are, by vitest's `--mode`. Nx, which loads this too, has modes of its own. */
const campaignSize = (mode: string): CampaignSize => {
  if (mode === 'full') return 'full';
  return mode === 'long' ? 'medium' : 'short';
};

/** Node 20 has WebAssembly's relaxed SIMD, which the simd engine needs, only with this option; newer ones without it. */
const RELAXED_SIMD = process.versions.node.startsWith('20.') ? ['--experimental-wasm-relaxed-simd'] : [];

/**
 * The one test configuration. `npm test` runs every *.spec.ts, with campaigns (*.campaign.spec.ts: the same over many
 * seeded cases) in their short form; `--mode long` and `--mode full` run campaigns alone, as large as that.
 */
export const sharedConfig = (project: string): UserConfigFnObject =>
  defineConfig(({ mode }) => {
    const campaign = campaignSize(mode);
    // The largest campaigns take an hour; all else is long over.
    const timeout = campaign === 'short' ? 120_000 : 7_200_000;
    return {
      ssr: { resolve: { conditions: ['@fived/source', ...defaultServerConditions] } },
      test: {
        name: project,
        include: [campaign === 'short' ? 'src/**/*.spec.ts' : 'src/**/*.campaign.spec.ts'],
        environment: 'node',
        // Files of a project share the modules that they import, which saves a third of the time or more. So a test puts
        // back what it changes, and one that looks at compiled code or memory does it in a process of its own.
        isolate: false,
        provide: { campaign },
        // Tests keep the machine busy themselves, and look at no times: `fived bench` need not wait, nor do its
        // children.
        env: { FIVED_WAIT_FOR_QUIET: '0' },
        execArgv: RELAXED_SIMD,
        testTimeout: timeout,
        // What tests share is made in hooks, which vitest would give 10 s.
        hookTimeout: timeout,
        fileParallelism: campaign === 'short',
        reporters: ['default', 'json'],
        outputFile: { json: 'test-output/results.json' },
      },
    };
  });
