/** Choices by chance, from one stream of random numbers per case. */
import type { Random } from "@holdfast/core";

/** True with this probability. */
export function chance(random: Random, probability: number): boolean {
  return random() < probability;
}

/** From 0 to `below` - 1. */
export function upTo(random: Random, below: number): number {
  return Math.floor(random() * below);
}

/** One of them. Throws if there is none. */
export function pick<T>(random: Random, list: readonly T[]): T {
  const found = list[upTo(random, list.length)];
  if (found === undefined) throw new Error("there is nothing to choose from");
  return found;
}

/** Between `least` and `most` values, each drawn anew. */
export function several<T>(random: Random, least: number, most: number, draw: () => T): T[] {
  return Array.from({ length: least + upTo(random, most - least + 1) }, draw);
}

/** A list of one is written without brackets half of the time, as people do. */
export function scalarOrList<T>(random: Random, list: readonly T[]): T | readonly T[] {
  const [only] = list;
  return only !== undefined && list.length === 1 && chance(random, 0.5) ? only : list;
}
