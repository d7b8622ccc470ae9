import { describe, expect, it } from 'vitest';
import { fitWithin, type FitAnswer, type FitRequest, type Trainer } from './budget.js';

interface Script {
  readonly [variant: string]: readonly [seconds: number, validation_mse: number] | string;
}

/** A method whose fits take the given times. Errors are 1 for a fit to training rows, and 0.5 for one to both sets. */
const scripted = (script: Script): { readonly trainer: Trainer; readonly requests: FitRequest[] } => {
  const requests: FitRequest[] = [];
  const trainer: Trainer = {
    variants: Object.keys(script),
    fit: (request): Promise<FitAnswer> => {
      requests.push(request);
      const answer = script[request.variant];
      if (typeof answer === 'string') return Promise.resolve({ seconds: 1, validation_mse: null, failure: answer });
      const [seconds, validation_mse] = answer;
      return Promise.resolve({
        seconds,
        validation_mse: request.rows === 'training' ? validation_mse : null,
        failure: null,
      });
    },
    judge: (_, rows) => Promise.resolve({ test_mse: rows === 'both' ? 0.5 : 1, truth_rmse: 2 }),
  };
  return { trainer, requests };
};

const fitted = ({ requests }: { readonly requests: readonly FitRequest[] }): readonly string[] =>
  requests.map(({ variant, rows }) => `${variant} ${rows}`);

describe('a method within the time that ours took', () => {
  it('is its variant with the least validation error, fitted once more to training and validation rows', async () => {
    const method = scripted({ a: [1, 0.3], b: [1, 0.1], c: [1, 0.2] });
    const result = await fitWithin(10, method.trainer);
    expect(fitted(method)).toEqual(['a training', 'b training', 'c training', 'b both']);
    expect(result).toMatchObject({
      seconds: 4,
      is_over_budget: false,
      chosen: { variant: 'b', rows: 'both', test_mse: 0.5, truth_rmse: 2 },
    });
  });

  it('is not fitted again if the time left is less than 1.8 times what it took', async () => {
    const within = scripted({ a: [1, 0.3], b: [2, 0.1] });
    expect((await fitWithin(6.6, within.trainer)).chosen).toMatchObject({ variant: 'b', rows: 'both' });
    const short = scripted({ a: [1, 0.3], b: [2, 0.1] });
    expect(await fitWithin(6.5, short.trainer)).toMatchObject({
      seconds: 3,
      chosen: { variant: 'b', rows: 'training', test_mse: 1 },
    });
    expect(fitted(short)).toEqual(['a training', 'b training']);
  });

  it('leaves out a variant that was not ready in time, and does not begin those after it', async () => {
    const method = scripted({ a: [1, 0.3], b: [5, 0.1], c: [0.1, 0.01] });
    const result = await fitWithin(3, method.trainer);
    expect(fitted(method)).toEqual(['a training', 'b training']);
    expect(result.attempts.map(({ counts }) => counts)).toEqual([true, false]);
    expect(result).toMatchObject({ seconds: 1, is_over_budget: false, chosen: { variant: 'a', rows: 'training' } });
  });

  it('is its first variant, and marked, if that alone takes longer', async () => {
    const method = scripted({ a: [5, 0.3], b: [1, 0.1] });
    const result = await fitWithin(3, method.trainer);
    expect(fitted(method)).toEqual(['a training']);
    expect(result).toMatchObject({ seconds: 5, is_over_budget: true, chosen: { variant: 'a' } });
  });

  it('with a single variant has nothing to choose: it is fitted to both at once, with all of the time', async () => {
    const method = scripted({ a: [2.5, 0.3] });
    expect(await fitWithin(3, method.trainer)).toMatchObject({ seconds: 2.5, chosen: { variant: 'a', rows: 'both' } });
    expect(method.requests).toEqual([{ variant: 'a', rows: 'both', restSeconds: 3, shareSeconds: 3 }]);
  });

  it('goes on after a variant that fails, whose time counts once another is ready', async () => {
    const method = scripted({ a: 'singular matrix', b: [1, 0.1] });
    const result = await fitWithin(3, method.trainer);
    expect(result).toMatchObject({ seconds: 2, chosen: { variant: 'b', rows: 'training' } });
    expect(result.attempts[0]).toMatchObject({ failure: 'singular matrix', counts: false });
  });

  it('that fails in every variant has no result', async () => {
    const { trainer } = scripted({ a: 'no', b: 'no' });
    expect(await fitWithin(3, trainer)).toMatchObject({ chosen: null, is_over_budget: false });
  });

  it(
    'is told a share that leaves as much for each of the variants to come, and 1.8 of it for ' + 'the last fit',
    async () => {
      const method = scripted({ a: [1, 0.3], b: [2, 0.2] });
      await fitWithin(10, method.trainer);
      const shares = method.requests.map(({ restSeconds, shareSeconds }) => [restSeconds, shareSeconds]);
      expect(shares).toEqual([
        [10, 10 / 3.8],
        [9, 9 / 2.8],
        [7, 7],
      ]);
    },
  );
});
