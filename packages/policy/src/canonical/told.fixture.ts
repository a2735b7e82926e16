// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
/** A policy to change, and what is said of the change. */
import type { PolicyDocument, PolicyStatement } from "../document.ts";
import { type Difference, equivalence } from "./equivalence.ts";

export const DENY: PolicyStatement = {
  Sid: "DetectionStaysOn",
  Effect: "Deny",
  Action: ["guardduty:DeleteDetector", "guardduty:Update*"],
  Resource: "*",
};

export function policy(...Statement: readonly PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement };
}

/** None if the two are equal. */
export function differences(left: PolicyDocument, right: PolicyDocument): readonly Difference[] {
  const found = equivalence(left, right);
  return found.equal ? [] : found.differences;
}

export function allow(Action: string | readonly string[] = "s3:*"): PolicyStatement {
  return { Effect: "Allow", Action, Resource: "*" };
}

/** With a variable. */
export function old(Version: string | undefined): PolicyDocument {
  const Statement = { ...DENY, Resource: "arn:aws:s3:::${aws:username}" };
  return Version === undefined ? { Statement } : { Version, Statement };
}
