/** The same value with every list in another order. */
import { createRandomSource } from "@holdfast/lab";

/** Neither a baseline nor a policy document gives meaning to the order of a list. */
export function shuffled<T>(value: T, seed: number): T {
  const random = createRandomSource(seed)("shuffled");
  const shuffle = (one: unknown): unknown => {
    if (Array.isArray(one)) {
      return one
        .map((item) => ({ item: shuffle(item), rank: random() }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ item }) => item);
    }
    if (one === null || typeof one !== "object") return one;
    return Object.fromEntries(Object.entries(one).map(([name, member]) => [name, shuffle(member)]));
  };
  // Members and types are kept; only positions change.
  return shuffle(value) as T;
}
