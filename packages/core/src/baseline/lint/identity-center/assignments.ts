/** Who is assigned what: straight to a person, to a group that anybody may join, or twice. */
import type { Assignment } from "../../identity-center/model.ts";
import { covers } from "../../identity-center/query.ts";
import type { Found, LintContext, LintRule } from "../rule.ts";
import { isLeftUnguarded, placeOf } from "./places.ts";

export const directUserAssignment: LintRule = {
  id: "direct-user-assignment",
  severity: "warning",
  title: "Permission sets are assigned to groups, not to single users",
  help:
    "Access of a single user is seen in no group, and stays when the person changes teams. Make it a group's, " +
    "or accept it under `accepted` with the reason.",
  check: (context) =>
    assignments(context).flatMap((assignment): Found[] => {
      const { principal, permissionSet } = assignment;
      if (principal.type === "GROUP") return [];
      const message = `${permissionSet} is assigned to the user ${principal.name}`;
      return [found(assignment, context, message, "assign it to a group")];
    }),
};

export const unguardedGroup: LintRule = {
  id: "unguarded-group",
  severity: "warning",
  title: "Who is in a group that is assigned something is declared",
  help:
    "Whoever may add a member to a group gives away everything that is assigned to it, and no assignment changes. " +
    "Declare the members under `groups`; with `guarded: false` there it is said that somebody else sees " +
    "to them.",
  check(context) {
    const { groups = [] } = context.baseline.identityCenter ?? {};
    const seen = new Set<string>();
    return assignments(context).flatMap((assignment): Found[] => {
      const { type, name, id } = assignment.principal;
      const guarded = groups.some((group) => group.id === id);
      if (type === "USER" || guarded || seen.has(id) || isLeftUnguarded(name, context)) return [];
      seen.add(id);
      const message = `nobody guards who is in ${name}, which is assigned ${assignment.permissionSet}`;
      return [{ ...found(assignment, context, message, "declare it under groups"), subject: name }];
    });
  },
};

export const redundantAssignment: LintRule = {
  id: "redundant-assignment",
  severity: "warning",
  title: "Every assignment gives something that no other gives",
  help:
    "Where a unit or `all` covers an account already, naming it again changes nothing, and taking one of the two away " +
    "would not take the access away.",
  check: (context) =>
    assignments(context).flatMap((assignment) =>
      assignment.accounts.flatMap((id): Found[] => {
        const account = context.baseline.accounts.find((one) => one.id === id);
        if (account === undefined) return [];
        const wider = assignments(context).find(
          (other) =>
            isSame(other, assignment) &&
            covers({ ...other, accounts: [] }, account, context.baseline),
        );
        if (wider === undefined) return [];
        const { permissionSet, principal } = assignment;
        const by = wider.all ? "all" : wider.units.join(", ");
        const message = `${permissionSet} of ${principal.name} in ${account.name} is given by ${by} already`;
        return [found(assignment, context, message, "name it once")];
      }),
    ),
};

function assignments({ baseline }: LintContext): readonly Assignment[] {
  return baseline.identityCenter?.assignments ?? [];
}

function isSame(one: Assignment, other: Assignment): boolean {
  return one.permissionSet === other.permissionSet && one.principal.id === other.principal.id;
}

function found(assignment: Assignment, context: LintContext, message: string, hint: string): Found {
  const { principal, permissionSet } = assignment;
  const subject = `${principal.name}/${permissionSet}`;
  return { subject, ...context.places.main.problem(placeOf(assignment, context), message, hint) };
}
