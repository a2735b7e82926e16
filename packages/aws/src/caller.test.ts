import {
  ListPoliciesForTargetCommand,
  type ListPoliciesForTargetCommandOutput,
  OrganizationsClient,
  TooManyRequestsException,
} from "@aws-sdk/client-organizations";
import type { Action, Caller } from "@holdfast/core";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { createBudgets } from "./budget.ts";
import { createCaller } from "./caller.ts";
import { callOptions } from "./testing.ts";

const organizations = mockClient(OrganizationsClient);
const declared = ["organizations:ListPoliciesForTarget"] as const;
const input = { TargetId: "r-1", Filter: "SERVICE_CONTROL_POLICY" } as const;
const throttled = () => new TooManyRequestsException({ message: "slow down", $metadata: {} });

async function idsOf(pages: AsyncIterable<ListPoliciesForTargetCommandOutput>) {
  const ids: (string | undefined)[] = [];
  for await (const { Policies = [] } of pages) ids.push(...Policies.map(({ Id }) => Id));
  return ids;
}

beforeEach(() => {
  organizations.reset();
});

describe("createCaller", () => {
  it("makes a declared call", async () => {
    organizations.on(ListPoliciesForTargetCommand, input).resolves({ Policies: [{ Id: "p-1" }] });
    const caller = createCaller({ ...callOptions(), declared });
    const output = await caller.call("organizations:ListPoliciesForTarget", input);
    expect(output.Policies).toEqual([{ Id: "p-1" }]);
  });

  it("refuses an undeclared call before anything is sent, also where types were cast away", async () => {
    const caller: Caller<Action> = createCaller({ ...callOptions(), declared });
    await expect(caller.call("organizations:ListRoots", {})).rejects.toMatchObject({
      code: "ACTION_UNDECLARED",
    });
    expect(organizations.calls()).toHaveLength(0);
  });

  it("reads on through short and empty pages until AWS gives no token", async () => {
    organizations
      .on(ListPoliciesForTargetCommand)
      .rejects(new Error("not asked for"))
      .on(ListPoliciesForTargetCommand, input, true)
      .resolves({ Policies: [{ Id: "p-1" }], NextToken: "a" })
      .on(ListPoliciesForTargetCommand, { ...input, NextToken: "a" }, true)
      .resolves({ Policies: [], NextToken: "b" })
      .on(ListPoliciesForTargetCommand, { ...input, NextToken: "b" }, true)
      .resolves({ Policies: [{ Id: "p-2" }] });
    const caller = createCaller({ ...callOptions(), declared });
    const pages = caller.pages("organizations:ListPoliciesForTarget", input);
    expect(await idsOf(pages)).toEqual(["p-1", "p-2"]);
  });

  it.each([
    ["nextToken", { nextToken: "a" }],
    ["Marker", { Marker: "a", IsTruncated: true }],
  ])("reads on where a service calls its token %s", async (member, more) => {
    organizations
      .on(ListPoliciesForTargetCommand)
      .resolvesOnce({ Policies: [{ Id: "p-1" }], ...more })
      .resolves({ Policies: [{ Id: "p-2" }], ...{ Marker: "left over", IsTruncated: false } });
    const caller = createCaller({ ...callOptions(), declared });
    const pages = caller.pages("organizations:ListPoliciesForTarget", input);
    expect(await idsOf(pages)).toEqual(["p-1", "p-2"]);
    const [, second] = organizations.calls();
    expect(second?.args[0].input).toEqual({ ...input, [member]: "a" });
  });

  it("stops with an error, not as if complete, when a token comes back", async () => {
    organizations.on(ListPoliciesForTargetCommand).resolves({ Policies: [], NextToken: "a" });
    const caller = createCaller({ ...callOptions(), declared });
    const pages = caller.pages("organizations:ListPoliciesForTarget", input);
    await expect(idsOf(pages)).rejects.toMatchObject({ awsCode: "RepeatedNextToken" });
    expect(organizations.calls()).toHaveLength(2);
  });

  it("retries throttling and says so in the log", async () => {
    organizations
      .on(ListPoliciesForTargetCommand)
      .rejectsOnce(throttled())
      .rejectsOnce(throttled())
      .resolves({ Policies: [{ Id: "p-1" }] });
    const options = callOptions();
    const caller = createCaller({ ...options, declared });
    await caller.call("organizations:ListPoliciesForTarget", input);
    expect(options.log.lines.map(({ fields }) => fields?.attempt)).toEqual([1, 2]);
    expect(options.clock.now()).toBe(300);
  });

  it("takes from the budget for every attempt", async () => {
    const options = callOptions();
    const limits = [{ actions: declared, account: { perSecond: 1, burst: 1 } }];
    const budgets = createBudgets({ clock: options.clock, share: 1, limits });
    organizations.on(ListPoliciesForTargetCommand).rejectsOnce(throttled()).resolves({});
    const caller = createCaller({ ...options, budgets, declared });
    await caller.call("organizations:ListPoliciesForTarget", input);
    await caller.call("organizations:ListPoliciesForTarget", input);
    expect(options.clock.now()).toBe(2000);
  });

  it("does not wait for a budget that comes after the deadline", async () => {
    organizations.on(ListPoliciesForTargetCommand).resolves({});
    const options = callOptions();
    const limits = [{ actions: declared, account: { perSecond: 0.1, burst: 1 } }];
    const budgets = createBudgets({ clock: options.clock, share: 1, limits });
    const caller = createCaller({ ...options, budgets, declared, deadline: 5000 });
    await caller.call("organizations:ListPoliciesForTarget", input);
    const second = caller.call("organizations:ListPoliciesForTarget", input);
    await expect(second).rejects.toMatchObject({ code: "OUT_OF_TIME" });
    expect(options.clock.now()).toBe(0);
  });

  it("throws an AwsError, class and all, when AWS keeps refusing", async () => {
    organizations.on(ListPoliciesForTargetCommand).rejects(throttled());
    const options = callOptions();
    const caller = createCaller({ ...options, deadline: 250, declared });
    await expect(caller.call("organizations:ListPoliciesForTarget", input)).rejects.toMatchObject({
      class: "throttled",
      action: "organizations:ListPoliciesForTarget",
    });
    expect(options.clock.now()).toBeLessThanOrEqual(250);
  });
});
