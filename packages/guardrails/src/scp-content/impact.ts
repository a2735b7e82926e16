/** What a changed or missing policy opens and closes on the way to each account. */
import {
  accountsBelow,
  type Baseline,
  type Impact,
  isControlPolicy,
  levelsFor,
} from "@holdfast/core";
import type { PolicyDocument } from "@holdfast/policy";
import { PolicyError, parsePolicy } from "@holdfast/policy/read";
import { impactOf } from "../access-impact.ts";
import type { Want } from "./diff.ts";
import type { Live } from "./live.ts";

/**
 * Undefined for a management policy, which bounds nothing by itself; where nothing is opened or closed because
 * other policies stop the same; and where what AWS makes of the live document can't be told.
 */
export async function impact(
  want: Want | undefined,
  live: Live | undefined,
  baseline: Baseline,
): Promise<Impact | undefined> {
  if (want === undefined || live === undefined) return undefined;
  const documents = documentsOf(live);
  if (documents === undefined || !isControlPolicy(want.policy)) return undefined;
  const { name, type } = want.policy;
  const changes = accountsBelow(baseline, name).map((account) => {
    const declared = levelsFor(baseline, account, type);
    const found = declared.map(({ policies, ...level }) => ({
      ...level,
      policies: policies.flatMap((policy) =>
        policy.name === name ? documents.map((document) => ({ name, document })) : [policy],
      ),
    }));
    return { account, type, declared, live: found };
  });
  return impactOf(changes, baseline);
}

/** None if the policy is gone; undefined if its content can't be read. */
function documentsOf({ policy }: Live): readonly PolicyDocument[] | undefined {
  if (policy === null) return [];
  try {
    return [parsePolicy(policy.content)];
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}
