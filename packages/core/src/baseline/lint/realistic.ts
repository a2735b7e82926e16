/** Names that somebody could have or make, for questions that need a concrete one. */
import { type ActionUniverse, matchesGlob } from "@holdfast/policy";
import type { Account, Baseline } from "../model.ts";

/** What stands for "any name". */
const ANY = "any";

/** The role of a permission set in an account, as Identity Center names it. */
export function permissionSetRole(baseline: Baseline, name: string): string {
  const { identityCenterRegion } = baseline.organization;
  // Identity Center leaves its Region out of the path where that is us-east-1.
  const region = identityCenterRegion === "us-east-1" ? "" : `${identityCenterRegion}/`;
  return `role/aws-reserved/sso.amazonaws.com/${region}AWSReservedSSO_${name}_0123456789abcdef`;
}

/** A resource that a call of the action could be about; `*` if it takes none. */
export function resourceOf(
  action: string,
  universe: ActionUniverse,
  { account, region }: { readonly account: string; readonly region: string },
): string {
  const [pattern = "*"] = universe.resourcesOf(action);
  return pattern.replace(/\$\{(\w+)\}/g, (_all, name: string) => {
    if (name === "Partition") return "aws";
    if (name === "Region") return region;
    return name === "Account" ? account : ANY;
  });
}

/**
 * A user or role of this account that a pattern of `aws:PrincipalArn` stands for; undefined if it
 * stands for none, or can't be told.
 */
export function example(pattern: string, { id }: Account): string | undefined {
  const text = pattern.replace(/\$\{aws:PrincipalAccount\}/gi, id);
  const [, name] = /(?:^|[:*])((?:role|user)\/[^:]*)$/.exec(text) ?? [];
  if (name === undefined || /\$\{/.test(text)) return undefined;
  const [, account = "*"] = /^arn:[^:]*:iam::([^:]*):/.exec(text) ?? [];
  if (!matchesGlob(account, id)) return undefined;
  return `arn:aws:iam::${id}:${name.replaceAll("*", ANY).replaceAll("?", "x")}`;
}
