/** Identity Centers as AWS would allow them, orderly and not: what an import has to find words for. */
import type { IdentityCenterState, OrganizationState } from "@holdfast/lab";
import * as fc from "fast-check";
import { names } from "./names.ts";

const INSTANCE = "ssoins-0123456789abcdef";
const AWS = "arn:aws:iam::aws:policy/";
const POLICIES = ["AdministratorAccess", "ReadOnlyAccess", "job-function/Billing"];
const INLINE = ["Allow", "Deny"].map((Effect) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect, Action: ["s3:Get*", "s3:DeleteBucket"], Resource: "*" }],
  }),
);

/** AWS's own alphabet for names of permission sets, and two that differ by capitals alone. */
const setNames = fc.oneof(
  fc.constantFrom("Admin", "admin", "a+b=c,d.e@f_g-h"),
  fc.stringMatching(/^[\w+=,.@-]{1,32}$/).filter((name) => !/^ps-[0-9a-f]{16}$/.test(name)),
);

export type CenterDraft = typeof identityCenters extends fc.Arbitrary<infer D> ? D : never;

export const identityCenters = fc.record({
  sets: fc.array(
    fc.record({
      name: setNames,
      description: fc.constantFrom("", "for reading"),
      hours: fc.integer({ min: 1, max: 12 }),
      relayState: fc.option(fc.constant("https://console.aws.amazon.com/s3"), { nil: undefined }),
      inline: fc.option(fc.constantFrom(...INLINE), { nil: undefined }),
      managed: fc.subarray(POLICIES),
      customer: fc.boolean(),
      boundary: fc.constantFrom(undefined, "aws", "customer"),
      tagged: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  users: fc.array(names, { maxLength: 4 }),
  groups: fc.array(fc.record({ name: names, external: fc.boolean(), members: fc.nat(15) }), {
    maxLength: 3,
  }),
  assignments: fc.array(
    fc.record({
      account: fc.nat(),
      set: fc.nat(),
      principal: fc.nat(),
      everywhere: fc.boolean(),
    }),
    { maxLength: 6 },
  ),
});

const REFERENCE = { name: "team", path: "/teams/" };

export function identityCenterOf(
  draft: CenterDraft,
  organization: OrganizationState,
): IdentityCenterState {
  const id = (kind: number, index: number) =>
    `${String(kind).padStart(8, "0")}-0000-4000-8000-${String(index).padStart(12, "0")}`;
  const sets = unique(draft.sets, ({ name }) => name).map((one, index) => ({
    arn: `arn:aws:sso:::permissionSet/${INSTANCE}/ps-${String(index).padStart(16, "0")}`,
    name: one.name,
    description: one.description,
    sessionDuration: `PT${one.hours}H`,
    relayState: one.relayState,
    inlinePolicy: one.inline,
    managedPolicies: new Map(one.managed.map((name) => [AWS + name, name])),
    customerManagedPolicies: one.customer ? [REFERENCE] : [],
    boundary:
      one.boundary === "aws"
        ? { managedPolicyArn: `${AWS}ReadOnlyAccess` }
        : one.boundary === "customer"
          ? { customerManagedPolicyReference: REFERENCE }
          : undefined,
    tags: new Map(one.tagged ? [["team", "platform"]] : []),
    created: 0,
    version: 1,
  }));
  const users = unique(draft.users, (name) => name).map((userName, index) => ({
    id: id(1, index),
    userName,
    displayName: userName,
    externalIds: [],
  }));
  const groups = unique(draft.groups, ({ name }) => name).map(({ name, external }, index) => ({
    id: id(2, index),
    displayName: name,
    description: "",
    externalIds: external ? [{ issuer: "https://idp.example", id: name }] : [],
  }));
  const memberships = groups.flatMap((group, index) =>
    users
      .filter((_user, bit) => ((draft.groups[index]?.members ?? 0) >> bit) & 1)
      .map((user, bit) => ({ id: id(3, index * 16 + bit), group: group.id, user: user.id })),
  );
  const assignments = assignmentsOf(draft, organization, sets, [
    ...groups.map((group) => ({ principalType: "GROUP" as const, principal: group.id })),
    ...users.map((user) => ({ principalType: "USER" as const, principal: user.id })),
    // Somebody whom the identity store does not know any more.
    { principalType: "USER" as const, principal: id(9, 9) },
  ]);
  return {
    instance: `arn:aws:sso:::instance/${INSTANCE}`,
    identityStore: "d-0123456789",
    users: byId(users),
    groups: byId(groups),
    memberships: byId(memberships),
    permissionSets: new Map(sets.map((set) => [set.arn, set])),
    assignments: new Map(assignments.map((one) => [Object.values(one).join(" "), one])),
    provisioned: new Map(
      assignments.flatMap(({ account, permissionSet }) => {
        const content = sets.find(({ arn }) => arn === permissionSet);
        if (content === undefined) return [];
        const role = `AWSReservedSSO_${content.name}_0123456789abcdef`;
        const one = { account, permissionSet, role, version: 1, content };
        return [[`${account} ${permissionSet}`, one] as const];
      }),
    ),
    requests: new Map(),
  };
}

function assignmentsOf(
  draft: CenterDraft,
  { accounts }: OrganizationState,
  sets: readonly { readonly arn: string }[],
  principals: readonly { readonly principalType: "USER" | "GROUP"; readonly principal: string }[],
) {
  const ids = [...accounts.keys()];
  return draft.assignments.flatMap(({ account, set, principal, everywhere }) => {
    const permissionSet = sets[set % Math.max(1, sets.length)]?.arn;
    const who = principals[principal % principals.length];
    if (permissionSet === undefined || who === undefined) return [];
    const places = everywhere ? ids : [ids[account % ids.length] ?? ""];
    return places.map((place) => ({ account: place, permissionSet, ...who }));
  });
}

function unique<T>(all: readonly T[], nameOf: (one: T) => string): T[] {
  return [...new Map(all.map((one) => [nameOf(one), one])).values()];
}

function byId<T extends { readonly id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}
