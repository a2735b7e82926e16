/**
 * How far the organization is from what was declared, by the lab's own state. Imports nothing of what is
 * judged. A policy that was deleted and made again counts as the same once its text is the same: AWS gives
 * it another id.
 */
import type { OrganizationSnapshot } from "@holdfast/lab";
import { centerGaps } from "./center-distance.ts";
import { detectorGaps } from "./detectors.ts";
import { iamGaps } from "./iam-distance.ts";
import { trailGaps } from "./trails.ts";

/** One way in which the organization is not as it was. */
export interface Gap {
  /** Names the thing: the same gap at another time has the same id. */
  readonly id: string;
  /**
   * AWS offers nothing that would close it (an account that left, a unit that is gone): what people must be
   * told the id of instead. Null: it can be closed.
   */
  readonly lasting: string | null;
}

type Policy = OrganizationSnapshot["policies"][string];

/** Everything in `actual` that is not as in `declared`. */
export function gapsBetween(declared: OrganizationSnapshot, actual: OrganizationSnapshot): Gap[] {
  return [
    ...policyGaps(declared, actual),
    ...attachmentGaps(declared, actual),
    ...structureGaps(declared, actual),
    ...trustGaps(declared, actual),
    ...centerGaps(declared, actual),
    ...iamGaps(declared, actual),
    ...trailGaps(declared, actual),
    ...detectorGaps(declared, actual),
  ];
}

const gap = (id: string): Gap => ({ id, lasting: null });
const lasting = (what: string, id: string, how: string): Gap => ({
  id: `${what} ${id} ${how}`,
  lasting: id,
});

/** The policy that stands for a declared one now: the same id, or else the same in everything but its id. */
function standIn(policy: Policy, { policies }: OrganizationSnapshot): Policy | undefined {
  return (
    policies[policy.id] ??
    Object.values(policies).find((other) => other.name === policy.name && same(policy, other))
  );
}

function same(one: Policy, other: Policy): boolean {
  return (
    one.name === other.name &&
    one.type === other.type &&
    one.description === other.description &&
    one.content === other.content
  );
}

function declaredPolicies({ policies }: OrganizationSnapshot): Policy[] {
  return Object.values(policies).filter(({ awsManaged }) => !awsManaged);
}

function policyGaps(declared: OrganizationSnapshot, actual: OrganizationSnapshot): Gap[] {
  const types = Object.keys(declared.policyTypes)
    .filter((type) => !(type in actual.policyTypes))
    .map((type) => gap(`policy type ${type} is disabled`));
  const policies = declaredPolicies(declared).flatMap((policy) => {
    const now = standIn(policy, actual);
    if (now === undefined) return [gap(`policy ${policy.name} is gone`)];
    return same(policy, now) ? [] : [gap(`policy ${policy.name} is changed`)];
  });
  return [...types, ...policies];
}

/** AWS's own policies are left alone: without one of them a target allows less, not more. */
function attachmentGaps(declared: OrganizationSnapshot, actual: OrganizationSnapshot): Gap[] {
  return Object.entries(actual.attachments).flatMap(([target, ids]) => {
    const wanted = declaredPolicies(declared).filter(({ id }) =>
      declared.attachments[target]?.includes(id),
    );
    const standIns = wanted.map((policy) => ({ policy, now: standIn(policy, actual)?.id }));
    const missing = standIns
      .filter(({ now }) => now === undefined || !ids.includes(now))
      .map(({ policy }) => gap(`${policy.name} is not attached to ${target}`));
    const undeclared = ids
      .filter((id) => actual.policies[id]?.awsManaged === false)
      .filter((id) => !standIns.some(({ now }) => now === id))
      .map((id) => gap(`${id} is attached to ${target}`));
    return [...missing, ...undeclared];
  });
}

function structureGaps(declared: OrganizationSnapshot, actual: OrganizationSnapshot): Gap[] {
  const accounts = Object.values(declared.accounts).flatMap(({ id, parent, state }) => {
    const now = actual.accounts[id];
    if (now === undefined) return [lasting("account", id, "is gone")];
    if (now.state !== state) return [lasting("account", id, `is ${now.state}`)];
    if (now.parent === parent) return [];
    // It can't go back to a unit that is no more; the management account is told about, never moved.
    const returns = parent in actual.units && id !== declared.management;
    return [returns ? gap(`account ${id} is moved`) : lasting("account", id, "is lost")];
  });
  const units = Object.values(declared.units).flatMap(({ id, name }) => {
    const now = actual.units[id];
    if (now === undefined) return [lasting("unit", id, "is gone")];
    return now.name === name ? [] : [gap(`unit ${id} is renamed`)];
  });
  return [
    ...accounts,
    ...units,
    // One that has been closed since is on its way out: nobody has to do anything about it.
    ...added(declared.accounts, actual.accounts)
      .filter((id) => actual.accounts[id]?.state === "ACTIVE")
      .map((id) => lasting("account", id, "is new")),
    ...added(declared.units, actual.units).map((id) => lasting("unit", id, "is new")),
  ];
}

function added(before: object, after: object): string[] {
  return Object.keys(after).filter((id) => !(id in before));
}

function trustGaps(declared: OrganizationSnapshot, actual: OrganizationSnapshot): Gap[] {
  const administrators = ({ delegatedAdministrators }: OrganizationSnapshot) =>
    Object.entries(delegatedAdministrators).flatMap(([account, services]) =>
      services.map((service) => `${account} ${service}`),
    );
  return [
    ...unequal("trusted service", declared.trustedServices, actual.trustedServices),
    // An account that is gone can't administer anything again.
    ...unequal(
      "administrator",
      administrators(declared).filter((one) => (one.split(" ")[0] ?? "") in actual.accounts),
      administrators(actual),
    ),
    ...(declared.resourcePolicy === actual.resourcePolicy
      ? []
      : [gap("delegation policy differs")]),
  ];
}

function unequal(what: string, wanted: readonly string[], there: readonly string[]): Gap[] {
  return [
    ...wanted.filter((one) => !there.includes(one)).map((one) => gap(`${what} ${one} is missing`)),
    ...there
      .filter((one) => !wanted.includes(one))
      .map((one) => gap(`${what} ${one} is undeclared`)),
  ];
}
