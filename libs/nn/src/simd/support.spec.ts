import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { simdObstacle } from './support.js';

/** What a Node with these options says about its machine, by the built library. */
function obstacleWith(...options: string[]): string {
  const script = `import(${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)}).then(
    ({ simdObstacle, createAutoEngine, describeNetwork, adamDefaults }) => {
      const { name } = createAutoEngine({ network: describeNetwork([1, 1]), batchSize: 1, adam: adamDefaults });
      console.log(name + ': ' + simdObstacle());
    })`;
  return execFileSync(process.execPath, [...options, '-e', script], { encoding: 'utf8' }).trim();
}

const isNode20 = process.versions.node.startsWith('20.');
const relaxed = isNode20 ? ['--experimental-wasm-relaxed-simd'] : [];

describe('The SIMD engine', () => {
  it('can be used in every Node that is supported', () => {
    expect(simdObstacle()).toBeUndefined();
    expect(obstacleWith(...relaxed)).toBe('simd: undefined');
  });

  it.runIf(process.arch === 'x64')('is refused where the processor has no fused multiply-add', () => {
    expect(obstacleWith(...relaxed, '--no-enable-fma3')).toMatch(/^reference: this machine rounds twice/);
  });

  it.runIf(isNode20)('is refused where relaxed SIMD is turned off', () => {
    expect(obstacleWith()).toMatch(/^reference: this runtime has no relaxed SIMD/);
  });
});
