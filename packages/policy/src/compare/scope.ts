/** What is known about every request that a comparison is about. */
import type { ControlPolicyType } from "../effect.ts";
import type { Budget } from "./budget.ts";
import { ANY_ARN, type Pattern, principalsOf } from "./pattern.ts";
import type { Dimension } from "./test.ts";
import type { Samples } from "./variables.ts";

export interface Scope {
  /** What is left of the work that the comparison may do. */
  readonly budget: Budget;
  readonly type: ControlPolicyType;
  /** The account below the levels, twelve digits; undefined: any account. */
  readonly account: string | undefined;
  /** Values for policy variables, wherever a witness needs one. */
  readonly samples: Samples;
}

/** All that a part of a request can be; undefined if that isn't limited. */
export function onlyValues(
  dimension: Dimension,
  { type, account }: Scope,
): readonly string[] | undefined {
  // SCPs bind the account's own principals; RCPs its own resources.
  const key = type === "SERVICE_CONTROL_POLICY" ? "aws:principalaccount" : "aws:resourceaccount";
  return account !== undefined && dimension === `key ${key}` ? [account] : undefined;
}

/** Patterns that every value of a part of a request matches. */
export function shapeOf(dimension: Dimension, { type, account }: Scope): readonly Pattern[] {
  if (dimension === "resource") return [ANY_ARN];
  const bound = type === "SERVICE_CONTROL_POLICY" && dimension === "key aws:principalarn";
  return bound ? [principalsOf(account)] : [];
}

/**
 * Whether every request has the part. AWS documents these two keys as present in all signed requests,
 * and SCPs are about no others.
 */
export function isAlwaysThere(dimension: Dimension, { type }: Scope): boolean {
  if (dimension === "resource") return true;
  return (
    type === "SERVICE_CONTROL_POLICY" &&
    (dimension === "key aws:principalarn" || dimension === "key aws:principalaccount")
  );
}
