/** Apart from `want.ts`, so that the list of guardrails does not load what reads policies. */
import { type Baseline, operatorArns, type ResourceKey } from "@holdfast/core";
import { declaredOf } from "./keys.ts";
import type { Want } from "./want.ts";

/** What the baseline wants of any role, also of one that it does not declare. */
export function wanted({ account, resource }: ResourceKey, baseline: Baseline): Want {
  const declared = declaredOf(baseline, account, resource);
  const { id, management } = baseline.organization;
  const organization = { id, management, operators: operatorArns(baseline) };
  return { account, organization, ...(declared && { declared }) };
}
