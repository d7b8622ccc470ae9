/** Opens a page in one view, and records what happens. */
import type { Browser } from 'playwright-core';
import { lookAtPage } from './look.js';
import type { Observation, View } from './observation.js';

/** CSS pixels. */
const HEIGHT = 900;
const PHONE_WIDTH = 600;

/**
 * `screenshot` is the file for a picture of the whole page, or undefined for none. Throws an Error if the page cannot
 * be opened.
 */
export const visit = async (browser: Browser, url: string, view: View, screenshot?: string): Promise<Observation> => {
  const page = await browser.newPage({
    viewport: { width: view.width, height: HEIGHT },
    isMobile: view.width < PHONE_WIDTH,
    colorScheme: view.scheme,
    // Requests are recorded all the same, and need not leave this machine.
    offline: true,
  });
  try {
    const requests: string[] = [];
    const consoleLines: string[] = [];
    page.on('request', (request) => {
      if (request.url() !== url) requests.push(request.url());
    });
    page.on('console', (message) => {
      consoleLines.push(`${message.type()} ${message.text()}`);
    });
    page.on('pageerror', (error) => {
      consoleLines.push(`uncaught ${error.message}`);
    });
    await page.goto(url);
    // This comes before the look, which sorts a table.
    if (screenshot !== undefined) await page.screenshot({ path: screenshot, fullPage: true });
    return { view, look: await page.evaluate(lookAtPage), requests, consoleLines };
  } finally {
    await page.close();
  }
};
