/** Choices out of one seeded stream: the same seed makes the same choices. */
import type { Random } from "@holdfast/core";

export interface Draw {
  /** One of `items`. Throws if there is none to choose from. */
  pick<T>(items: readonly T[]): T;
  /** True with this chance, 0 to 1. */
  chance(of: number): boolean;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
}

export function createDraw(random: Random): Draw {
  const between = (least: number, most: number) =>
    least + Math.floor(random() * (most - least + 1));
  return {
    between,
    chance: (of) => random() < of,
    pick(items) {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new RangeError("there is nothing to choose from");
      return item;
    },
  };
}
