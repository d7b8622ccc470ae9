/**
 * A headless browser, driven by the Chrome DevTools Protocol (https://chromedevtools.github.io/devtools-protocol) over
 * a pipe: it reads commands from its file descriptor 3 and writes answers and events to 4, each a JSON text that ends
 * in a zero byte.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

export type Params = Readonly<Record<string, unknown>>;

export interface DevToolsEvent {
  readonly method: string;
  readonly params: Params;
  /** Of the page that it happened in. */
  readonly sessionId?: string | undefined;
}

export interface Browser {
  /** Sends a command, to a page if it has a session's id. Throws what the browser refuses. */
  readonly send: (method: string, params?: Params, sessionId?: string) => Promise<Params>;
  readonly onEvent: (listener: (event: DevToolsEvent) => void) => void;
  /** Ends the browser and removes what it kept. */
  readonly close: () => Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly sessionId?: string | undefined;
  readonly result?: Params;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly done: (result: Params) => void;
  readonly failed: (error: Error) => void;
}

const FLAGS = [
  '--headless=new',
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-extensions',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
  '--hide-scrollbars',
];

/** Chromium's sandbox does not start for root, as in most containers; the page is one of ours. */
const sandboxFlags = (): readonly string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);

const ANSWER_MS = 30_000;
const CLOSE_MS = 5000;

/** Starts the browser. It throws on the first command if it cannot run. */
export const startBrowser = (path: string): Browser => {
  const profile = mkdtempSync(join(tmpdir(), 'fived-browser-'));
  const child = spawn(path, [...FLAGS, ...sandboxFlags(), `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [input, output] = [child.stdio[3] as Writable, child.stdio[4] as Readable];
  const waiting = new Map<number, Waiting>();
  const listeners: ((event: DevToolsEvent) => void)[] = [];
  let lastId = 0;

  const take = ({ id, method, params = {}, sessionId, result = {}, error }: Message): void => {
    if (id === undefined) {
      if (method !== undefined) for (const listener of listeners) listener({ method, params, sessionId });
      return;
    }
    const command = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) command?.done(result);
    else command?.failed(new Error(`the browser refused a command: ${error.message}`));
  };

  let pending = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = `${pending}${chunk}`.split('\0');
    pending = messages.pop() ?? '';
    for (const message of messages) take(JSON.parse(message) as Message);
  });

  const ended = new Promise<void>((done) => {
    const end = (reason: string): void => {
      for (const { failed } of waiting.values()) failed(new Error(`${path} ${reason}`));
      waiting.clear();
      done();
    };
    child.on('error', (error) => {
      end(`cannot be started: ${error.message}`);
    });
    child.on('close', (code) => {
      end(`ended with exit code ${code ?? 'none'}`);
    });
  });
  // A browser that is gone is noticed by its end.
  input.on('error', () => undefined);

  const send = (method: string, params: Params = {}, sessionId?: string): Promise<Params> => {
    const id = (lastId += 1);
    return new Promise((done, failed) => {
      const timer = setTimeout(() => {
        waiting.delete(id);
        failed(new Error(`the browser did not answer ${method} in ${ANSWER_MS / 1000} s`));
      }, ANSWER_MS);
      const settle =
        <Value>(settled: (value: Value) => void) =>
        (value: Value): void => {
          clearTimeout(timer);
          settled(value);
        };
      waiting.set(id, { done: settle(done), failed: settle(failed) });
      if (child.exitCode === null)
        input.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
      else take({ id, error: { message: 'it has ended' } });
    });
  };

  return {
    send,
    onEvent: (listener) => {
      listeners.push(listener);
    },
    close: async () => {
      // Asked to, it ends its own processes first; they write to the profile to the last.
      const killed = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
      await Promise.race([send('Browser.close').catch(() => undefined), ended]);
      await ended;
      clearTimeout(killed);
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
};
