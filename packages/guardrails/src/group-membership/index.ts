/** Guarded groups have exactly the declared members. */
import {
  assignmentsIn,
  type Baseline,
  defineGuardrail,
  type Impact,
  type ResourceKey,
  type Subject,
} from "@holdfast/core";
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
    "just-in-time": {
      title: "somebody is a member for a time, as the baseline tolerates",
      severity: "INFORMATIONAL",
    },
  },
  watches: [
    {
      pattern: {
        source: ["aws.identitystore"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["identitystore.amazonaws.com"],
          eventName: [
            "CreateGroupMembership",
            "DeleteGroup",
            "DeleteGroupMembership",
            "DeleteUser",
            "UpdateGroup",
          ],
        },
      },
      keys: keysOf,
    },
    {
      // The console, and external providers by SCIM.
      pattern: {
        source: ["aws.sso-directory"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["sso-directory.amazonaws.com"],
          eventName: [
            "AddMemberToGroup",
            "DeleteGroup",
            "DeleteUser",
            "PatchGroup",
            "RemoveMemberFromGroup",
            "UpdateGroup",
          ],
        },
      },
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
      resources: directoryArns("group", "membership", "user"),
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
});

/** Whoever takes the role over can give access to nobody but declared members of guarded groups. */
function memberArns(baseline: Baseline): readonly string[] {
  const { groups = [] } = baseline.identityCenter ?? {};
  const users = new Set(groups.flatMap(({ members }) => members.map(({ id }) => id)));
  if (users.size === 0) return [];
  return [
    ...directoryArns()(baseline),
    ...groups.map(({ id }) => directoryArn("group", id)),
    ...[...users].map((id) => directoryArn("user", id)),
  ];
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
  const who = added.map(({ user, name }) => name ?? user).join(", ");
  const { accounts } = subject({ resource } as ResourceKey, baseline);
  return { sentences: [`${who} now has ${access.join(", ")}`], accounts: accounts.length };
}
