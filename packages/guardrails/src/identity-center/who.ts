/** Who has a permission set where, as the baseline says. */
import { type Account, assignmentsIn, type Baseline } from "@holdfast/core";

/** The accounts that a set is assigned in, and the names of those who have it. */
export function membersOf(
  baseline: Baseline,
  permissionSet: string,
): { readonly accounts: readonly Account[]; readonly groups: readonly string[] } {
  const accounts = new Set<Account>();
  const groups = new Set<string>();
  for (const account of baseline.accounts) {
    for (const assignment of assignmentsIn(baseline, account)) {
      if (assignment.permissionSet !== permissionSet) continue;
      accounts.add(account);
      groups.add(assignment.principal.name);
    }
  }
  return { accounts: [...accounts], groups: [...groups].toSorted() };
}

/** What a group or user is assigned, one clause per permission set: "ReadOnlyAccess in dev and 2 more accounts". */
export function accessOf(baseline: Baseline, principal: string): readonly string[] {
  const places = new Map<string, string[]>();
  for (const account of baseline.accounts) {
    for (const assignment of assignmentsIn(baseline, account)) {
      if (assignment.principal.id !== principal) continue;
      const known = places.get(assignment.permissionSet) ?? [];
      places.set(assignment.permissionSet, [...known, account.name]);
    }
  }
  return [...places].map(([set, names]) => `${set} in ${listed(names)}`);
}

function listed([first = "", ...rest]: readonly string[]): string {
  if (rest.length === 0) return first;
  return rest.length === 1
    ? `${first} and ${rest[0]}`
    : `${first} and ${rest.length} more accounts`;
}
