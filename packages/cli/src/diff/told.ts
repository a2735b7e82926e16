/** How things are told: a sentence, what else there is to know, and lists of names that stay short. */
import type { AccountRef } from "./model.ts";

/** One thing in a sentence, and what else there is to know about it. */
export interface Told {
  readonly sentence: string;
  readonly details: readonly string[];
}

/** "dev", "dev and staging", "dev, staging and 3 more". */
export function listed(names: readonly string[]): string {
  const [first = "", second = "", third = ""] = names;
  if (names.length < 2) return first;
  if (names.length === 2) return `${first} and ${second}`;
  return `${first}, ${second} and ${names.length === 3 ? third : `${names.length - 2} more`}`;
}

export function namesOf(accounts: readonly AccountRef[]): string {
  return listed(accounts.map(({ name }) => name));
}
