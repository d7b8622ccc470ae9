import { describe, expect, it } from 'vitest';
import { parseResult } from './result-line.js';

const result = {
  peer: 'jax',
  versions: { jax: '1.2.3' },
  epochs: 5,
  seed: 42,
  setup_seconds: 0.1,
  warm_up_epochs: 2,
  warm_up_seconds: 1.5,
  training_seconds: 2.5,
  test_r2: 0.9,
  test_mse: 0.01,
  peak_rss_bytes: 1000,
};
const expected = { epochs: 5, seed: 42 };
const { peer, versions, ...run } = result;

describe("A runner's result", () => {
  it('is its last line, whatever the library said before', () => {
    expect(parseResult(`hello\n{"chat": 1}\n${JSON.stringify(result)}\n`, peer, expected)).toEqual({ run, versions });
  });

  it.each([
    ['no result', 'done\n', 'its last line must be its result in JSON; found "done"'],
    [
      'a loss that is not finite',
      JSON.stringify({ ...result, test_mse: null }),
      'its result must have the number test_mse; found null',
    ],
    [
      "another program's",
      JSON.stringify({ ...result, peer: 'keras' }),
      'its result must be of jax, 5 epochs, seed 42; found keras, 5, 42',
    ],
    [
      'fewer epochs',
      JSON.stringify({ ...result, epochs: 4 }),
      'its result must be of jax, 5 epochs, seed 42; found jax, 4, 42',
    ],
  ])('is refused: %s', (_, stdout, message) => {
    expect(() => parseResult(stdout, peer, expected)).toThrow(new Error(message));
  });
});
