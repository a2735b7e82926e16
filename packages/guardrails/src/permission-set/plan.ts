/** What differs in a permission set, and the steps that put it right. */
import type {
  Baseline,
  Difference,
  Effect,
  PermissionSet,
  ResourceKey,
  Step,
} from "@holdfast/core";
import type { Deviation, Edit } from "./deviation.ts";
import { deviationsOf } from "./deviations.ts";
import type { Live, LiveSet } from "./live.ts";
import { AT_A_TIME } from "./places.ts";

export interface Want {
  /** ARN of the instance. */
  readonly instance: string;
  /** Undefined: nobody declared this set. */
  readonly declared: PermissionSet | undefined;
  readonly undeclared: "alert" | "remove";
  /** By which messages call the accounts that they are about. */
  readonly accounts: Baseline["accounts"];
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
  return [...deviations.map(({ difference }) => difference), ...notProvisioned(want, live)];
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
  return [...edits(deviations), ...provisioning(instance, live.set.arn, live, deviations)];
}

/**
 * What gives access back waits for what bounds it: a policy attached without the declared boundary, or without
 * the policy that denies, gives more than declared.
 */
function edits(deviations: readonly Deviation[]): readonly Step<Edit>[] {
  const requires = indexesOf(
    deviations,
    ({ difference: { aspect, kind } }) => aspect === "wider" && kind !== "unexpected",
  );
  return deviations.map(({ step }) =>
    requires.length > 0 && step.aspect === "narrower" ? { ...step, requires } : step,
  );
}

function indexesOf(
  deviations: readonly Deviation[],
  isMeant: (one: Deviation) => boolean,
): readonly number[] {
  return deviations.flatMap((one, index) => (isMeant(one) ? [index] : []));
}

/** Identity Center quotas: accounts that one request for all of them covers. */
const MOST_AT_ONCE = 3_500;

/**
 * Carries the set to the accounts. What accounts have that are behind is not known: giving it to them counts
 * as a grant, unless access was just taken away.
 */
function provisioning(
  InstanceArn: string,
  PermissionSetArn: string,
  { places, behind, current }: Live,
  deviations: readonly Deviation[],
): readonly Write[] {
  const edited = deviations.some(({ provisioned }) => provisioned);
  if (places === 0 || (!edited && behind.length === 0)) return [];
  const requires = beforeProvisioning(behind, deviations);
  const restricts = deviations.some(({ step }) => step.effect === "restrict");
  const effect: Effect = restricts ? "restrict" : "grant";
  const [only] = behind;
  const alone = !edited && behind.length === 1 && only !== undefined;
  const some = [...behind, ...current].slice(0, AT_A_TIME);
  const singly = places > MOST_AT_ONCE ? some : alone ? [only] : [];
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

/**
 * The edits that provisioning must not go ahead of. Where accounts are behind, whatever makes the set wider
 * than declared: provisioning would bring it there. Where none is, they have all of it already, and what may
 * not be undone, because a mode or a hold forbids it, must not keep there what has been taken away.
 */
function beforeProvisioning(
  behind: readonly string[],
  deviations: readonly Deviation[],
): readonly number[] {
  const restricting = ({ step }: Deviation) => step.effect === "restrict";
  const wider = ({ difference }: Deviation) => difference.aspect === "wider";
  const narrower = ({ difference }: Deviation) => difference.aspect === "narrower";
  const carried = (isMeant: (one: Deviation) => boolean) =>
    indexesOf(deviations, (one) => one.provisioned && isMeant(one));
  if (behind.length > 0) return carried((one) => restricting(one) || wider(one));
  const choices = [restricting, (one: Deviation) => wider(one) || narrower(one), () => true];
  return choices.map(carried).find(({ length }) => length > 0) ?? [];
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

function gone({ arn, name }: PermissionSet): Difference {
  return {
    path: "permissionSet",
    kind: "missing",
    expected: arn,
    actual: null,
    message: `${name} (${arn}) is gone: there is no such permission set any more`,
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

/** Accounts that are told one by one: thousands would fit into no alert, and into no item of the table. */
const TOLD = 20;

function notProvisioned({ accounts }: Want, { behind, failures }: Live): Difference[] {
  const nameOf = (account: string) => accounts.find(({ id }) => id === account)?.name ?? account;
  const [reason] = failures;
  const why = reason === undefined ? "" : `; AWS failed to bring it there: ${reason}`;
  const told = (where: string, has: string): Difference => ({
    path: `provisioned.${where}`,
    kind: "changed",
    expected: "as it is now",
    actual: "as it was before",
    message: `${has} it as it was before an edit${why}`,
    aspect: "provisioning",
  });
  const more = behind.length - TOLD;
  return [
    ...behind.slice(0, TOLD).map((account) => told(account, `${nameOf(account)} has`)),
    ...(more > 0
      ? [told("others", `${more} more ${more === 1 ? "account has" : "accounts have"}`)]
      : []),
  ];
}
