/** Who has got what by an assignment that nobody declared, and who has lost something. */
import { accountById, type Baseline, type Impact, permissionSetByName } from "@holdfast/core";
import type { Live } from "./live.ts";
import type { Want } from "./plan.ts";
import { declaredIn, identify } from "./want.ts";

export async function impact(
  want: Want,
  live: Live | undefined,
  baseline: Baseline,
): Promise<Impact | undefined> {
  const { identityCenter: center } = baseline;
  if (live === undefined || center === undefined) return undefined;
  const { account, label } = want;
  const place = { id: account, ...(live.unit !== null && { unit: live.unit }) };
  const wanted = declaredIn(baseline, place, label);
  const gained = live.principals.filter((one) => !wanted.has(identify(one)) && one.name !== null);
  if (gained.length === 0) return undefined;
  const where = accountById(baseline, account)?.name ?? account;
  const set = permissionSetByName(center, label);
  const who = gained.map(({ type, id, name }) => {
    const named = name ?? id;
    return type === "GROUP" ? `every member of ${named}` : named;
  });
  const what = set?.managedPolicies.some((arn) => arn.endsWith("/AdministratorAccess"))
    ? "do everything that the policies of the organization leave"
    : `do what ${label} allows`;
  return {
    sentences: [
      `${who.join(", ")} may now ${what} in ${where}`,
      `sessions that have begun last up to ${set?.sessionDuration ?? "twelve hours"}, also after the assignment is gone`,
    ],
    accounts: 1,
  };
}
