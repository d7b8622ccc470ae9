import { describe, expect, it } from 'vitest';
import { withSession, type SessionOptions } from './session.js';

const options = (mostSeconds = 60, signal = new AbortController().signal): SessionOptions => ({
  cwd: process.cwd(),
  env: {},
  signal,
  mostSeconds,
});
/** Stands in for the Python program, which the tests do not need. It greets, then runs `answer` for each line. */
const program = (answer: string): { readonly command: string; readonly args: readonly string[] } => {
  const onLine = `(line) => { const request = JSON.parse(line); ${answer} }`;
  return {
    command: process.execPath,
    args: [
      '--eval',
      `const say = (value) => console.log(JSON.stringify(value));
     say({ versions: { numpy: '2' }, variants: ['a', 'b'] });
     require('node:readline').createInterface({ input: process.stdin }).on('line', ${onLine});`,
    ],
  };
};
const request = { variant: 'a', rows: 'training', restSeconds: 4, shareSeconds: 2 } as const;

describe('a session with a method', () => {
  it('learns versions and variants, and has fits made and judged', async () => {
    const answer =
      "say('fit' in request ? { seconds: request.rest / request.share, validation_mse: 0.5 } " +
      ': { test_mse: 1, truth_rmse: 2 })';
    await withSession(program(answer), options(), async ({ trainer, versions }) => {
      expect([versions, trainer.variants]).toEqual([{ numpy: '2' }, ['a', 'b']]);
      expect(await trainer.fit(request)).toEqual({ seconds: 2, validation_mse: 0.5, failure: null });
      expect(await trainer.judge('a', 'training')).toEqual({ test_mse: 1, truth_rmse: 2 });
    });
  });

  it('hears of a variant that failed', async () => {
    const answer = `say({ seconds: 1, failure: 'LinAlgError: singular' })`;
    const heard = await withSession(program(answer), options(), ({ trainer }) => trainer.fit(request));
    expect(heard).toEqual({ seconds: 1, validation_mse: null, failure: 'LinAlgError: singular' });
  });

  it('says why a program ended before its time', async () => {
    const answer = `console.error('Traceback\\nMemoryError: no room'); process.exit(1)`;
    await expect(withSession(program(answer), options(), ({ trainer }) => trainer.fit(request))).rejects.toThrow(
      'MemoryError: no room',
    );
    const missing = { command: 'no-such-program', args: [] };
    await expect(withSession(missing, options(), () => Promise.resolve())).rejects.toThrow(
      'no-such-program cannot be started',
    );
  });

  it('refuses an answer that is none', async () => {
    await expect(
      withSession(program(`console.log('chat')`), options(), ({ trainer }) => trainer.fit(request)),
    ).rejects.toThrow('found "chat"');
    await expect(withSession(program(`say({})`), options(), ({ trainer }) => trainer.fit(request))).rejects.toThrow(
      'must have the number seconds',
    );
  });

  it('ends a program that does not answer, and one that is no longer wanted', async () => {
    await expect(withSession(program(''), options(1), ({ trainer }) => trainer.fit(request))).rejects.toThrow(
      'stopped after 1 s without an answer',
    );
    const controller = new AbortController();
    const asked = withSession(program(''), options(60, controller.signal), ({ trainer }) => {
      controller.abort(new Error('not wanted'));
      return trainer.fit(request);
    });
    await expect(asked).rejects.toThrow('not wanted');
  });
});
