/** A conversation with `tools/study/peers.py`: one line of JSON in, one line of JSON back. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ProgramError, reasonIn, type Program } from '../peers/program.js';
import type { FitAnswer, Trainer } from './budget.js';
import type { Errors } from './record.js';

export interface SessionOptions {
  readonly cwd: string;
  /** Variables that are added to this process's own. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** After this time without an answer the program is killed. */
  readonly mostSeconds: number;
}

export interface Session {
  readonly trainer: Trainer;
  readonly versions: Readonly<Record<string, string>>;
}

type Reply = Readonly<Record<string, unknown>>;

const number = (reply: Reply, name: string): number => {
  const value = reply[name];
  if (typeof value !== 'number')
    throw new ProgramError(`its answer must have the number ${name}; found ${JSON.stringify(reply).slice(0, 100)}`);
  return value;
};

const fitAnswer = (reply: Reply): FitAnswer => ({
  seconds: number(reply, 'seconds'),
  validation_mse: typeof reply['validation_mse'] === 'number' ? reply['validation_mse'] : null,
  failure: typeof reply['failure'] === 'string' ? reply['failure'] : null,
});

const errors = (reply: Reply): Errors => ({
  test_mse: number(reply, 'test_mse'),
  truth_rmse: number(reply, 'truth_rmse'),
});

/**
 * Starts the program, lets `use` talk with it, and ends it.
 * @throws ProgramError if it cannot be started, ends too early, is overdue or answers nonsense; the signal's reason if
 * aborted
 */
export const withSession = async <Result>(
  { command, args }: Program,
  { cwd, env, signal, mostSeconds }: SessionOptions,
  use: (session: Session) => Promise<Result>,
): Promise<Result> => {
  signal.throwIfAborted();
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  let stderr = '';
  let isOverdue = false;
  let notStarted: Error | undefined;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.on('error', (error) => {
    notStarted = error;
  });
  // An error of writing to a program that has ended. Its missing answer tells that it has.
  child.stdin.on('error', () => undefined);
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  signal.addEventListener('abort', kill, { once: true });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  const why = (): string => {
    if (notStarted !== undefined) return `${command} cannot be started: ${notStarted.message}`;
    return isOverdue
      ? `it was stopped after ${mostSeconds} s without an answer`
      : (reasonIn(stderr) ?? 'it ended and said nothing');
  };
  const nextReply = async (): Promise<Reply> => {
    const deadline = setTimeout(() => {
      isOverdue = true;
      kill();
    }, mostSeconds * 1000);
    const line = await lines.next().finally(() => {
      clearTimeout(deadline);
    });
    signal.throwIfAborted();
    if (line.done === true) throw new ProgramError(why());
    try {
      return JSON.parse(line.value) as Reply;
    } catch (error) {
      throw new ProgramError(`it must answer in JSON; found "${line.value.slice(0, 60)}"`, { cause: error });
    }
  };
  const ask = (request: object): Promise<Reply> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return nextReply();
  };

  try {
    const greeting = await nextReply();
    const trainer: Trainer = {
      variants: greeting['variants'] as readonly string[],
      fit: async ({ variant, rows, restSeconds, shareSeconds }) =>
        fitAnswer(await ask({ fit: variant, rows, rest: restSeconds, share: shareSeconds })),
      judge: async (variant, rows) => errors(await ask({ judge: variant, rows })),
    };
    return await use({ trainer, versions: greeting['versions'] as Readonly<Record<string, string>> });
  } finally {
    signal.removeEventListener('abort', kill);
    child.stdin.end();
    kill();
  }
};
