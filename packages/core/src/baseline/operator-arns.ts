/** The roles of those who may look into the accounts by hand. */
import type { Baseline } from "./model.ts";

/**
 * ARNs of the roles that Identity Center makes for them in the management account, with `?` for each of the
 * sixteen hexadecimal digits that it adds: with a `*` the set `A_B` would pass for `A`.
 */
export function operatorArns({ operators = [], organization }: Baseline): readonly string[] {
  const { management, identityCenterRegion: region } = organization;
  // A Region of its own has its name in the path, except for this one.
  const path = `aws-reserved/sso.amazonaws.com/${region === "us-east-1" ? "" : `${region}/`}`;
  return operators.map(
    (set) => `arn:aws:iam::${management}:role/${path}AWSReservedSSO_${set}_${"?".repeat(16)}`,
  );
}
