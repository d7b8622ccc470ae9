/** The name that the user may have meant. */

const MAX_LENGTH = 100;

/** Levenshtein's distance: how many letters to insert, delete or change, row by row of the table of all prefixes. */
const distance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(changed, previous[j] + 1, current[j - 1] + 1));
    }
    previous = current;
  }
  return previous[b.length];
};

/** The one of `names` closest to `name`, ignoring case, if at most a third of the letters (or one letter) differ. */
export const closestName = (name: string, names: readonly string[]): string | undefined => {
  const wanted = name.slice(0, MAX_LENGTH).toLowerCase();
  let closest: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of names) {
    if (Math.abs(candidate.length - wanted.length) >= least) continue;
    const changes = distance(wanted, candidate.toLowerCase());
    if (changes < least) {
      least = changes;
      closest = candidate;
    }
  }
  return closest;
};
