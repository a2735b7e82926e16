/** Administrators: where they are ones all the time, and for how long a session of theirs lives. */
import { secondsOf } from "../../identity-center/duration.ts";
import type { Assignment, PermissionSet } from "../../identity-center/model.ts";
import { matchesName } from "../../identity-center/name-pattern.ts";
import { covers, permissionSetByName } from "../../identity-center/query.ts";
import type { Account, Baseline } from "../../model.ts";
import { counted } from "../refusals.ts";
import type { Found, LintContext, LintRule } from "../rule.ts";
import { placeOf } from "./places.ts";
import { firstAllowed, OVER_ACCOUNT, OVER_ORGANIZATION } from "./powers.ts";

/** Hours; a session outlives the assignment that it came from. */
const LONGEST = 4;

export const organizationAdministrator: LintRule = {
  id: "organization-administrator",
  severity: "warning",
  title: "Nobody has the whole organization in hand all the time",
  help:
    "No control policy reaches the management account, and whoever may write IAM there, or Identity Center there or in " +
    "its delegated administrator's account, can give themselves every other account. PowerUserAccess is " +
    "enough for that. Give such access for a time (`justInTime`), or accept under `accepted` who has it and why.",
  check: (context) =>
    assignmentsWithSet(context).flatMap(({ assignment, set }) =>
      administering(context.baseline).flatMap((account): Found[] => {
        const { baseline, places } = context;
        if (!covers(assignment, account, baseline)) return [];
        const isManagement = account.id === baseline.organization.management;
        const actions = [...(isManagement ? OVER_ACCOUNT : []), ...OVER_ORGANIZATION];
        const action = firstAllowed(actions, set, context);
        if (action === undefined) return [];
        const { name } = assignment.principal;
        const message = `${name} may call ${action} in ${account.name} at any time, by ${set.name}: that is the whole organization`;
        const hint = "grant it for a time only, or accept this under `accepted`";
        const subject = `${name}/${set.name}/${account.name}`;
        return [{ subject, ...places.main.problem(placeOf(assignment, context), message, hint) }];
      }),
    ),
};

export const longAdministratorSession: LintRule = {
  id: "long-administrator-session",
  severity: "warning",
  title: `Sessions of administrators last ${LONGEST} hours at most`,
  help:
    "A session goes on until its end, also when the assignment is taken away or the user is disabled, and credentials " +
    "that were stolen are good for as long. Shorten `sessionDuration` of sets that can write IAM.",
  check: (context) =>
    (context.baseline.identityCenter?.permissionSets ?? []).flatMap((set): Found[] => {
      const { name, sessionDuration } = set;
      if ((secondsOf(sessionDuration) ?? 0) <= LONGEST * 3_600) return [];
      const action = firstAllowed(OVER_ACCOUNT, set, context);
      if (action === undefined) return [];
      const message = `sessions of ${name} last ${sessionDuration} and may call ${action}`;
      const path = ["permissionSets", name, "sessionDuration"];
      const hint = `PT${LONGEST}H or less`;
      return [{ subject: name, ...context.places.main.problem(path, message, hint) }];
    }),
};

export const wideJustInTime: LintRule = {
  id: "wide-just-in-time",
  severity: "warning",
  title: "What may be granted for a time is bounded",
  help:
    "Whatever fits an entry of `justInTime` stays until its time is over, whoever gave it. An entry that makes anybody " +
    "an administrator, or lets grants last for more than a day, is a way around the assignments. Name the principals by " +
    "a pattern, and the permission set or group that is meant.",
  check: (context) =>
    (context.baseline.identityCenter?.justInTime ?? []).flatMap((entry, index): Found[] => {
      const path = ["justInTime", index];
      const subject = entry.kind === "assignment" ? entry.permissionSet : entry.group;
      const found = (message: string): Found => ({
        subject,
        ...context.places.main.problem(path, message),
      });
      const anybody = entry.principal === undefined || /^\*+$/.test(entry.principal);
      const made = anybody ? administratorSets(entry, context) : [];
      const days = entry.maximumDuration / 86_400_000;
      return [
        ...(made.length > 0
          ? [found(`anybody may be given ${counted(made)}, which makes an administrator`)]
          : []),
        ...(days > 1 ? [found(`a grant may last for ${Math.round(days * 10) / 10} days`)] : []),
      ];
    }),
};

type JustInTimeEntry = NonNullable<Baseline["identityCenter"]>["justInTime"][number];

/** Names of the administrators' sets that an entry lets people have. */
function administratorSets(entry: JustInTimeEntry, context: LintContext): string[] {
  const pattern = entry.kind === "assignment" ? entry.permissionSet : entry.group;
  const sets = new Map(
    assignmentsWithSet(context).map(({ assignment, set }) => [assignment.principal.name, set]),
  );
  const { permissionSets = [] } = context.baseline.identityCenter ?? {};
  const candidates: readonly (readonly [string, PermissionSet])[] =
    entry.kind === "assignment" ? permissionSets.map((set) => [set.name, set]) : [...sets];
  return candidates.flatMap(([name, set]) =>
    matchesName(pattern, name) && firstAllowed(OVER_ACCOUNT, set, context) !== undefined
      ? [set.name]
      : [],
  );
}

/** The accounts from which Identity Center can be administered. */
function administering({ accounts, organization, organizationTrust }: Baseline): Account[] {
  const delegated = (organizationTrust?.delegatedAdministrators ?? []).flatMap(
    ({ account, services }) => (services.includes("sso.amazonaws.com") ? [account] : []),
  );
  return accounts.filter(({ id }) => id === organization.management || delegated.includes(id));
}

function assignmentsWithSet({ baseline: { identityCenter } }: LintContext) {
  return (identityCenter?.assignments ?? []).flatMap(
    (assignment): { readonly assignment: Assignment; readonly set: PermissionSet }[] => {
      const set = identityCenter && permissionSetByName(identityCenter, assignment.permissionSet);
      return set === undefined ? [] : [{ assignment, set }];
    },
  );
}
