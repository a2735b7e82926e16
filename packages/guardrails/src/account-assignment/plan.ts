/** What differs between who has a permission set in an account and who should, and what puts it right. */
import type { Difference, ResourceKey, Step } from "@holdfast/core";
import { keyOf as setKeyOf } from "../permission-set/keys.ts";
import { aspectOf, DANGLING, MISSING, PRINCIPAL_GONE } from "./aspects.ts";
import { type Deviation, deviationsOf, type Want } from "./deviations.ts";
import type { Live } from "./live.ts";
import { declaredIn, identify } from "./want.ts";

export type Writes = "sso:CreateAccountAssignment" | "sso:DeleteAccountAssignment";

export function diff(want: Want, live: Live | undefined): readonly Difference[] {
  if (live === undefined) return [];
  return deviationsOf(want, live).map((one) => differenceOf(one, want, live));
}

function differenceOf(one: Deviation, want: Want, live: Live): Difference {
  const { baseline, account, label } = want;
  const { type, id } = one.principal;
  const path = identify(one.principal);
  const what = type.toLowerCase();
  switch (one.kind) {
    case "undeclared": {
      const failed = failureOf(live, "end", path);
      return {
        path,
        kind: "unexpected",
        expected: null,
        actual: id,
        message: `the ${what} ${one.name} has ${label}, and nobody declared it${failed}`,
        aspect: aspectOf(baseline, account, label, type),
        ...(one.tolerance && { tolerance: one.tolerance }),
      };
    }
    case "dangling": {
      const message = `${label} is assigned to the ${what} ${id}, whom the identity store does not know`;
      return { path, kind: "unexpected", expected: null, actual: id, message, aspect: DANGLING };
    }
    case "missing": {
      const failed = failureOf(live, "make", path);
      const message = `the ${what} ${one.principal.name} does not have ${label}, which is declared${failed}`;
      return { path, kind: "missing", expected: id, actual: null, message, aspect: MISSING };
    }
    case "gone": {
      const left = one.assigned
        ? "the assignment is left, and nobody has it"
        : "nobody can have it";
      const message = `the ${what} ${one.principal.name} (${id}) is declared to have ${label}, and the identity store does not know it any more: ${left}`;
      return { path, kind: "missing", expected: id, actual: null, message, aspect: PRINCIPAL_GONE };
    }
  }
}

/** AWS works on both in the background, so what it failed at is still there, and tried again. */
function failureOf({ failures }: Live, kind: "make" | "end", principal: string): string {
  const failure = failures.find((one) => one.kind === kind && one.principal === principal);
  return failure === undefined ? "" : `; AWS failed to ${kind} it at ${failure.at}: ${failure.why}`;
}

/**
 * What takes access away goes first. Only where it would take the last assignment, and with it the role
 * that AWS made in the account, the declared ones go before it: a role that is made again has another
 * name, and whatever trusts the old one by name would trust nobody.
 */
export function plan(
  key: ResourceKey,
  want: Want,
  live: Live | undefined,
): readonly Step<Writes>[] {
  const { identityCenter: center } = want.baseline;
  if (live === undefined || center === undefined) return [];
  const assignment = ({ principal: { type, id } }: Deviation) =>
    ({
      InstanceArn: center.instance,
      TargetId: key.account,
      TargetType: "AWS_ACCOUNT",
      PermissionSetArn: live.set,
      PrincipalType: type,
      PrincipalId: id,
    }) as const;
  const removals: Step<Writes>[] = [];
  const grants: Step<Writes>[] = [];
  for (const one of deviationsOf(want, live)) {
    const { type, id } = one.principal;
    const what = type.toLowerCase();
    if (one.kind === "undeclared") {
      removals.push({
        action: "sso:DeleteAccountAssignment",
        input: assignment(one),
        effect: "restrict",
        reason: `take ${want.label} away from the ${what} ${one.name} (${id})`,
        aspect: aspectOf(want.baseline, key.account, want.label, type),
        undoes: identify(one.principal),
      });
    }
    if (one.kind === "missing") {
      grants.push({
        action: "sso:CreateAccountAssignment",
        input: assignment(one),
        effect: "grant",
        reason: `give ${want.label} back to the ${what} ${one.principal.name}, to whom it is declared`,
        aspect: MISSING,
        beneficiaries: [id],
        needs: { key: setKeyOf(want.baseline, want.label), gone: "ResourceNotFoundException" },
      });
    }
  }
  return keepsRole(want, live) ? [...removals, ...grants] : [...grants, ...removals];
}

/** Whether somebody keeps the set in the account, whatever is taken away. */
function keepsRole({ baseline, account, label }: Want, live: Live): boolean {
  const wanted = declaredIn(baseline, { id: account, unit: live.unit }, label);
  return live.assigned.some((one) => wanted.has(identify(one)));
}
