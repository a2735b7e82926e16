/** Keys of this guardrail: one per account and unit, by id, and how events lead to them. */
import {
  ARRIVALS,
  accountIdsIn,
  arrivals,
  type Baseline,
  type Json,
  memberOf,
  type ResourceKey,
  type TrailRecord,
} from "@holdfast/core";

export const GUARDRAIL = "organization-structure";

const ACCOUNT = /^\d{12}$/;
const UNIT = /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/;

/** @param id of an account, or of a unit below the root */
export function keyOf(baseline: Baseline, id: string): ResourceKey {
  return {
    guardrail: GUARDRAIL,
    account: baseline.organization.management,
    // Organizations is a global service that lives in us-east-1.
    region: "us-east-1",
    resource: id,
  };
}

/** What a key is of; throws a `TypeError` on a key of anything else. */
export function partOf({ resource }: ResourceKey): {
  readonly kind: "account" | "unit";
  readonly id: string;
} {
  if (ACCOUNT.test(resource)) return { kind: "account", id: resource };
  if (UNIT.test(resource)) return { kind: "unit", id: resource };
  throw new TypeError(`not a key of ${GUARDRAIL}: ${resource}`);
}

/** The units that the baseline declares; the root can be neither renamed nor deleted. */
export function unitKeys(baseline: Baseline): ResourceKey[] {
  const below = baseline.units.filter(({ path }) => path !== "Root");
  return below.map(({ id }) => keyOf(baseline, id));
}

export function accountKeys(baseline: Baseline): ResourceKey[] {
  return baseline.accounts.map(({ id }) => keyOf(baseline, id));
}

export function declaredKeys(baseline: Baseline): ResourceKey[] {
  return [...unitKeys(baseline), ...accountKeys(baseline)];
}

/** Calls whose record has the account, unless AWS left the parameters out: it may be any then. */
const OF_ACCOUNTS = ["CloseAccount", "MoveAccount", "RemoveAccountFromOrganization"];
const OF_UNITS = ["DeleteOrganizationalUnit", "UpdateOrganizationalUnit"];
/** Of an account that went; AWS says who, but not where in the record. */
const DEPARTURES = ["AccountDepartedOrganization", "CloseAccountResult"];

export const EVENTS: readonly string[] = [
  ...OF_ACCOUNTS,
  ...OF_UNITS,
  ...DEPARTURES,
  // Without an id of the account there is nothing to look at, since no baseline names it.
  ...ARRIVALS,
  "CreateOrganizationalUnit",
  "InviteAccountToOrganization",
  "LeaveOrganization",
];

/** Where a record says to look, also at what nobody declared. */
export function keysOf(record: TrailRecord, baseline: Baseline): readonly ResourceKey[] {
  const { eventName, request, response, service } = record;
  const accounts = (...candidates: (Json | undefined)[]) => pick(ACCOUNT, candidates, baseline);
  const units = (...candidates: (Json | undefined)[]) => pick(UNIT, candidates, baseline);

  if (OF_ACCOUNTS.includes(eventName)) {
    return orAll(accounts(request.accountId), accountKeys(baseline));
  }
  if (OF_UNITS.includes(eventName)) {
    return orAll(units(request.organizationalUnitId), unitKeys(baseline));
  }
  if (DEPARTURES.includes(eventName)) {
    return orAll(accounts(...accountIdsIn([service, request, response])), accountKeys(baseline));
  }
  if (ARRIVALS.includes(eventName)) return accounts(...arrivals(record));
  switch (eventName) {
    case "CreateOrganizationalUnit":
      return units(memberOf(response.organizationalUnit, "id"));
    case "InviteAccountToOrganization":
      return accounts(memberOf(request.target, "id"));
    case "LeaveOrganization":
      // It has no parameters: recorded in the account that leaves.
      return accounts(record.account);
    default:
      return [];
  }
}

function pick(
  pattern: RegExp,
  candidates: readonly (Json | undefined)[],
  baseline: Baseline,
): ResourceKey[] {
  const ids = candidates.filter((id) => typeof id === "string").filter((id) => pattern.test(id));
  return [...new Set(ids)].map((id) => keyOf(baseline, id));
}

function orAll(found: readonly ResourceKey[], all: readonly ResourceKey[]) {
  return found.length > 0 ? found : all;
}
