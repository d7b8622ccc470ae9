/**
 * `nx run plots:browser`: writes a report into a temporary folder, opens it in a headless browser as a phone and as a
 * desk would, light and dark, and says what is wrong with it. Where no browser is installed it says so, and that
 * nothing was checked.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { report, readSources, REPORT_FILES } from '../../report.js';
import { buildReport } from '../build-report.js';
import { allBlocks } from '../document.js';
import { startBrowser } from './devtools.js';
import { COMMANDS, findBrowser, hasFirefox } from './find-browser.js';
import { problemsOf, SCHEMES, type View } from './observation.js';
import { visit } from './visit.js';

/** CSS pixels: a phone, a tablet, a desk. */
const WIDTHS = [390, 768, 1400] as const;
const VIEWS: readonly View[] = WIDTHS.flatMap((width) => SCHEMES.map((scheme) => ({ width, scheme })));

/** Ids of what the page must show, by the document that it is made from. */
const expectedOf = async (
  folder: string,
): Promise<{ readonly tables: readonly string[]; readonly figures: readonly string[] }> => {
  const blocks = allBlocks(buildReport(await readSources({ in: folder, out: folder })).sections);
  return {
    tables: blocks.filter((block) => block.kind === 'table').map(({ id }) => id),
    figures: blocks.filter((block) => block.kind === 'figure').map(({ id }) => id),
  };
};

/** Returns the number of problems. */
const check = async (browserPath: string, folder: string, screenshots: string | undefined): Promise<number> => {
  const out = mkdtempSync(join(tmpdir(), 'fived-report-'));
  if (screenshots !== undefined) mkdirSync(screenshots, { recursive: true });
  const browser = startBrowser(browserPath);
  try {
    await report({ in: folder, out }, () => undefined);
    const expected = await expectedOf(folder);
    const { product } = await browser.send('Browser.getVersion');
    console.log(
      `${String(product)}: the report of ${folder}, ${expected.tables.length} tables ` +
        `and ${expected.figures.length} figures`,
    );
    let count = 0;
    for (const view of VIEWS) {
      const picture =
        screenshots === undefined ? undefined : join(screenshots, `report-${view.width}-${view.scheme}.png`);
      const observation = await visit(browser, pathToFileURL(join(out, REPORT_FILES.html)).href, view, picture);
      const problems = problemsOf(observation, expected);
      console.log(
        `${view.width} pixels, ${view.scheme}: ` +
          (problems.length === 0 ? 'as it should be' : `${problems.length} wrong`),
      );
      for (const problem of problems) console.log(`  ${problem}`);
      count += problems.length;
    }
    return count;
  } finally {
    rmSync(out, { recursive: true, force: true });
    await browser.close();
  }
};

/** Arguments: the folder with the result files, and one for pictures of the page, if there should be any. */
const [folder = 'docs/performance', screenshots] = process.argv.slice(2);
const host = { platform: process.platform, path: process.env.PATH ?? '' };
const browserPath = findBrowser(host);
if (browserPath === undefined) {
  console.log(
    `NOT CHECKED: no browser found; looked for ${COMMANDS.join(', ')}.` +
      (hasFirefox(host) ? ' There is a Firefox, which this check cannot drive.' : '') +
      ' Install Chromium or Chrome to have the page checked.',
  );
} else {
  try {
    process.exitCode = (await check(browserPath, folder, screenshots)) === 0 ? 0 : 1;
  } catch (error) {
    console.error(`plots:browser: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
