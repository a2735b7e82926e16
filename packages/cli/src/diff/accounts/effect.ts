/** What a difference between two baselines opens or closes in accounts. */
import type { AccountRef } from "../model.ts";
import type { Directed } from "./index.ts";

/** `what` is a sentence. */
export function opened(what: string, accounts: readonly AccountRef[] = []): Directed {
  return { kind: "accounts", what, accounts, direction: "opened" };
}

export function closed(what: string, accounts: readonly AccountRef[] = []): Directed {
  return { kind: "accounts", what, accounts, direction: "closed" };
}

/** What is in one list alone: first what came, then what went. */
export function listed(
  before: readonly string[],
  now: readonly string[],
  came: (name: string) => Directed,
  went: (name: string) => Directed,
): Directed[] {
  return [
    ...now.filter((name) => !before.includes(name)).map(came),
    ...before.filter((name) => !now.includes(name)).map(went),
  ];
}
