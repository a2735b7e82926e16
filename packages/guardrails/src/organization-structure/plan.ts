/** Accounts go back where they are declared, units get their names back; nothing else can be undone. */
import { accountById, nameInAws, type ResourceKey, type Step } from "@holdfast/core";
import { ACCOUNT_MOVED, UNIT_RENAMED } from "./aspects.ts";
import { diff, hasDestination, isOpen, type Want } from "./diff.ts";
import type { Live, LiveAccount, LiveUnit } from "./live.ts";
import { idsTo, nameOf } from "./place.ts";

/** Characters that AWS allows in a unit's name. */
const LONGEST_NAME = 128;

export type Writes = "organizations:MoveAccount" | "organizations:UpdateOrganizationalUnit";

export async function plan(
  _key: ResourceKey,
  want: Want,
  live: Live | undefined,
): Promise<readonly Step<Writes>[]> {
  if (live?.kind === "account") return moveBack(want, live);
  if (live?.kind === "unit") return nameBack(want, live);
  return [];
}

async function moveBack(
  { id, baseline }: Want,
  live: LiveAccount,
): Promise<readonly Step<Writes>[]> {
  const account = accountById(baseline, id);
  if (account === undefined || !isOpen(live) || id === baseline.organization.management) return [];
  const to = idsTo(baseline, account.unit);
  const [SourceParentId, DestinationParentId] = [live.path.at(-1), to.at(-1)];
  if (SourceParentId === undefined || DestinationParentId === undefined) return [];
  if (SourceParentId === DestinationParentId || !hasDestination(account, live, baseline)) return [];
  // Comparing policies is more code than a cold start should load for an account that has not moved.
  const { effectOfMoving } = await import("./effect.ts");
  return [
    {
      action: "organizations:MoveAccount",
      input: { AccountId: id, SourceParentId, DestinationParentId },
      effect: effectOfMoving(live, to, baseline),
      reason: `move the account back to ${account.unit}, where it is declared`,
      aspect: ACCOUNT_MOVED,
    },
  ];
}

/**
 * Policies and conditions know units by their ids: a name opens and closes nothing. Where another
 * declared unit has the name, both have each other's perhaps, and neither could go first; so this one
 * takes a name for the meantime, which frees the one it has. An undeclared unit keeps it.
 */
function nameBack(want: Want, live: LiveUnit): readonly Step<Writes>[] {
  const { id, baseline } = want;
  const declared = baseline.units.find((unit) => unit.id === id);
  const renamed = diff(want, live).some(({ path }) => path === "name");
  if (declared === undefined || !renamed) return [];
  const { nameTakenBy } = live;
  const name = nameInAws(declared);
  const free = nameTakenBy === null;
  if (!free && !baseline.units.some((unit) => unit.id === nameTakenBy)) return [];
  const Name = free ? name : `${name.slice(0, LONGEST_NAME - id.length - 3)} (${id})`;
  if (live.name === Name) return [];
  return [
    {
      action: "organizations:UpdateOrganizationalUnit",
      input: { OrganizationalUnitId: id, Name },
      effect: "neutral",
      reason: free
        ? `call the unit ${name} again, as it is declared`
        : `call the unit ${Name} until ${nameOf(baseline, nameTakenBy)} no longer has its name`,
      aspect: UNIT_RENAMED,
    },
  ];
}
