import type { Baseline, Difference } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { scpAttachment } from "../scp-attachment/index.ts";
import { declared, POLICY, securecart } from "./fixture.ts";
import { scpContent } from "./index.ts";
import { keyOf } from "./keys.ts";

const subject = (name: string, baseline = securecart) =>
  scpContent.subject(keyOf(baseline, name), baseline);
const difference = (aspect: string): Difference => ({
  path: "x",
  kind: "changed",
  expected: 1,
  actual: 2,
  message: "differs",
  aspect,
});

describe("the subject of a key", () => {
  it("is the policy, by its name and with the id that it has now", () => {
    const { name, resourceType, resourceId } = subject(POLICY.name);
    expect({ name, resourceType, resourceId }).toEqual({
      name: POLICY.name,
      resourceType: "Other",
      resourceId: `arn:aws:organizations::100000000001:policy/o-5ecurecart/service_control_policy/${POLICY.id}`,
    });
  });

  it.each([
    ["developers-no-iam", "Root/Workloads", ["dev", "devops", "production", "staging"]],
    ["protect-production-data", "Root/Workloads", ["production"]],
    ["no-production-access", "Root/Sandbox", ["playground"]],
    ["deny-delete-role", "Root", ["dev", "devops", "finance", "network", "production", "staging"]],
  ])("%s has the mode of %s, and these accounts depend on it", (name, unit, names) => {
    const ids = securecart.accounts.filter((one) => names.includes(one.name)).map(({ id }) => id);
    const found = subject(name);
    expect(found.unit).toBe(unit);
    expect(found.accounts.toSorted()).toEqual(ids.toSorted());
  });

  it("is in no unit if it is attached nowhere, or is no longer declared", () => {
    const nowhere: Baseline = { ...securecart, units: [], accounts: [] };
    for (const found of [subject(POLICY.name, nowhere), subject("no-longer")]) {
      expect(found).not.toHaveProperty("unit");
      expect(found.accounts).toEqual([]);
    }
  });
});

describe("what a drift leads to", () => {
  const key = keyOf(securecart, "deny-delete-role");
  const ids = ["Root/Workloads", "Root/Infrastructure"].map(
    (path) => securecart.units.find((unit) => unit.path === path)?.id,
  );
  const resources = (keys: readonly { guardrail: string; resource: string }[]) =>
    keys.map(({ guardrail, resource }) => `${guardrail} ${resource}`).sort();
  const attachments = ids.map((id) => `scp-attachment SERVICE_CONTROL_POLICY/${id}`).sort();

  it("is a look at its attachments once it is there again, and at no other time", () => {
    const follow = (aspect: string) =>
      resources(scpContent.follow(key, [difference(aspect)], securecart));
    expect(follow("deleted")).toEqual(attachments);
    for (const aspect of ["weaker", "renamed", "squatted"]) expect(follow(aspect)).toEqual([]);
  });

  it("is a later look at its attachments, and at what else protects the same places", () => {
    const { policies } = securecart.units.find(({ path }) => path === "Root/Workloads") ?? {};
    const others = policies?.filter((name) => name !== "deny-delete-role") ?? [];
    expect(others).not.toEqual([]);
    expect(resources(scpContent.neighbours(key, [difference("weaker")], securecart))).toEqual(
      [...attachments, ...others.map((name) => `scp-content ${name}`)].sort(),
    );
  });

  it("is nothing for a policy that is no longer declared", () => {
    const gone = keyOf(securecart, "no-longer");
    expect(scpContent.neighbours(gone, [], securecart)).toEqual([]);
    expect(scpContent.follow(gone, [difference("deleted")], securecart)).toEqual([]);
  });
});

describe("what is declared of calls", () => {
  it("is for policies of this organization and of the guarded types only", () => {
    for (const { action, resources } of [...scpContent.reads, ...scpContent.writes]) {
      if (action === "organizations:ListPolicies") continue;
      expect(resources(securecart)).toEqual(
        ["service_control_policy", "resource_control_policy", "aiservices_opt_out_policy"].map(
          (type) => `arn:aws:organizations::100000000001:policy/o-5ecurecart/${type}/*`,
        ),
      );
    }
  });

  it("never deletes, attaches or tags anything", () => {
    expect(scpContent.writes.map(({ action }) => action)).toEqual([
      "organizations:CreatePolicy",
      "organizations:UpdatePolicy",
    ]);
  });

  it("names the aspect of every difference and step", () => {
    const { aspects = {} } = scpContent;
    expect(Object.keys(aspects).sort()).toEqual([
      "deleted",
      "renamed",
      "reworded",
      "squatted",
      "stricter",
      "weaker",
    ]);
  });
});

describe("what attachments wait for", () => {
  it("is the key of the policy that is to be attached", async () => {
    const unit = securecart.units.find(({ path }) => path === "Root/Workloads");
    const key = {
      guardrail: "scp-attachment",
      account: "100000000001",
      region: "us-east-1",
      resource: `SERVICE_CONTROL_POLICY/${unit?.id}`,
    };
    const bare = {
      call: () => Promise.reject(new Error("not asked")),
      at() {
        throw new Error("it is asked at home");
      },
      async *pages() {
        const full = { Id: "p-FullAWSAccess", Name: "FullAWSAccess", AwsManaged: true };
        yield { Policies: [full] } as never;
      },
    };
    const found = await scpAttachment.inspect(key, securecart, bare);
    const needed = found.kind === "known" ? found.steps.map(({ needs }) => needs?.key) : [];
    expect(needed).toEqual(
      securecart.policies
        .filter(
          ({ name, type }) => unit?.policies.includes(name) && type === declared(POLICY.name).type,
        )
        .map(({ name }) => keyOf(securecart, name)),
    );
  });
});
