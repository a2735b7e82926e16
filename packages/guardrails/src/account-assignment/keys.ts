/** Keys of this guardrail: everybody who has one permission set in one account. */
import {
  assignmentsIn,
  type Baseline,
  type Json,
  type ResourceKey,
  type TrailRecord,
} from "@holdfast/core";
import { labelIn } from "../identity-center/sets.ts";

export const GUARDRAIL = "account-assignment";

const ACCOUNT = /^\d{12}$/;

/** @param label name of a declared permission set, or the end of another one's ARN */
export function keyOf({ organization }: Baseline, account: string, label: string): ResourceKey {
  const region = organization.identityCenterRegion;
  return { guardrail: GUARDRAIL, account, region, resource: label };
}

export function declaredKeys(baseline: Baseline): ResourceKey[] {
  return baseline.accounts.flatMap((account) => {
    const assigned = assignmentsIn(baseline, account).map(({ permissionSet }) => permissionSet);
    return [...new Set(assigned)].map((label) => keyOf(baseline, account.id, label));
  });
}

/** Where a permission set is assigned. */
export function keysAssigning(baseline: Baseline, label: string): ResourceKey[] {
  return declaredKeys(baseline).filter(({ resource }) => resource === label);
}

/** Every declared permission set in an account: what `all` gives there, and what nobody should have. */
function keysIn(baseline: Baseline, account: string): ResourceKey[] {
  const { permissionSets = [] } = baseline.identityCenter ?? {};
  return permissionSets.map(({ name }) => keyOf(baseline, account, name));
}

/**
 * Where a record says to look: at the account and set of an assignment, at all sets of an account that came
 * or went elsewhere. A record whose parameters AWS left out leads to everything declared.
 */
export function keysOf(record: TrailRecord, baseline: Baseline): readonly ResourceKey[] {
  if (baseline.identityCenter === undefined) return [];
  const { eventName, request, response, service } = record;
  switch (eventName) {
    case "CreateAccountAssignment":
    case "DeleteAccountAssignment": {
      const label = labelIn(baseline, request.permissionSetArn);
      if (!isAccount(request.targetId) || label === undefined) return declaredKeys(baseline);
      return [keyOf(baseline, request.targetId, label)];
    }
    case "MoveAccount":
      return isAccount(request.accountId) ? keysIn(baseline, request.accountId) : [];
    case "CreateAccountResult":
    case "AccountJoinedOrganization": {
      const account = accountIn(service) ?? accountIn(response);
      return account === undefined ? [] : keysIn(baseline, account);
    }
    default:
      return [];
  }
}

function isAccount(value: Json | undefined): value is string {
  return typeof value === "string" && ACCOUNT.test(value);
}

/** The account of a service event, wherever in it AWS writes it. */
function accountIn(part: Json): string | undefined {
  const [, found] = /"accountId":"(\d{12})"/.exec(JSON.stringify(part)) ?? [];
  return found;
}
