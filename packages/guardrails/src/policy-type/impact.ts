/** What the loss of a policy type opens. */
import {
  type Baseline,
  fullAccess,
  type Impact,
  levelsFor,
  type PolicyType,
  policyByName,
} from "@holdfast/core";
import { impactOf } from "../access-impact.ts";

/**
 * Where a type is disabled every level allows as much as AWS's own policy does. So what each policy
 * refused is open wherever it stood, and each can have an example of its own.
 */
export function impactOfLosing(type: PolicyType, baseline: Baseline): Promise<Impact | undefined> {
  const aws = fullAccess(type);
  const changes = baseline.accounts.flatMap((account) =>
    levelsFor(baseline, account, type).flatMap(({ policies }) =>
      policies
        .filter(({ name }) => policyByName(baseline, name)?.type === type)
        .map((policy) => ({
          account,
          type,
          declared: [{ name: "lost", policies: [aws, policy] }],
          live: [{ name: "lost", policies: [aws] }],
        })),
    ),
  );
  return impactOf(changes, baseline);
}
