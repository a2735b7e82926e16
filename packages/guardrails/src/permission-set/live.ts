/** Permission sets as they are: what each is made of, and where that has not arrived yet. */
import {
  type Baseline,
  type Caller,
  type CustomerManagedPolicy,
  type IdentityCenter,
  type Observed,
  type PermissionsBoundary,
  permissionSetByName,
  type ResourceKey,
  type Surveyed,
} from "@holdfast/core";
import { assertInstance, isNotFound } from "../identity-center/instance.ts";
import { arnOf, labelOf } from "../identity-center/sets.ts";
import { orUnknown } from "../or-unknown.ts";
import { deviationsOf } from "./deviations.ts";
import { keyOf } from "./keys.ts";
import { assignedOf, type LiveAssignment, placesOf } from "./places.ts";

export type LiveSet = {
  readonly arn: string;
  readonly name: string;
  readonly description: string;
  readonly sessionDuration: string;
  readonly relayState: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** As AWS gives it; null: none. */
  readonly inlinePolicy: string | null;
  /** ARNs, sorted. */
  readonly managedPolicies: readonly string[];
  readonly customerManagedPolicies: readonly CustomerManagedPolicy[];
  readonly boundary: PermissionsBoundary | null;
};

export type Live = {
  /** The one with the declared ARN; null if there is none. */
  readonly set: LiveSet | null;
  /** How many accounts have the set. */
  readonly places: number;
  /** Those of them that do not have it as it is now. Sorted. */
  readonly behind: readonly string[];
  /** Some of the others: as many as can be provisioned at a time. */
  readonly current: readonly string[];
  /** Why AWS could not bring it there, newest first. */
  readonly failures: readonly string[];
  /** Another set that has the declared name; null if there is none, or nobody had to ask. */
  readonly namesake: string | null;
  /** Who has a set that has to go, where it is one. */
  readonly assigned: readonly LiveAssignment[];
};

export type Reads =
  | "sso:ListInstances"
  | "sso:ListPermissionSets"
  | "sso:DescribePermissionSet"
  | "sso:GetInlinePolicyForPermissionSet"
  | "sso:ListManagedPoliciesInPermissionSet"
  | "sso:ListCustomerManagedPolicyReferencesInPermissionSet"
  | "sso:GetPermissionsBoundaryForPermissionSet"
  | "sso:ListTagsForResource"
  | "sso:ListAccountsForProvisionedPermissionSet"
  | "sso:ListPermissionSetProvisioningStatus"
  | "sso:DescribePermissionSetProvisioningStatus"
  | "sso:ListAccountAssignments"
  | "organizations:DescribeAccount";

const NOTHING: Live = {
  set: null,
  places: 0,
  behind: [],
  current: [],
  failures: [],
  namesake: null,
  assigned: [],
};

/** Eight calls where everything is as it should be. */
export async function observe(
  { resource: label }: ResourceKey,
  aws: Caller<Reads>,
  baseline: Baseline,
): Promise<Observed<Live>> {
  const { identityCenter: center } = baseline;
  if (center === undefined) return { kind: "absent" };
  const declared = permissionSetByName(center, label);
  const set = await describe(arnOf(center, label), aws, center);
  if (set === null) {
    await assertInstance(aws, center);
    if (declared === undefined) return { kind: "absent" };
    return missing(declared.name, aws, center);
  }
  if (declared === undefined) return undeclared(set, aws, center);
  const { provisioning, ...places } = await placesOf(set.arn, aws, center);
  // Whoever has AWS provision it again and again must not keep it as they made it: what it is made of is
  // put right as soon as AWS takes edits, and only a set that is right waits.
  const right = (await deviationsOf(center.instance, declared, set)).length === 0;
  if (provisioning && right) return { kind: "pending", reason: "AWS is provisioning it" };
  return { kind: "present", live: { ...NOTHING, set, ...places } };
}

/** All sets that there are, and those that should be. */
export async function* survey(
  aws: Caller<Reads>,
  baseline: Baseline,
): AsyncGenerator<Surveyed<Live>> {
  const { identityCenter: center } = baseline;
  if (center === undefined) return;
  await assertInstance(aws, center);
  const labels = new Set(center.permissionSets.map(({ name }) => name));
  for (const arn of await list(aws, center)) labels.add(labelOf(center, arn));
  for (const label of [...labels].toSorted()) {
    const key = keyOf(baseline, label);
    yield { key, observed: await orUnknown(() => observe(key, aws, baseline)) };
  }
}
/** Names are unique and can't be changed: whatever has the declared one stands in its way. */
async function missing(
  name: string,
  aws: Caller<Reads>,
  center: IdentityCenter,
): Promise<Observed<Live>> {
  for (const arn of await list(aws, center)) {
    if (center.permissionSets.some((set) => set.arn === arn)) continue;
    const found = await nameOf(arn, aws, center);
    if (found !== name) continue;
    const assigned = await assignedOf(arn, aws, center);
    return { kind: "present", live: { ...NOTHING, namesake: arn, assigned } };
  }
  return { kind: "present", live: NOTHING };
}

