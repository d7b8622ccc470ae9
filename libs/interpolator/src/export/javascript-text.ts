/**
 * Values as JavaScript source text. Names come from untrusted files, so nothing in them may end a string, a comment, a
 * line or, if the module is inside a page, its script.
 */

/**
 * All characters except printable ASCII and letters and digits of any script. Also <, which starts </script> and <!--.
 */
const TO_ESCAPE = /[^\n\x20-\x7e\p{L}\p{M}\p{N}]|</gu;

const escapeUnits = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');

/** Plain data as an expression that may also appear in a comment: JSON, with escapes that JSON allows too. */
export function literal(data: unknown, indent = 0): string {
  return JSON.stringify(data, null, indent).replace(TO_ESCAPE, escapeUnits).replaceAll('*/', '*\\/');
}

/** The shortest text of a float64, including the sign of zero. */
export function float64Text(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Nine digits distinguish all float32s. */
const MOST_DIGITS = 9;

/** A short text that, rounded to float32, gives `value` to the bit. */
export function float32Text(value: number): string {
  if (Object.is(value, -0)) return '-0';
  for (let digits = 6; digits < MOST_DIGITS; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(MOST_DIGITS)));
}
