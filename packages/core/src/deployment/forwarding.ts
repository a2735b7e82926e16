/**
 * How the hub hears of other accounts and Regions. CloudTrail hands an event to the default bus of the account
 * and Region that recorded it and to no other, so each has rules that send it on; EventBridge does so once.
 */
import type { Baseline } from "../baseline/model.ts";
import type { Watch } from "../guardrail.ts";
import type { ForwardingRule } from "./model.ts";
import { rulesOf } from "./rules.ts";

/**
 * Where sign-ins are recorded that name no Region (CloudTrail guide, console sign-in events): those of root
 * in the first three, those of users in any but the third, by a cookie. All are enabled in every account.
 */
const SIGN_IN = ["us-east-1", "us-east-2", "us-west-2", "eu-north-1", "ap-southeast-2"];

/** Where each account has its rules: the Regions of the baseline, of Identity Center, and of sign-ins. */
export function forwardingRegions({ organization }: Baseline): string[] {
  const { regions, identityCenterRegion, hubRegion } = organization;
  return [...new Set([...regions, identityCenterRegion, hubRegion, ...SIGN_IN])].sort();
}

/**
 * Rules for everything that is watched. What only some Regions record has rules of its own: IAM and
 * Organizations record in us-east-1 alone.
 * @param name of a rule by its number, which begins at 1
 */
export function forwardingRules(
  watchers: readonly { readonly watches: readonly Watch[] }[],
  bus: string,
  name: (index: number) => string,
): ForwardingRule[] {
  const watches = watchers.flatMap((watcher) => watcher.watches);
  const groups = Map.groupBy(watches, ({ regions }) => JSON.stringify(regions?.toSorted() ?? null));
  const rules: ForwardingRule[] = [];
  for (const [recordedIn, some] of [...groups].toSorted()) {
    const before = rules.length;
    const made = rulesOf([{ watches: some }], {
      bus: "default",
      target: { bus },
      name: (index) => name(before + index),
    });
    const regions: readonly string[] | null = JSON.parse(recordedIn);
    for (const { name, state, pattern } of made) {
      rules.push({ name, state, pattern, ...(regions && { regions }) });
    }
  }
  return rules;
}

/** Whether a Region has a rule. */
export function isIn(region: string, { regions }: Pick<ForwardingRule, "regions">): boolean {
  return regions === undefined || regions.includes(region);
}
