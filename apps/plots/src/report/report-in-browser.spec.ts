/**
 * The report of the committed record in a headless browser: as a phone, a tablet and a desktop show it, light and dark.
 * If the environment variable FIVED_SCREENSHOTS names a folder, each view leaves a picture of the whole page there.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSources, reportOf } from '../report.js';
import { COMMANDS, findBrowser } from '../testing/browser/find-browser.js';
import { problemsOf, SCHEMES, type View } from '../testing/browser/observation.js';
import { visit } from '../testing/browser/visit.js';

/** CSS pixels. */
const WIDTHS = [390, 768, 1400] as const;
const VIEWS = WIDTHS.flatMap((width) => SCHEMES.map((scheme) => [width, scheme] as const));
const PHONE: View = { width: 390, scheme: 'light' };

const LAUNCH_ARGUMENTS = [
  // The sandbox does not start for root, as in most containers. The page is our own.
  '--no-sandbox',
  '--disable-gpu',
  // The browser sends nothing of its own.
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const executablePath = findBrowser({ platform: process.platform, path: process.env['PATH'] ?? '' });
// `npm test` shows lines that begin like this.
if (executablePath === undefined)
  console.log(`NOT CHECKED in a browser: no Chromium found (looked for ${COMMANDS.join(', ')})`);
const screenshots = process.env['FIVED_SCREENSHOTS'];

describe.runIf(executablePath !== undefined)('the report in a browser', () => {
  let browser: Browser;
  let folder: string;
  let html: string;
  let expected: { readonly tables: readonly string[]; readonly figures: readonly string[] };

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: LAUNCH_ARGUMENTS });
    folder = mkdtempSync(join(tmpdir(), 'fived-page-'));
    const record = fileURLToPath(new URL('../../../../docs/performance', import.meta.url));
    const { markdown, html: page } = reportOf(await readSources({ in: record, out: record }));
    html = page;
    const captions = [...markdown.matchAll(/^\*\*(Table|Figure) (\d+)\.\*\*/gm)];
    const idsOf = (wanted: string): readonly string[] =>
      captions.flatMap(([, kind, number]) => (kind === wanted ? [`${kind.toLowerCase()}-${number}`] : []));
    expected = { tables: idsOf('Table'), figures: idsOf('Figure') };
    return async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    };
  }, 60_000);

  /** Writes the page, and returns its address. */
  const write = (page: string): string => {
    const path = join(folder, 'page.html');
    writeFileSync(path, page);
    return pathToFileURL(path).href;
  };

  it('must show five tables and five figures', () => {
    expect([expected.tables.length, expected.figures.length]).toEqual([5, 5]);
  });

  it.each(VIEWS)('is as it should be, %i pixels wide and %s', async (width, scheme) => {
    const picture = screenshots === undefined ? undefined : join(screenshots, `report-${width}-${scheme}.png`);
    expect(problemsOf(await visit(browser, write(html), { width, scheme }, picture), expected)).toEqual([]);
  });

  it.each([
    ['with its policy', (page: string) => page],
    ['without its policy', (page: string) => page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')],
  ])('would not go unnoticed if it asked for something outside, %s', async (_, change) => {
    const outside = ['http://127.0.0.1:9/x.png', 'https://a.example/x.css', 'https://a.example/x.js'];
    const [image, style, script] = outside;
    const planted = `<img src="${image}"><link rel="stylesheet" href="${style}"><script src="${script}"></script>`;
    const page = change(html).replace('</body>', `${planted}</body>`);
    const observation = await visit(browser, write(page), PHONE);
    expect([...observation.requests].sort()).toEqual(outside);
    const problems = problemsOf(observation, expected);
    for (const url of outside) expect(problems).toContain(`it asked for ${url}`);
  });

  it('would not go unnoticed if its script failed', async () => {
    const page = html.replace('</body>', '<script>console.log("a", 1); throw new Error("b");</script></body>');
    expect((await visit(browser, write(page), PHONE)).consoleLines).toEqual(['log a 1', 'uncaught b']);
  });
});
