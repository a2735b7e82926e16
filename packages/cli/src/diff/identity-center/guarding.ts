/** What is tolerated: grants for a time, and permission sets that nobody declared. */
import type { JustInTime } from "@holdfast/core";
import { refOf } from "../classes.ts";
import type { Directed } from "../enforcement.ts";
import type { IdentityCenterEffect } from "../model.ts";
import type { Sides } from "./index.ts";

export function guardingEffects({
  matches,
  old,
  new: next,
}: Sides): Directed<IdentityCenterEffect> {
  const accounts = matches.new.accounts.map((account) => refOf(account));
  const of = (direction: "opened" | "closed", what: string) => ({
    kind: "identity-center" as const,
    what,
    accounts,
    direction,
  });
  const has = (list: readonly JustInTime[], one: JustInTime) =>
    list.some((other) => JSON.stringify(other) === JSON.stringify(one));
  return [
    ...(old.instance === next.instance
      ? []
      : [of("opened", `another instance is guarded now: ${old.instance} -> ${next.instance}`)]),
    ...(old.undeclaredPermissionSets === next.undeclaredPermissionSets
      ? []
      : [
          next.undeclaredPermissionSets === "alert"
            ? of("opened", "permission sets that nobody declared are told and left where they are")
            : of("closed", "permission sets that nobody declared are removed"),
        ]),
    ...next.justInTime
      .filter((one) => !has(old.justInTime, one))
      .map((one) => of("opened", `${granted(one)} is tolerated: ${one.reason}`)),
    ...old.justInTime
      .filter((one) => !has(next.justInTime, one))
      .map((one) => of("closed", `${granted(one)} is no longer tolerated: ${one.reason}`)),
  ];
}

/** "a grant of Admin to oncall-* for up to 4 h" */
function granted(one: JustInTime): string {
  const hours = Math.round(one.maximumDuration / 360_000) / 10;
  const who = one.principal ?? "anybody";
  return one.kind === "assignment"
    ? `a grant of ${one.permissionSet} to ${who} for up to ${hours} h`
    : `membership of ${who} in ${one.group} for up to ${hours} h`;
}
