/** Keys of this guardrail: one for each declared trail, and one for GuardDuty in each Region. */
import type {
  Baseline,
  DeclaredGuardDuty,
  DeclaredTrail,
  ResourceKey,
  TrailRecord,
} from "@holdfast/core";

export const GUARDRAIL = "security-services";

const TRAIL = "trail/";
const GUARD_DUTY = "guardduty";

/** What the baseline declares of a key. */
export type Declared =
  | { readonly kind: "trail"; readonly trail: DeclaredTrail }
  | { readonly kind: "guardduty"; readonly guardDuty: DeclaredGuardDuty; readonly region: string };

export function trailKey({ account, region, name }: DeclaredTrail): ResourceKey {
  return { guardrail: GUARDRAIL, account, region, resource: `${TRAIL}${name}` };
}

export function declaredTrails({ securityServices }: Baseline): readonly DeclaredTrail[] {
  return securityServices?.trails ?? [];
}

/** Of GuardDuty in each Region of the baseline; none, if nobody has declared how it has to be. */
export function guardDutyKeys({ securityServices, organization }: Baseline): ResourceKey[] {
  const administrator = securityServices?.guardDuty?.administrator;
  if (administrator === undefined) return [];
  return organization.regions.map((region) => ({
    guardrail: GUARDRAIL,
    account: administrator,
    region,
    resource: GUARD_DUTY,
  }));
}

export function declaredKeys(baseline: Baseline): readonly ResourceKey[] {
  return [...declaredTrails(baseline).map(trailKey), ...guardDutyKeys(baseline)];
}

/** Undefined: nobody declared it, and it is left alone. */
export function declaredOf(key: ResourceKey, baseline: Baseline): Declared | undefined {
  const { account, region, resource } = key;
  const guardDuty = baseline.securityServices?.guardDuty;
  if (resource === GUARD_DUTY && guardDuty?.administrator === account) {
    return { kind: "guardduty", guardDuty, region };
  }
  const trail = declaredTrails(baseline).find(
    (one) => one.account === account && one.region === region && resource === `${TRAIL}${one.name}`,
  );
  return trail && { kind: "trail", trail };
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
 * The trails that a record names, whoever called; a delegated administrator changes an organization's trail
 * from its own account. One that names none may be about any.
 */
export function trailKeysOf(record: TrailRecord, baseline: Baseline): readonly ResourceKey[] {
  return (named(record, baseline) ?? declaredTrails(baseline)).map(trailKey);
}

/** GuardDuty in the Region of a record, as far as it is the administrator's. */
export function guardDutyKeysOf(
  { account, region }: TrailRecord,
  baseline: Baseline,
): readonly ResourceKey[] {
  return guardDutyKeys(baseline).filter((key) => key.account === account && key.region === region);
}
