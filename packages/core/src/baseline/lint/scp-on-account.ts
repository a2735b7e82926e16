/** Policies sit on units: an account that is added or moved in is then covered without anybody's doing. */
import type { Account } from "../model.ts";
import { controlPolicies } from "../query.ts";
import type { Found, LintContext, LintRule } from "./rule.ts";

export const scpOnAccount: LintRule = {
  id: "scp-on-account",
  severity: "warning",
  title: "Control policies are attached to units, not to accounts",
  help:
    "A control policy on an account covers that account alone: its successor, and the account that is moved " +
    "in beside it, go without. Give the account a unit of its own and attach the policy there, or " +
    "accept it under `accepted` with the reason.",
  check: (context) => {
    const control = new Set(controlPolicies(context.baseline).map(({ name }) => name));
    return context.baseline.accounts
      .map((account) => ({
        ...account,
        policies: account.policies.filter((name) => control.has(name)),
      }))
      .filter(({ policies }) => policies.length > 0)
      .map((account): Found => {
        const { message, hint } = complaint(account, context);
        const path = ["accounts", account.name, "policies"];
        return { subject: account.name, ...context.places.main.problem(path, message, hint) };
      });
  },
};

function complaint({ id, name, policies }: Account, { baseline }: LintContext) {
  if (id === baseline.organization.management) {
    const message = "control policies have no effect on the management account";
    return { message, hint: "detach it in AWS and remove it here" };
  }
  const verb = policies.length === 1 ? "is" : "are";
  const message = `${policies.join(", ")} ${verb} attached to the account ${name}`;
  return { message, hint: "attach it to a unit, or accept this under `accepted`" };
}
