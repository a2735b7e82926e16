/** What a change to a baseline opens and closes. Pure: two baselines in, data out. */
import type { Baseline } from "@holdfast/core";
import type { ActionUniverse } from "@holdfast/policy";
import type { AwsManagedPolicies } from "@holdfast/policy/aws-managed";
import { accountsEffects } from "./accounts/index.ts";
import { leaveAloneEffects, type Moded, managementEffects, modeEffects } from "./enforcement.ts";
import { exemptionChanges } from "./exemptions.ts";
import { identityCenterChanges } from "./identity-center/index.ts";
import { match } from "./match.ts";
import type { Change, Diff, Direction, Effect } from "./model.ts";
import { policyChanges } from "./policy-changes.ts";
import { policyEffects } from "./policy-effects.ts";
import { reviewEffects } from "./reviews.ts";
import { bySeverity } from "./severity.ts";
import { structuralChanges } from "./structure.ts";

export interface DiffOptions {
  /** All guardrails and tripwires: a default mode is about each of them. */
  readonly guardrails: readonly Moded[];
  readonly universe: ActionUniverse;
  readonly awsManaged: AwsManagedPolicies;
}

export function diffBaselines(old: Baseline, next: Baseline, options: DiffOptions): Diff {
  const matches = match(old, next);
  const policies = policyEffects(matches, options.universe);
  const exemptions = exemptionChanges(matches);
  const center = identityCenterChanges(matches, options.universe, options.awsManaged);
  const settings = [
    ...center.effects,
    ...accountsEffects(matches),
    ...managementEffects(matches),
    ...modeEffects(matches, options.guardrails),
    ...leaveAloneEffects(matches),
    ...exemptions.effects,
    ...reviewEffects(matches),
  ];
  const of = (direction: Direction): Effect[] =>
    settings
      .filter((effect) => effect.direction === direction)
      .map(({ direction: _, ...effect }) => effect);
  const diff: Diff = {
    opens: [...policies.opens, ...of("opened")].toSorted(bySeverity),
    closes: [...policies.closes, ...of("closed")].toSorted(bySeverity),
    undecided: [...policies.undecided, ...center.undecided],
    changes: [
      ...structuralChanges(matches),
      ...policyChanges(matches, policies),
      ...center.changes,
      ...exemptions.changes,
    ],
  };
  const { opens, closes, undecided, changes } = diff;
  const told = opens.length + closes.length + undecided.length + changes.length > 0;
  return told ? diff : { ...diff, changes: untold(old, next) };
}

/** Sections that differ although nothing could be said of them: that is not "the same". */
function untold(old: Baseline, next: Baseline): Change[] {
  const { hash: _, ...before } = old;
  const { hash: __, ...now } = next;
  const sections = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (key) => JSON.stringify(Reflect.get(before, key)) !== JSON.stringify(Reflect.get(now, key)),
  );
  return sections.map((name) => ({
    subject: "organization",
    name,
    what: "differs in something that opens and closes nothing",
  }));
}
