/** Which accounts a policy reaches. */
import type { Account, Baseline, Policy } from "../model.ts";
import { accountsUnder } from "../query.ts";

/** Member accounts that it is attached to, or below whatever it is attached to. */
export function reachedBy({ name }: Policy, baseline: Baseline): Account[] {
  const below = baseline.units
    .filter(({ policies }) => policies.includes(name))
    .flatMap(({ path }) => accountsUnder(baseline, path));
  const direct = baseline.accounts.filter(({ policies }) => policies.includes(name));
  return [...new Set([...below, ...direct])].filter(
    ({ id }) => id !== baseline.organization.management,
  );
}
