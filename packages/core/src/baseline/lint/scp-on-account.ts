/** Policies sit on units: an account that is added or moved in is then covered without anybody's doing. */
import type { Found, LintRule } from "./rule.ts";

export const scpOnAccount: LintRule = {
  id: "scp-on-account",
  severity: "warning",
  title: "Policies are attached to units, not to accounts",
  help:
    "A policy on an account covers that account alone: its successor, and the account that is moved " +
    "in beside it, go without. Give the account a unit of its own and attach the policy there, or " +
    "accept it under `accepted` with the reason.",
  check: ({ baseline, places }) =>
    baseline.accounts
      .filter(({ policies }) => policies.length > 0)
      .map(({ name, policies }): Found => {
        const message = `${policies.join(", ")} ${policies.length === 1 ? "is" : "are"} attached to the account ${name}`;
        const hint = "attach it to a unit, or accept this under `accepted`";
        return {
          subject: name,
          ...places.main.problem(["accounts", name, "policies"], message, hint),
        };
      }),
};
