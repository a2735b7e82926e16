/** What differs in a permission set, and the steps that put it right. */
import type { Difference, Effect, PermissionSet, ResourceKey, Step } from "@holdfast/core";
import { type Deviation, deviationsOf, type Edit } from "./deviations.ts";
import type { Live, LiveSet } from "./live.ts";

export interface Want {
  /** ARN of the instance. */
  readonly instance: string;
  /** Undefined: nobody declared this set. */
  readonly declared: PermissionSet | undefined;
  readonly undeclared: "alert" | "remove";
}

type Write = Step<
  | Edit
  | "sso:CreatePermissionSet"
  | "sso:DeletePermissionSet"
  | "sso:ProvisionPermissionSet"
  | "sso:DeleteAccountAssignment"
>;

export async function diff(
  want: Want | undefined,
  live: Live | undefined,
): Promise<readonly Difference[]> {
  if (want === undefined || live === undefined) return [];
  const { declared, instance } = want;
  if (declared === undefined) return live.set === null ? [] : [stranger(live.set, live)];
  if (live.set === null) return [gone(declared), ...squatted(declared, live)];
  const deviations = await deviationsOf(instance, declared, live.set);
  return [...deviations.map(({ difference }) => difference), ...notProvisioned(live)];
}

export async function plan(
  _key: ResourceKey,
  want: Want | undefined,
  live: Live | undefined,
): Promise<readonly Write[]> {
  if (want === undefined || live === undefined) return [];
  const { declared, instance, undeclared } = want;
  if (declared === undefined) {
    const removed = live.set !== null && undeclared === "remove";
    return removed ? removal(instance, live.set.arn, live, "undeclared") : [];
  }
  if (live.set === null) return remake(instance, declared, live);
  const deviations = await deviationsOf(instance, declared, live.set);
  const steps = deviations.map(({ step }) => step);
  return [...steps, ...provisioning(instance, live.set.arn, live, deviations)];
}

/** Identity Center quotas: accounts that one request for all of them covers. */
const MOST_AT_ONCE = 3_500;
/** Identity Center quotas: requests at a time. */
const AT_A_TIME = 3;

/**
 * Carries the set to the accounts. Whatever may be in it that nobody declared has to be gone before, or
 * this would bring it there. What accounts have that are behind is not known: giving it to them counts as a
 * grant, unless access was just taken away.
 */
function provisioning(
  InstanceArn: string,
  PermissionSetArn: string,
  { places, behind }: Live,
  deviations: readonly Deviation[],
): readonly Write[] {
  const edited = deviations.some(({ provisioned }) => provisioned);
  if (places === 0 || (!edited && behind.length === 0)) return [];
  const requires = deviations.flatMap(({ provisioned, surplus }, index) =>
    provisioned && surplus ? [index] : [],
  );
  const restricts = deviations.some(({ step }) => step.effect === "restrict");
  const effect: Effect = restricts ? "restrict" : "grant";
  const [only] = behind;
  const alone = !edited && behind.length === 1 && only !== undefined;
  const singly = places > MOST_AT_ONCE ? behind.slice(0, AT_A_TIME) : alone ? [only] : [];
  const common = { action: "sso:ProvisionPermissionSet", effect, aspect: "provisioning" } as const;
  const after = requires.length > 0 ? { requires } : {};
  if (singly.length === 0) {
    const TargetType = "ALL_PROVISIONED_ACCOUNTS";
    const reason = `provision it to the ${places} accounts that have it`;
    return [{ ...common, input: { InstanceArn, PermissionSetArn, TargetType }, reason, ...after }];
  }
  return singly.map((account) => ({
    ...common,
    input: { InstanceArn, PermissionSetArn, TargetType: "AWS_ACCOUNT", TargetId: account },
    reason: `provision it to ${account}`,
    ...after,
  }));
}

/** It can't be undeleted: it is made again, and has another ARN from then on. */
function remake(InstanceArn: string, declared: PermissionSet, live: Live): readonly Write[] {
  const { name, description, sessionDuration, relayState, tags } = declared;
  if (live.namesake !== null) return removal(InstanceArn, live.namesake, live, "squatted");
  const pairs = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return [
    {
      action: "sso:CreatePermissionSet",
      input: {
        InstanceArn,
        Name: name,
        SessionDuration: sessionDuration,
        ...(description !== "" && { Description: description }),
        ...(relayState !== undefined && { RelayState: relayState }),
        ...(pairs.length > 0 && { Tags: pairs }),
      },
      effect: "grant",
      reason: `create ${name}, which is declared, again`,
      creates: {
        kind: "permission-set",
        name,
        idAt: ["PermissionSet", "PermissionSetArn"],
      },
      aspect: "deleted",
    },
  ];
}

/** Nobody may have it when it is deleted, and taking assignments away takes AWS a while. */
function removal(
  InstanceArn: string,
  PermissionSetArn: string,
  { assigned }: Live,
  aspect: string,
): readonly Write[] {
  const named = { InstanceArn, PermissionSetArn };
  if (assigned.length === 0) {
    const reason = `delete ${PermissionSetArn}, which is not declared`;
    return [
      { action: "sso:DeletePermissionSet", input: named, effect: "restrict", reason, aspect },
    ];
  }
  return assigned.map(({ account, type, principal }) => ({
    action: "sso:DeleteAccountAssignment",
    input: {
      ...named,
      TargetId: account,
      TargetType: "AWS_ACCOUNT",
      PrincipalType: type,
      PrincipalId: principal,
    },
    effect: "restrict",
    reason: `take it away from the ${type.toLowerCase()} ${principal} in ${account}`,
    aspect,
  }));
}

function stranger({ arn, name }: LiveSet, { assigned }: Live): Difference {
  const used = assigned.length > 0 ? `, and it is assigned ${assigned.length} times` : "";
  return {
    path: "permissionSet",
    kind: "unexpected",
    expected: null,
    actual: arn,
    message: `nobody declared the permission set ${JSON.stringify(name)}${used}`,
    aspect: "undeclared",
  };
}

function gone({ arn }: PermissionSet): Difference {
  return {
    path: "permissionSet",
    kind: "missing",
    expected: arn,
    actual: null,
    message: `${arn} is gone: there is no such permission set any more`,
    aspect: "deleted",
  };
}

function squatted({ name }: PermissionSet, { namesake }: Live): Difference[] {
  if (namesake === null) return [];
  const message = `another permission set, ${namesake}, has the name ${name}`;
  return [
    {
      path: "namesake",
      kind: "unexpected",
      expected: null,
      actual: namesake,
      message,
      aspect: "squatted",
    },
  ];
}

function notProvisioned({ behind, failures }: Live): Difference[] {
  const [reason] = failures;
  const why = reason === undefined ? "" : `; AWS failed to bring it there: ${reason}`;
  return behind.map((account) => ({
    path: `provisioned.${account}`,
    kind: "changed",
    expected: "as it is now",
    actual: "as it was before",
    message: `${account} has it as it was before an edit${why}`,
    aspect: "provisioning",
  }));
}
