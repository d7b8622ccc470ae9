/** A random order of some items. */
import type { Generator } from '@fived/random';

/** The items in a random order, each order equally likely (Fisher and Yates; Durstenfeld 1964). */
export function shuffled<Item>(items: readonly Item[], random: Generator): readonly Item[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const chosen = random.integers(0, last + 1);
    [order[last], order[chosen]] = [order[chosen], order[last]];
  }
  return order;
}