async function undeclared(
  set: LiveSet,
  aws: Caller<Reads>,
  center: IdentityCenter,
): Promise<Observed<Live>> {
  const removing = center.undeclaredPermissionSets === "remove";
  const assigned = removing ? await assignedOf(set.arn, aws, center) : [];
  return { kind: "present", live: { ...NOTHING, set, assigned } };
}

/** ARNs of all sets, sorted. */
export async function list(
  aws: Caller<Reads>,
  { instance: InstanceArn }: Pick<IdentityCenter, "instance">,
): Promise<readonly string[]> {
  const arns: string[] = [];
  const pages = aws.pages("sso:ListPermissionSets", { InstanceArn });
  for await (const { PermissionSets = [] } of pages) arns.push(...PermissionSets);
  return arns.toSorted();
}

/** Undefined: it was deleted meanwhile. */
async function nameOf(
  PermissionSetArn: string,
  aws: Caller<Reads>,
  { instance: InstanceArn }: IdentityCenter,
): Promise<string | undefined> {
  try {
    const input = { InstanceArn, PermissionSetArn };
    return (await aws.call("sso:DescribePermissionSet", input)).PermissionSet?.Name;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Null: there is none with this ARN. */
export async function describe(
  PermissionSetArn: string,
  aws: Caller<Reads>,
  { instance: InstanceArn }: Pick<IdentityCenter, "instance">,
): Promise<LiveSet | null> {
  const named = { InstanceArn, PermissionSetArn };
  try {
    const { PermissionSet: set = {} } = await aws.call("sso:DescribePermissionSet", named);
    const { InlinePolicy } = await aws.call("sso:GetInlinePolicyForPermissionSet", named);
    return {
      arn: PermissionSetArn,
      name: set.Name ?? "",
      description: set.Description ?? "",
      sessionDuration: set.SessionDuration ?? "PT1H",
      relayState: set.RelayState || null,
      tags: await tagsOf(PermissionSetArn, aws, InstanceArn),
      inlinePolicy: InlinePolicy || null,
      managedPolicies: await managedPoliciesOf(named, aws),
      customerManagedPolicies: await customerManagedPoliciesOf(named, aws),
      boundary: await boundaryOf(named, aws),
    };
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

type Named = { readonly InstanceArn: string; readonly PermissionSetArn: string };

async function tagsOf(ResourceArn: string, aws: Caller<Reads>, InstanceArn: string) {
  const tags = new Map<string, string>();
  const pages = aws.pages("sso:ListTagsForResource", { InstanceArn, ResourceArn });
  for await (const { Tags = [] } of pages) {
    for (const { Key = "", Value = "" } of Tags) tags.set(Key, Value);
  }
  // Not by assignment, which would lose a tag named __proto__.
  return Object.fromEntries(tags);
}

async function managedPoliciesOf(named: Named, aws: Caller<Reads>): Promise<string[]> {
  const arns: string[] = [];
  const pages = aws.pages("sso:ListManagedPoliciesInPermissionSet", named);
  for await (const { AttachedManagedPolicies = [] } of pages) {
    arns.push(...AttachedManagedPolicies.flatMap(({ Arn }) => Arn ?? []));
  }
  return arns.toSorted();
}

async function customerManagedPoliciesOf(
  named: Named,
  aws: Caller<Reads>,
): Promise<CustomerManagedPolicy[]> {
  const found: CustomerManagedPolicy[] = [];
  const pages = aws.pages("sso:ListCustomerManagedPolicyReferencesInPermissionSet", named);
  for await (const { CustomerManagedPolicyReferences = [] } of pages) {
    found.push(...CustomerManagedPolicyReferences.map(referenceOf));
  }
  return found.toSorted((a, b) => (a.path + a.name < b.path + b.name ? -1 : 1));
}

function referenceOf({ Name, Path }: { Name?: string | undefined; Path?: string | undefined }) {
  return { name: Name ?? "", path: Path ?? "/" };
}

async function boundaryOf(named: Named, aws: Caller<Reads>): Promise<PermissionsBoundary | null> {
  try {
    const answer = await aws.call("sso:GetPermissionsBoundaryForPermissionSet", named);
    const { ManagedPolicyArn: arn, CustomerManagedPolicyReference: own } =
      answer.PermissionsBoundary ?? {};
    if (arn !== undefined) return { kind: "aws", arn };
    return own === undefined ? null : { kind: "customer", ...referenceOf(own) };
  } catch (error) {
    // That there is none is an error; so is that there is no such set, which was there a moment ago.
    if (isNotFound(error)) return null;
    throw error;
  }
}
