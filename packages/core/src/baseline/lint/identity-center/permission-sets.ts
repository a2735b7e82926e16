/** Permission sets that nobody has, that let nobody do anything, or that let everybody do everything. */
import type { PermissionSet } from "../../identity-center/model.ts";
import { matchesName } from "../../identity-center/name-pattern.ts";
import { covers } from "../../identity-center/query.ts";
import { policiesOfSet } from "../../identity-center/set-policies.ts";
import type { Account } from "../../model.ts";
import { permissionSetRole, resourceOf } from "../realistic.ts";
import { counted } from "../refusals.ts";
import type { Found, LintContext, LintRule } from "../rule.ts";

export const unassignedPermissionSet: LintRule = {
  id: "unassigned-permission-set",
  severity: "warning",
  title: "Every permission set is assigned to somebody",
  help:
    "A set that nobody has does nothing today, and waits for whoever may create an assignment. Assign it, name it " +
    "under `justInTime`, or remove it here and in AWS.",
  check: (context) =>
    sets(context).flatMap((set) => {
      const { assignments = [], justInTime = [] } = context.baseline.identityCenter ?? {};
      const used =
        assignments.some(({ permissionSet }) => permissionSet === set.name) ||
        justInTime.some(
          (one) => one.kind === "assignment" && matchesName(one.permissionSet, set.name),
        );
      if (used) return [];
      return [found(set, context, [], `${set.name} is assigned to nobody`, "assign or remove it")];
    }),
};

export const emptyPermissionSet: LintRule = {
  id: "empty-permission-set",
  severity: "warning",
  title: "Every permission set has a policy",
  help: "A set without policies lets nobody do anything; a boundary only limits what policies allow.",
  check: (context) =>
    sets(context).flatMap((set) => {
      const { managedPolicies, customerManagedPolicies, inlinePolicy, boundary } = set;
      const count = managedPolicies.length + customerManagedPolicies.length;
      if (count > 0 || inlinePolicy !== undefined) return [];
      const what = boundary === undefined ? "has no policy" : "has a boundary and no policy";
      const message = `${set.name} ${what}: whoever has it can do nothing`;
      return [found(set, context, [], message, "give it a policy")];
    }),
};

export const unlimitedInlinePolicy: LintRule = {
  id: "unlimited-inline-policy",
  severity: "warning",
  title: "Inline policies name what they allow",
  help:
    'A statement that allows `"Action": "*"` on `"Resource": "*"` without a condition makes an administrator of whoever ' +
    "has the set, which its name and its list of policies hide. Attach AdministratorAccess instead, or name the actions.",
  check: (context) =>
    sets(context).flatMap((set) => {
      const { inlinePolicy } = set;
      const statements = [inlinePolicy?.Statement ?? []].flat();
      const unlimited = statements.some(
        ({ Effect, Action = [], Resource = [], Condition = {} }) =>
          Effect === "Allow" &&
          [Action].flat().some((one) => /^\*+$/.test(one)) &&
          [Resource].flat().some((one) => /^\*+$/.test(one)) &&
          Object.keys(Condition).length === 0,
      );
      if (!unlimited) return [];
      const message = `the inline policy of ${set.name} allows everything`;
      return [found(set, context, ["inlinePolicy"], message, "attach AdministratorAccess instead")];
    }),
};

export const customerManagedPolicy: LintRule = {
  id: "customer-managed-policy",
  severity: "note",
  title: "Customer managed policies are in every account that needs them",
  help:
    "A permission set finds a customer managed policy by its path and name in each account. Where there is none, AWS " +
    "can't provision the set; and whoever may edit it in an account changes what the set allows there. Bring it to all " +
    "accounts by a StackSet, and deny changes to it.",
  check: (context) =>
    sets(context).flatMap((set) => {
      const { customerManagedPolicies, boundary } = set;
      const names = [
        ...customerManagedPolicies,
        ...(boundary?.kind === "customer" ? [boundary] : []),
      ].map(({ path, name }) => path + name);
      const assigned = context.baseline.identityCenter?.assignments.filter(
        ({ permissionSet }) => permissionSet === set.name,
      );
      if (names.length === 0 || assigned?.length === 0) return [];
      const later = assigned?.some(({ all, units }) => all || units.length > 0);
      const where = `every account in which ${set.name} is assigned${later ? ", also in those that join later" : ""}`;
      return [found(set, context, [], `${names.join(", ")} must be in ${where}`)];
    }),
};

export const permissionSetDenied: LintRule = {
  id: "permission-set-denied",
  severity: "warning",
  title: "Control policies leave something of every permission set that is assigned",
  help:
    "Everything that the set allows is denied in the account: its people can sign in there and do nothing. Take the " +
    "assignment away, or look at what the policy was meant to deny.",
  check: (context) =>
    sets(context).flatMap((set) => {
      // Accounts of the same unit with the same policies of their own are judged once.
      const alike = Map.groupBy(accountsOf(set, context), ({ unit, policies }) =>
        JSON.stringify([unit, policies]),
      );
      return [...alike.values()].flatMap(([account, ...others]) => {
        if (account === undefined || !isDenied(set, account, context)) return [];
        const where = counted([account, ...others].map(({ name }) => name));
        const message = `control policies deny everything that ${set.name} allows in ${where}`;
        const one = found(set, context, [], message, "take the assignment away");
        return [{ ...one, subject: `${set.name}/${account.name}` }];
      });
    }),
};

/** Member accounts in which the set is assigned. */
function accountsOf({ name }: PermissionSet, { baseline }: LintContext): Account[] {
  const assigned = (baseline.identityCenter?.assignments ?? []).filter(
    ({ permissionSet }) => permissionSet === name,
  );
  return baseline.accounts.filter(
    (account) =>
      account.id !== baseline.organization.management &&
      assigned.some((assignment) => covers(assignment, account, baseline)),
  );
}

/** Whether nothing is left of what a set allows by itself; false also where that can't be told. */
function isDenied(set: PermissionSet, account: Account, context: LintContext): boolean {
  const { baseline, universe, judge, awsManaged } = context;
  const own = policiesOfSet(set, baseline.identityCenter ?? {}, awsManaged);
  if (own.unknown.length > 0 || own.unknownBoundary !== undefined) return false;
  const principal = `arn:aws:iam::${account.id}:${permissionSetRole(baseline, set.name)}`;
  const place = { account: account.id, region: baseline.organization.hubRegion };
  let refused = 0;
  for (const [service, names] of universe.services) {
    for (const name of names) {
      const action = `${service}:${name}`;
      const resource = resourceOf(action, universe, place);
      const judgement = judge({ principal, action, resource, owner: account.id, own });
      if (judgement.kind !== "denied") return false;
      const { by } = judgement.refusal;
      if (by === "service-control" || by === "resource-control") refused += 1;
    }
  }
  return refused > 0;
}

function sets({ baseline }: LintContext): readonly PermissionSet[] {
  return baseline.identityCenter?.permissionSets ?? [];
}

function found(
  { name }: PermissionSet,
  { places }: LintContext,
  path: readonly string[],
  message: string,
  hint?: string,
): Found {
  const problem = places.main.problem(["permissionSets", name, ...path], message, hint);
  return { subject: name, ...problem };
}
