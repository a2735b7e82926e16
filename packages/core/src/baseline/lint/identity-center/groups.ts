/** Guarded groups: with somebody in them, and with something that they are for. */
import type { Found, LintContext, LintRule } from "../rule.ts";

export const emptyGroup: LintRule = {
  id: "empty-group",
  severity: "warning",
  title: "Every guarded group has members",
  help:
    "The list of members is complete, so a guarded group without one is emptied. List its members, or accept " +
    "under `accepted` that nobody is to be in it.",
  check: (context) =>
    groups(context).flatMap(({ name, members }) =>
      members.length > 0
        ? []
        : [found(name, context, `every member of ${name} is taken out of it`, "list its members")],
    ),
};

export const unusedGroup: LintRule = {
  id: "unused-group",
  severity: "warning",
  title: "Every guarded group is assigned something",
  help:
    "A group that is assigned nothing gives its members nothing in any account. Assign it something, name it under `justInTime`, " +
    "or remove it; one that only applications use is accepted under `accepted`.",
  check: (context) => {
    const { assignments = [], justInTime = [] } = context.baseline.identityCenter ?? {};
    return groups(context).flatMap(({ name, id }) => {
      const used =
        assignments.some(({ principal }) => principal.id === id) ||
        justInTime.some((one) => one.kind === "assignment" && one.principalType === "GROUP");
      if (used) return [];
      return [
        found(name, context, `${name} is assigned nothing`, "assign it something, or remove it"),
      ];
    });
  },
};

export const noBreakGlass: LintRule = {
  id: "no-break-glass",
  severity: "warning",
  title: "There is a way in when Identity Center is down or in the wrong hands",
  help:
    "Where people sign in through Identity Center alone, nobody gets in while it is down, and whoever took it over is " +
    "alone in there. Declare break-glass principals under `breakGlass`: policies are then checked to spare them, and their " +
    "use is told.",
  check: ({ baseline, places }) => {
    if (baseline.identityCenter === undefined || baseline.breakGlass !== undefined) return [];
    const message = "people sign in through Identity Center only: there is no other way in";
    const problem = places.main.keyProblem(["permissionSets"], message, "declare breakGlass");
    return [{ subject: "breakGlass", ...problem }];
  },
};

function groups({ baseline }: LintContext) {
  return baseline.identityCenter?.groups ?? [];
}

function found(name: string, { places }: LintContext, message: string, hint: string): Found {
  return { subject: name, ...places.main.keyProblem(["groups", name], message, hint) };
}
