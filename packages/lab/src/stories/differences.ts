/** What differs between two organizations, part by part. */
import { RESOURCE_POLICY } from "../organizations/object.ts";
import type { OrganizationSnapshot } from "../snapshot.ts";
import { iamDifferences } from "./iam-differences.ts";
import { identityCenterDifferences } from "./identity-center-differences.ts";

export interface Difference {
  /** Id of the object: a target, policy, account, unit, service, policy type. */
  readonly key: string;
  /** What about it: a policy that is attached, a service that it administers, one of its members. */
  readonly path: string;
  /** Undefined: it should not be there. */
  readonly expected?: string;
  /** Undefined: it is not there. */
  readonly actual?: string;
}

/** What parts of a set are called, and what they are to the set's owner. */
const PARTS: ReadonlyMap<string, string> = new Map([
  ["attached", "to"],
  ["administered", "by"],
  ["assigned", "in"],
  ["a member", "of"],
]);

type Values = Readonly<Record<string, string>>;

/** One entry per object that is there once only, and per part of an object that is another. */
export function differences(
  expected: OrganizationSnapshot,
  actual: OrganizationSnapshot,
): readonly Difference[] {
  return [
    ...ofObjects("account", expected.accounts, actual.accounts),
    ...ofObjects("unit", expected.units, actual.units),
    // A policy that somebody made has no effect until it is attached, and that shows below.
    ...ofObjects("policy", expected.policies, actual.policies).filter(
      ({ path, expected: wanted }) => path !== "policy" || wanted !== undefined,
    ),
    ...ofAttachments(expected, actual),
    ...ofSets(expected.delegatedAdministrators, actual.delegatedAdministrators, "administered"),
    ...ofParts("status", expected.policyTypes, actual.policyTypes),
    ...ofParts("access", present(expected.trustedServices), present(actual.trustedServices)),
    ...ofParts("content", delegation(expected), delegation(actual)),
    ...ofTags(expected.tags, actual.tags),
    // What an account had that is gone went with it.
    ...identityCenterDifferences(expected.identityCenter, actual.identityCenter, (account) => {
      return account in expected.accounts && !(account in actual.accounts);
    }),
    ...iamDifferences(expected.iam, actual.iam),
    ...ofObjects("trail", expected.trails, actual.trails),
    ...ofObjects("detector", expected.detectors, actual.detectors),
  ];
}

/** A difference as a sentence. */
export function told({ key, path, expected, actual }: Difference): string {
  const part = expected === undefined ? actual : actual === undefined ? expected : undefined;
  const preposition = PARTS.get(part ?? "");
  if (preposition !== undefined) {
    return `${path} is ${actual === undefined ? "not " : ""}${part} ${preposition} ${key}`;
  }
  return `${path} of ${key} is ${actual ?? "missing"} instead of ${expected ?? "nothing"}`;
}

export const keysOf = (...records: readonly object[]): readonly string[] =>
  [...new Set(records.flatMap(Object.keys))].sort();

export function difference(
  key: string,
  path: string,
  expected: string | undefined,
  actual: string | undefined,
): readonly Difference[] {
  if (expected === actual) return [];
  return [
    {
      key,
      path,
      ...(expected !== undefined && { expected }),
      ...(actual !== undefined && { actual }),
    },
  ];
}

/** @param kind path of an object that is there on one side only */
function ofObjects(
  kind: string,
  expected: Readonly<Record<string, object>>,
  actual: Readonly<Record<string, object>>,
): readonly Difference[] {
  return keysOf(expected, actual).flatMap((id) => {
    const [one, other] = [expected[id], actual[id]];
    if (!one || !other) return difference(id, kind, one && "there", other && "there");
    return keysOf(one, other).flatMap((member) =>
      difference(id, member, textOf(one, member), textOf(other, member)),
    );
  });
}

function textOf(object: object, member: string): string | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(object, member)?.value;
  return value === undefined ? undefined : String(value);
}

/** What is attached to a target that is gone went with it. */
function ofAttachments(expected: OrganizationSnapshot, actual: OrganizationSnapshot) {
  const left = Object.entries(expected.attachments).filter(
    ([target]) => target in actual.attachments,
  );
  // Whatever is new starts with AWS's own policies.
  const own = (policies: readonly string[]) =>
    policies.filter((id) => actual.policies[id]?.awsManaged !== true);
  const found = Object.entries(actual.attachments).map(
    ([target, policies]) =>
      [target, target in expected.attachments ? policies : own(policies)] as const,
  );
  return ofSets(Object.fromEntries(left), Object.fromEntries(found), "attached");
}

export function ofSets(
  expected: Readonly<Record<string, readonly string[]>>,
  actual: Readonly<Record<string, readonly string[]>>,
  value: string,
): readonly Difference[] {
  return keysOf(expected, actual).flatMap((key) => {
    const [wanted, there] = [expected[key] ?? [], actual[key] ?? []];
    return [
      ...wanted
        .filter((path) => !there.includes(path))
        .map((path) => ({ key, path, expected: value })),
      ...there
        .filter((path) => !wanted.includes(path))
        .map((path) => ({ key, path, actual: value })),
    ];
  });
}

function ofParts(path: string, expected: Values, actual: Values): readonly Difference[] {
  return keysOf(expected, actual).flatMap((key) =>
    difference(key, path, expected[key], actual[key]),
  );
}

function ofTags(
  expected: OrganizationSnapshot["tags"],
  actual: OrganizationSnapshot["tags"],
): readonly Difference[] {
  return keysOf(expected, actual).flatMap((key) => {
    const [wanted, there] = [expected[key] ?? {}, actual[key] ?? {}];
    return keysOf(wanted, there).flatMap((tag) =>
      difference(key, `tags/${tag}`, wanted[tag], there[tag]),
    );
  });
}

const present = (names: readonly string[]): Values =>
  Object.fromEntries(names.map((name) => [name, "enabled"]));

const delegation = ({ resourcePolicy }: OrganizationSnapshot): Values =>
  resourcePolicy === null ? {} : { [RESOURCE_POLICY]: resourcePolicy };
