/** Facts of two records, by the names under which a difference is reported. */
export type Facts = Readonly<Record<string, unknown>>;

/** The names of the facts of `next` in which `base` differs, to the last bit. */
export const differingNames = (base: Facts, next: Facts): readonly string[] =>
  Object.keys(next).filter((name) => JSON.stringify(base[name]) !== JSON.stringify(next[name]));

/** Room for a list of sizes; a hash is cut to its first characters. */
const SHOWN_CHARACTERS = 200;
const HASH = /^[0-9a-f]{64}$/;

export function shownFact(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const room = HASH.test(text) ? 12 : SHOWN_CHARACTERS;
  return text.length <= room ? text : `${text.slice(0, room)}...`;
}
