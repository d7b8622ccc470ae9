/** Small readers of the plain texts in which systems describe themselves. Each accepts any text without throwing. */

/**
 * Lines of `key: value`, as printed by /proc/cpuinfo, sysctl, sw_vers and diskutil. The first line with a key counts.
 * Lines without a colon or without a value are skipped.
 */
export function parseFields(text: string | null): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text?.split('\n') ?? []) {
    const colon = line.indexOf(':');
    const key = line.slice(0, Math.max(colon, 0)).trim();
    const value = line.slice(colon + 1).trim();
    if (key !== '' && value !== '' && !fields.has(key)) fields.set(key, value);
  }
  return fields;
}

/** A decimal number without a sign, surrounded by optional white space; null for anything else. */
export function parseNumber(text: string | null | undefined): number | null {
  const trimmed = text?.trim() ?? '';
  return /^\d{1,20}(\.\d{1,20})?$/.test(trimmed) ? Number(trimmed) : null;
}

/** The text without surrounding white space and NUL bytes (device trees end in one); null if nothing is left. */
export function parseName(text: string | null | undefined): string | null {
  const name = text?.replaceAll('\0', '').trim() ?? '';
  return name === '' ? null : name;
}

/** Linux's lists of processors: `0-3,8` is 0, 1, 2, 3, 8. */
export function parseCpuList(text: string | null): number[] {
  return (text?.trim().split(',') ?? []).flatMap((part) => {
    const range = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part);
    if (range === null) return [];
    const [, first, last = first] = range;
    const count = Math.max(Number(last) - Number(first) + 1, 0);
    return Array.from({ length: count }, (_, i) => Number(first) + i);
  });
}

/** The largest of some numbers, ignoring unknown ones; null if all are unknown. */
export function largest(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((number) => number !== null);
  return known.length > 0 ? Math.max(...known) : null;
}
