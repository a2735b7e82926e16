/** What the guardrails of accounts call the things that they look at. */
import type { Baseline, Subject } from "@holdfast/core";

/** Something in an account, as people, modes and findings know it: `production/DeployRole`. */
export function subjectIn(
  account: string,
  baseline: Baseline,
  { name, ...resource }: Pick<Subject, "name" | "resourceType" | "resourceId">,
): Subject {
  const declared = baseline.accounts.find(({ id }) => id === account);
  return {
    name: `${declared?.name ?? account}/${name}`,
    ...(declared && { unit: declared.unit }),
    accounts: [account],
    ...resource,
  };
}
