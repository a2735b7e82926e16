import type { IdentityCenterState } from "./state.ts";

/**
 * Identity Center after an account has left the organization: it cleans up what it has about it, and no
 * longer works there (Organizations User Guide, "AWS IAM Identity Center and AWS Organizations").
 */
export function withoutAccount(center: IdentityCenterState, account: string): IdentityCenterState {
  const kept = <T extends { readonly account: string }>(map: ReadonlyMap<string, T>) =>
    new Map([...map].filter(([, one]) => one.account !== account));
  return {
    ...center,
    assignments: kept(center.assignments),
    provisioned: kept(center.provisioned),
  };
}
