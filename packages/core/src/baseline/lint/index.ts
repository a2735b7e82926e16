/** Everything that is asked of a baseline that loads. */
import type { Diagnostic } from "../problem.ts";
import { breakGlassLockedOut } from "./break-glass-locked-out.ts";
import { exemptNameUnprotected } from "./exempt-name-unprotected.ts";
import { exemptionExpired, exemptionTooLong } from "./exemption-dates.ts";
import { holdfastLockedOut } from "./holdfast-locked-out.ts";
import { IDENTITY_CENTER_RULES } from "./identity-center/index.ts";
import { openReview } from "./open-review.ts";
import { policyWithoutEffect } from "./policy-without-effect.ts";
import { rolloutUntrusted } from "./rollout-untrusted.ts";
import type { LintContext, LintRule } from "./rule.ts";
import { scpOnAccount } from "./scp-on-account.ts";
import { redundantStatement, unreachableStatement } from "./statement-without-effect.ts";
import { unknownAction } from "./unknown-action.ts";

export const LINT_RULES: readonly LintRule[] = [
  breakGlassLockedOut,
  exemptNameUnprotected,
  exemptionExpired,
  exemptionTooLong,
  holdfastLockedOut,
  openReview,
  policyWithoutEffect,
  redundantStatement,
  rolloutUntrusted,
  scpOnAccount,
  unknownAction,
  unreachableStatement,
  ...IDENTITY_CENTER_RULES,
];

export function lint(context: LintContext): Diagnostic[] {
  return LINT_RULES.flatMap(({ id, severity, check }) =>
    check(context).map((found) => ({ ...found, rule: id, severity })),
  );
}
