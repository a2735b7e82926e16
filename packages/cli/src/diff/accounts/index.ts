/** What a change to the sections about the accounts themselves opens and closes. */
import type { Matches } from "../match.ts";
import type { AccountsEffect, Direction } from "../model.ts";
import { trustEffects } from "./trust.ts";
import { userEffects } from "./users.ts";
import { watchEffects } from "./watching.ts";

export type Directed = AccountsEffect & { readonly direction: Direction };

export function accountsEffects(matches: Matches): Directed[] {
  return [...trustEffects(matches), ...userEffects(matches), ...watchEffects(matches)];
}
