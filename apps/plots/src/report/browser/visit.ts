/** Opens a page in the browser in one view after the other, and writes down what happens. */
import { writeFileSync } from 'node:fs';
import type { Browser, Params } from './devtools.js';
import { LOOK, type Look, type Observation, type View } from './observation.js';

const HEIGHT = 900;
const PHONE_WIDTH = 600;

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The line of an event that a page without errors does not have, or undefined. */
const consoleLine = (method: string, params: Params): string | undefined => {
  switch (method) {
    case 'Runtime.exceptionThrown': {
      const { exceptionDetails } = params as {
        readonly exceptionDetails: { readonly text: string; readonly exception?: { readonly description?: string } };
      };
      return `${exceptionDetails.text} ${exceptionDetails.exception?.description ?? ''}`;
    }
    case 'Runtime.consoleAPICalled':
      return `${text(params.type)} ${text(params.args)}`;
    case 'Log.entryAdded': {
      const { entry } = params as { readonly entry: { readonly level: string; readonly text: string } };
      return ['error', 'warning'].includes(entry.level) ? entry.text : undefined;
    }
    default:
      return undefined;
  }
};

/**
 * `screenshot`: where to put a picture of the whole page, or undefined for none. Throws an Error if the page cannot be
 * opened.
 */
export const visit = async (browser: Browser, url: string, view: View, screenshot?: string): Promise<Observation> => {
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = (await browser.send('Target.attachToTarget', { targetId, flatten: true })) as {
    readonly sessionId: string;
  };
  const send = (method: string, params: Params = {}): Promise<Params> => browser.send(method, params, sessionId);

  const requests: string[] = [];
  const consoleLines: string[] = [];
  const loaded = new Promise<void>((done) => {
    browser.onEvent(({ method, params, ...event }) => {
      if (event.sessionId !== sessionId) return;
      if (method === 'Page.loadEventFired') done();
      if (method === 'Network.requestWillBeSent') {
        const { request } = params as { readonly request: { readonly url: string } };
        if (request.url !== url && !request.url.startsWith('data:')) requests.push(request.url);
      }
      const line = consoleLine(method, params);
      if (line !== undefined) consoleLines.push(line);
    });
  });
  for (const domain of ['Page', 'Network', 'Runtime', 'Log']) await send(`${domain}.enable`);
  await send('Emulation.setDeviceMetricsOverride', {
    width: view.width,
    height: HEIGHT,
    deviceScaleFactor: 1,
    mobile: view.width < PHONE_WIDTH,
  });
  await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: view.scheme }] });
  const { errorText } = await send('Page.navigate', { url });
  if (errorText !== undefined) throw new Error(`${url} cannot be opened: ${text(errorText)}`);
  await loaded;

  if (screenshot !== undefined) {
    const { data } = (await send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: true })) as {
      readonly data: string;
    };
    writeFileSync(screenshot, Buffer.from(data, 'base64'));
  }
  const evaluated = (await send('Runtime.evaluate', { expression: LOOK, returnByValue: true })) as {
    readonly result: { readonly value?: unknown };
    readonly exceptionDetails?: { readonly exception?: { readonly description?: string } };
  };
  if (evaluated.exceptionDetails !== undefined)
    throw new Error(`looking at ${url} failed: ${evaluated.exceptionDetails.exception?.description ?? ''}`);
  await browser.send('Target.closeTarget', { targetId });
  return { view, look: evaluated.result.value as Look, requests, consoleLines };
};
