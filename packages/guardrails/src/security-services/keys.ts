/** Keys of this guardrail: one for each declared trail, by account, home Region and name. */
import type { Baseline, DeclaredTrail, ResourceKey, TrailRecord } from "@holdfast/core";

export const GUARDRAIL = "security-services";

const TRAIL = "trail/";

export function trailKey({ account, region, name }: DeclaredTrail): ResourceKey {
  return { guardrail: GUARDRAIL, account, region, resource: `${TRAIL}${name}` };
}

export function declaredTrails({ securityServices }: Baseline): readonly DeclaredTrail[] {
  return securityServices?.trails ?? [];
}

export function declaredKeys(baseline: Baseline): readonly ResourceKey[] {
  return declaredTrails(baseline).map(trailKey);
}

/** The trail that a key is of; undefined: nobody declared it, and it is left alone. */
export function trailOf(
  { account, region, resource }: ResourceKey,
  baseline: Baseline,
): DeclaredTrail | undefined {
  return declaredTrails(baseline).find(
    (trail) =>
      trail.account === account && trail.region === region && resource === `${TRAIL}${trail.name}`,
  );
}

export function trailArn({ account, region, name }: DeclaredTrail): string {
  return `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
}

/** The declared trails that a record names, by name or ARN; undefined: it names none. */
function named({ request }: TrailRecord, baseline: Baseline): readonly DeclaredTrail[] | undefined {
  const said = request.trailName ?? request.name;
  if (typeof said !== "string") return undefined;
  const name = said.slice(said.lastIndexOf("/") + 1);
  return declaredTrails(baseline).filter((trail) => trail.name === name);
}

/** Whether a call of CloudTrail was about what this guardrail looks at, and puts right. */
export function isGuarded(record: TrailRecord, baseline: Baseline): boolean {
  return (named(record, baseline) ?? []).length > 0;
}

/**
 * Where a record says to look: the trails that it names, whoever called; a delegated administrator changes an
 * organization's trail from its own account. One that names none may be about any.
 */
export function keysOf(record: TrailRecord, baseline: Baseline): readonly ResourceKey[] {
  return (named(record, baseline) ?? declaredTrails(baseline)).map(trailKey);
}
