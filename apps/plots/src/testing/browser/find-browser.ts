/** Finds an installed browser that Playwright can drive as it is: Chromium or a relative of it. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Commands on PATH, in the order of preference. */
export const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
] as const;

/** Where macOS and Windows install them, off PATH. */
const PLACES: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

export interface Host {
  readonly platform: NodeJS.Platform;
  /** The environment variable PATH. */
  readonly path: string;
}

/** The path of a browser, or undefined if there is none. */
export const findBrowser = ({ platform, path }: Host): string | undefined => {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const suffix = platform === 'win32' ? '.exe' : '';
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, `${command}${suffix}`)));
  return [...onPath, ...(PLACES[platform] ?? [])].find(isProgram);
};
