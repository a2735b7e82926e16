/** Keys of this guardrail: everybody who has one permission set in one account. */
import {
  type Assignment,
  accountById,
  arrivals,
  assignmentsIn,
  type Baseline,
  type Json,
  type ResourceKey,
  type TrailRecord,
} from "@holdfast/core";
import { labelIn } from "../identity-center/sets.ts";
import { toldAt } from "./want.ts";

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

/**
 * Where a record says to look. One about an assignment whose parameters AWS left out leads to everything
 * declared.
 */
export function keysOf(record: TrailRecord, baseline: Baseline): readonly ResourceKey[] {
  if (baseline.identityCenter === undefined) return [];
  const { eventName, request } = record;
  switch (eventName) {
    case "CreateAccountAssignment":
    case "DeleteAccountAssignment": {
      const label = labelIn(baseline, request.permissionSetArn);
      if (!isAccount(request.targetId) || label === undefined) return declaredKeys(baseline);
      return [keyOf(baseline, request.targetId, label)];
    }
    case "MoveAccount":
      // What is declared of an account goes by its declared place, wherever it is now.
      return isAccount(request.accountId) && !accountById(baseline, request.accountId)
        ? keysIn(baseline, request.accountId, ({ units }) => units.length > 0)
        : [];
    case "AcceptHandshake":
    case "AccountJoinedOrganization":
    case "CreateAccountResult":
      return arrivals(record).flatMap((id) => keysIn(baseline, id, isWide));
    case "DeleteGroup":
    case "DeleteUser": {
      const principal = request.groupId ?? request.userId;
      const at = typeof principal === "string" ? toldAt(baseline, principal) : undefined;
      return at === undefined ? [] : [keyOf(baseline, at.account, at.label)];
    }
    default:
      return [];
  }
}

/** What may be declared of an account by where it is. */
export function isWide({ all, units }: Assignment): boolean {
  return all || units.length > 0;
}

/** What is declared of an account; of one that nobody declared, whatever some assignments may give there. */
function keysIn(
  baseline: Baseline,
  id: string,
  some: (assignment: Assignment) => boolean,
): ResourceKey[] {
  const account = accountById(baseline, id);
  const { assignments = [] } = baseline.identityCenter ?? {};
  const possible = account ? assignmentsIn(baseline, account) : assignments.filter(some);
  const labels = new Set(possible.map(({ permissionSet }) => permissionSet));
  return [...labels].map((label) => keyOf(baseline, id, label));
}

function isAccount(value: Json | undefined): value is string {
  return typeof value === "string" && ACCOUNT.test(value);
}
