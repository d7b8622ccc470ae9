/**
 * The shipped typeface, Source Sans 3 (SIL Open Font License). It is registered under a name of our own, so that the
 * fonts on a machine cannot change a chart. Without a font the canvas would draw no text and report no error, so a
 * failure throws.
 */
import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';

export const FONT_FAMILY = 'fived Source Sans 3';

const WEIGHTS = [400, 600] as const;

/** The typeface has one file a script. All our own words are Latin; the others are for names in a user's data. */
const SCRIPTS = ['latin', 'latin-ext', 'greek', 'cyrillic'] as const;

/**
 * Each file has a name of its own: of two files with the same family and weight, the canvas would look into only one.
 */
const familyOf = (script: (typeof SCRIPTS)[number]): string =>
  script === 'latin' ? FONT_FAMILY : `${FONT_FAMILY} ${script}`;

const FAMILIES = SCRIPTS.map((script) => `"${familyOf(script)}"`).join(', ');

const { resolve } = createRequire(import.meta.url);

let registered = false;

/** Registers all files once. Throws an Error that names a file that cannot be read or is not a font. */
export const registerFonts = (): void => {
  if (registered) return;
  for (const script of SCRIPTS) {
    for (const weight of WEIGHTS) {
      // Found through the package, so that it works from `src` and `dist` alike, wherever npm has put it.
      const path = resolve(`@fontsource/source-sans-3/files/source-sans-3-${script}-${weight}-normal.woff2`);
      if (GlobalFonts.registerFromPath(path, familyOf(script)) === null) {
        throw new Error(`cannot register the font ${path}: it is missing or no font; reinstall the packages (npm ci)`);
      }
    }
  }
  registered = true;
};

/** A style in the canvas's notation. */
export const cssFont = ({ size, weight }: { readonly size: number; readonly weight: number }): string =>
  `${weight} ${size}px ${FAMILIES}`;
