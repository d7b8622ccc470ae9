/**
 * Values as JavaScript's source text. Names come from files of anybody, so nothing in them may end a string, a comment,
 * a line, or, if the module stands in a page, its script.
 */

/** All but printable ASCII, letters and digits of any script; and <, with which </script> and <!-- begin. */
const TO_ESCAPE = /[^\n\x20-\x7e\p{L}\p{M}\p{N}]|</gu;

const escapeUnits = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');

/** Plain data as an expression that also may stand in a comment: JSON, with escapes that JSON has too. */
export function literal(data: unknown, indent = 0): string {
  return JSON.stringify(data, null, indent).replace(TO_ESCAPE, escapeUnits).replaceAll('*/', '*\\/');
}

/** The shortest text of a float64, the sign of zero included. */
export function float64Text(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Nine digits tell all float32s apart. */
const MOST_DIGITS = 9;

/** A short text that, rounded to float32, is the float32 `value` to the bit. */
export function float32Text(value: number): string {
  if (Object.is(value, -0)) return '-0';
  for (let digits = 6; digits < MOST_DIGITS; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(MOST_DIGITS)));
}
