/** Guarded groups have exactly the declared members. */
import {
  assignmentsIn,
  type Baseline,
  defineGuardrail,
  type Impact,
  type ResourceKey,
  type Subject,
  secondsOf,
} from "@holdfast/core";
import { called } from "../called.ts";
import { directoryArn, directoryArns, everything } from "../identity-center/arns.ts";
import { toleratedMember } from "../identity-center/just-in-time.ts";
import { accessOf } from "../identity-center/who.ts";
import { declaredKeys, GUARDRAIL, keysOf } from "./keys.ts";
import type { Live } from "./live.ts";
import type { Want } from "./plan.ts";

export const groupMembership = defineGuardrail({
  id: GUARDRAIL,
  domain: "identity-center",
  severity: "CRITICAL",
  title: "Guarded groups have exactly the declared members",
  why: "Whoever gets into a group has all that it is assigned, everywhere, and no event of Identity Center's own tells it.",
  docs: "packages/guardrails/src/group-membership/README.md",
  aspects: {
    added: { title: "somebody is a member whom nobody declared" },
    removed: { title: "a declared member is missing", severity: "MEDIUM" },
    deleted: { title: "the group was deleted", severity: "HIGH" },
    renamed: { title: "the group has another name", severity: "LOW" },
  },
  watches: [
    {
      pattern: called("identitystore", [
        "CreateGroup",
        "CreateGroupMembership",
        "DeleteGroup",
        "DeleteGroupMembership",
        "DeleteUser",
        "UpdateGroup",
      ]),
      keys: keysOf,
    },
    {
      // What the console calls; none of it is in the public API.
      pattern: called("sso-directory", [
        "AddMemberToGroup",
        "CreateGroup",
        "DeleteGroup",
        "DeleteUser",
        "RemoveMemberFromGroup",
        "UpdateGroup",
        "UpdateGroupDisplayName",
      ]),
      keys: keysOf,
    },
    {
      // SCIM: an external provider, or whoever has its token.
      pattern: called("identitystore-scim", [
        "CreateGroup",
        "DeleteGroup",
        "DeleteUser",
        "PatchGroup",
      ]),
      keys: keysOf,
    },
  ],
  reads: [
    { action: "sso:ListInstances", resources: everything },
    { action: "identitystore:DescribeGroup", resources: directoryArns("group") },
    { action: "identitystore:DescribeUser", resources: directoryArns("user") },
    {
      action: "identitystore:ListGroupMemberships",
      resources: directoryArns("group", "membership"),
    },
    { action: "identitystore:ListGroups", resources: directoryArns("group") },
  ],
  writes: [
    { action: "identitystore:CreateGroupMembership", resources: memberArns },
    {
      action: "identitystore:DeleteGroupMembership",
      resources: guardedArns,
    },
  ],
  desired: (baseline) => ({ keys: declaredKeys(baseline), of: (key) => wanted(key, baseline) }),
  subject,
  declaredAt(key, baseline) {
    const group = groupOf(key, baseline);
    return group && { path: ["groups", group.name, "members"] };
  },
  async *survey(aws, baseline) {
    yield* (await import("./live.ts")).survey(aws, baseline);
  },
  observe: async (key, aws, baseline) => (await import("./live.ts")).observe(key, aws, baseline),
  diff: async (want, live) => (await import("./plan.ts")).diff(want, live),
  plan: async (key, want, live) => (await import("./plan.ts")).plan(key, want, live),
  impact: async (key, want, live, baseline) => impact(key, want, live, baseline),
  // Whoever was added to one group may have been added to others.
  neighbours: ({ resource }, differences, baseline) =>
    differences.some(({ kind }) => kind === "unexpected")
      ? declaredKeys(baseline).filter((key) => key.resource !== resource)
      : [],
});

/** Whoever takes the role over can give access to nobody but declared members of guarded groups. */
function memberArns(baseline: Baseline): readonly string[] {
  const { groups = [] } = baseline.identityCenter ?? {};
  const users = new Set(groups.flatMap(({ members }) => members.map(({ id }) => id)));
  if (users.size === 0) return [];
  return [...directoryArns()(baseline), ...groupArns(baseline), ...arnsOf("user", [...users])];
}

/** Whoever takes the role over can remove nobody from other groups. */
function guardedArns(baseline: Baseline): readonly string[] {
  const groups = groupArns(baseline);
  if (groups.length === 0) return [];
  return [...directoryArns("membership", "user")(baseline), ...groups];
}

function groupArns({ identityCenter }: Baseline): readonly string[] {
  const { groups = [] } = identityCenter ?? {};
  return arnsOf(
    "group",
    groups.map(({ id }) => id),
  );
}

/** So many are named one by one: a role's policies together have 10,240 characters (IAM quotas). */
const MOST_ARNS = 20;

function arnsOf(kind: "group" | "user", ids: readonly string[]): readonly string[] {
  const named = ids.length <= MOST_ARNS ? ids : ["*"];
  return named.map((id) => directoryArn(kind, id));
}

function groupOf({ resource }: ResourceKey, { identityCenter: center }: Baseline) {
  return center?.groups.find(({ id }) => id === resource);
}

function wanted(key: ResourceKey, baseline: Baseline): Want | undefined {
  const { identityCenter: center } = baseline;
  const group = groupOf(key, baseline);
  if (center === undefined || group === undefined) return undefined;
  const toleranceOf = (user: string | undefined) => toleratedMember(baseline, group.name, user);
  return { identityStore: center.identityStore, group, toleranceOf };
}

function subject(key: ResourceKey, baseline: Baseline): Subject {
  const group = groupOf(key, baseline);
  const reached = baseline.accounts.filter((account) =>
    assignmentsIn(baseline, account).some(({ principal }) => principal.id === key.resource),
  );
  return {
    name: group?.name ?? key.resource,
    unit: "Root",
    accounts: reached.map(({ id }) => id),
    resourceType: "Other",
    resourceId: directoryArn("group", key.resource),
  };
}

/** Of so many it is said by name what they have got. */
const MOST_SAID = 5;

function impact(
  { resource }: ResourceKey,
  want: Want | undefined,
  live: Live | undefined,
  baseline: Baseline,
): Impact | undefined {
  const declared = new Set(want?.group.members.map(({ id }) => id));
  const added = (live?.members ?? []).filter(({ user }) => !declared.has(user));
  const access = accessOf(baseline, resource);
  if (added.length === 0 || access.length === 0) return undefined;
  const who = added.slice(0, MOST_SAID).map(({ user, name }) => name ?? user);
  const more = added.length - who.length;
  const all = [...who, ...(more > 0 ? [`${more} more`] : [])].join(", ");
  const { accounts } = subject({ resource } as ResourceKey, baseline);
  return {
    sentences: [
      `${all} now ${added.length === 1 ? "has" : "have"} ${access.join(", ")}`,
      `sessions that have begun last up to ${longestSession(baseline, resource)}, also after the membership is gone`,
    ],
    accounts: accounts.length,
  };
}

/** ISO 8601, of all permission sets that a group is assigned. */
function longestSession(baseline: Baseline, group: string): string {
  const { permissionSets = [], assignments = [] } = baseline.identityCenter ?? {};
  const having = assignments.filter(({ principal }) => principal.id === group);
  const names = new Set(having.map(({ permissionSet }) => permissionSet));
  const [longest] = permissionSets
    .filter(({ name }) => names.has(name))
    .map(({ sessionDuration }) => sessionDuration)
    .toSorted((a, b) => (secondsOf(b) ?? 0) - (secondsOf(a) ?? 0));
  return longest ?? "twelve hours";
}
