/** A policy that reaches no account protects nothing. */
import type { Account } from "../model.ts";
import { accountsUnder, isControlPolicy } from "../query.ts";
import type { Found, LintRule } from "./rule.ts";

export const policyWithoutEffect: LintRule = {
  id: "policy-without-effect",
  severity: "warning",
  title: "Every policy is attached where it reaches an account",
  help:
    "A policy that is declared but attached nowhere, or only where no member account is, protects " +
    "nothing: control policies do not reach the management account. Attach it, or delete it.",
  check({ baseline, places }) {
    const { management } = baseline.organization;
    return baseline.policies.flatMap((policy): Found[] => {
      const { name } = policy;
      // Management and declarative policies reach the management account like any other.
      const reaches = ({ id }: Account) => id !== management || !isControlPolicy(policy);
      const units = baseline.units.filter(({ policies }) => policies.includes(name));
      const reached = [
        ...units.flatMap(({ path }) => accountsUnder(baseline, path)),
        ...baseline.accounts.filter(({ policies }) => policies.includes(name)),
      ].filter(reaches);
      if (reached.length > 0) return [];
      const [unit] = units;
      if (unit === undefined) {
        const message = `${name} is attached to nothing`;
        return [{ subject: name, ...places.main.keyProblem(["policies", name], message) }];
      }
      const path = ["units", unit.path, "policies"];
      const message = `${name} reaches no account: ${unit.path} holds no member account`;
      return [{ subject: name, ...places.main.problem(path, message) }];
    });
  },
};
