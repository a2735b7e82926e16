import {
  AttachPolicyCommand,
  CreateAccountCommand,
  DetachPolicyCommand,
  ListRootsCommand,
  RemoveAccountFromOrganizationCommand,
} from "@aws-sdk/client-organizations";
import type { Deployment, Rule } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import {
  deployment,
  MANAGEMENT,
  NO_IAM,
  NO_LEAVE,
  organizationsOf,
  PRODUCTION,
  QUEUE,
  ROOT,
  SANDBOX,
  START,
  testLab,
} from "./lab.fixture.ts";
import type { Lab } from "./model.ts";

const queued = (lab: Lab): { detail: { eventName: string } }[] =>
  lab.sqs
    .queue(QUEUE)
    .bodies()
    .map((body) => JSON.parse(body));
const names = (lab: Lab) => queued(lab).map(({ detail }) => detail.eventName);

const detach = new DetachPolicyCommand({ PolicyId: NO_LEAVE, TargetId: ROOT });

function withRules(change: (rule: Rule) => Rule): Deployment {
  return { ...deployment, rules: deployment.rules.map(change) };
}

/** A record of some member's, as CloudTrail hands it on. */
function recorded(lab: Lab, recipientAccountId: string, awsRegion = "us-east-1"): void {
  const eventSource = "organizations.amazonaws.com";
  const userIdentity = { type: "Root", accountId: recipientAccountId };
  const eventName = `In${recipientAccountId}`;
  lab.recorded({ userIdentity, recipientAccountId, awsRegion, eventSource, eventName });
}

describe("events of other accounts and Regions", () => {
  it("reach the queue over the hub bus, in one hop", async () => {
    const lab = testLab();
    recorded(lab, PRODUCTION);
    recorded(lab, PRODUCTION, "eu-west-1");
    recorded(lab, MANAGEMENT, "eu-west-1");
    await lab.clock.drain();
    expect(queued(lab)).toMatchObject([
      { account: PRODUCTION, region: "us-east-1" },
      { account: PRODUCTION, region: "eu-west-1" },
      { account: MANAGEMENT, region: "eu-west-1" },
    ]);
  });

  it("are not heard from a Region without forwarding rules, nor of strangers", async () => {
    const lab = testLab();
    recorded(lab, PRODUCTION, "sa-east-1");
    recorded(lab, MANAGEMENT, "sa-east-1");
    recorded(lab, "999999999999");
    await lab.clock.drain();
    expect(queued(lab)).toEqual([]);
  });

  it("are matched in a Region only by rules that are there", async () => {
    const { forwarding } = deployment;
    const rules = forwarding.rules.map((rule) => ({ ...rule, regions: ["us-east-1"] }));
    const lab = testLab({ deployment: { ...deployment, forwarding: { ...forwarding, rules } } });
    recorded(lab, PRODUCTION);
    recorded(lab, PRODUCTION, "eu-west-1");
    await lab.clock.drain();
    expect(queued(lab)).toMatchObject([{ region: "us-east-1" }]);
  });

  it("are heard from a new account once StackSets have reached it", async () => {
    const lab = testLab();
    const created = new CreateAccountCommand({ AccountName: "new", Email: "new@example.com" });
    await organizationsOf(lab).send(created);
    await lab.clock.drain(lab.clock.now() + 60_000);
    const account = Object.values(lab.organization().accounts).find(({ name }) => name === "new");
    const heard = () => names(lab).filter((name) => name === `In${account?.id}`).length;
    recorded(lab, account?.id ?? "");
    await lab.clock.drain();
    expect(heard()).toBe(0);
    await lab.clock.drain(lab.clock.now() + 5 * 60_000);
    recorded(lab, account?.id ?? "");
    await lab.clock.drain();
    expect(heard()).toBe(1);
  });

  it("are heard no more of an account that has left, though its rules are still there", async () => {
    const lab = testLab();
    const removed = new RemoveAccountFromOrganizationCommand({ AccountId: PRODUCTION });
    await organizationsOf(lab).send(removed);
    recorded(lab, PRODUCTION);
    await lab.clock.drain();
    expect(names(lab)).not.toContain(`In${PRODUCTION}`);
  });
});

describe("events", () => {
  it("reach the queue over the hub bus, after the delay and not before", async () => {
    const lab = testLab({ eventDelay: 2500 });
    await organizationsOf(lab).send(detach);
    await lab.clock.drain(START + 2499);
    expect(queued(lab)).toEqual([]);
    await lab.clock.drain(START + 2500);
    expect(queued(lab)).toMatchObject([
      {
        "detail-type": "AWS API Call via CloudTrail",
        source: "aws.organizations",
        detail: lab.records()[0],
      },
    ]);
  });

  it("of reads need a rule state of their own on both buses", async () => {
    const all = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
    const both = withRules((rule) => ({ ...rule, state: all }));
    const hubOnly = withRules((rule) => (rule.bus === "default" ? rule : { ...rule, state: all }));
    for (const [one, arrive] of [
      [deployment, []],
      [hubOnly, []],
      [both, ["ListRoots"]],
    ] as const) {
      const lab = testLab({ deployment: one });
      await organizationsOf(lab).send(new ListRootsCommand({}));
      await lab.clock.drain();
      expect(names(lab)).toEqual(arrive);
    }
  });

  it("make one hop from bus to bus and no second", async () => {
    const second: Rule = {
      ...deployment.rules[0],
      name: "on",
      bus: "default",
      pattern: {},
      state: "ENABLED",
      target: { bus: "middle" },
    };
    const rules = [
      second,
      { ...second, bus: "middle", target: { bus: deployment.bus.name } },
      ...deployment.rules.slice(1),
    ];
    const lab = testLab({ deployment: { ...deployment, rules } });
    await organizationsOf(lab).send(detach);
    await lab.clock.drain();
    expect(queued(lab)).toEqual([]);
  });

  it("may be lost, come twice, come late", async () => {
    const lab = testLab();
    const stopLosing = lab.trouble.events({
      pattern: { detail: { eventName: ["DetachPolicy"] } },
      lose: 1,
    });
    lab.trouble.events({ pattern: { detail: { eventName: ["AttachPolicy"] } }, repeat: 3 });
    await organizationsOf(lab).send(detach);
    await organizationsOf(lab).send(
      new AttachPolicyCommand({ PolicyId: NO_IAM, TargetId: SANDBOX }),
    );
    await lab.clock.drain();
    expect(names(lab)).toEqual(["AttachPolicy", "AttachPolicy", "AttachPolicy"]);

    stopLosing();
    lab.trouble.events({ late: 60_000 });
    await organizationsOf(lab).send(
      new DetachPolicyCommand({ PolicyId: NO_IAM, TargetId: SANDBOX }),
    );
    await lab.clock.drain(lab.clock.now() + 1000);
    expect(names(lab)).not.toContain("DetachPolicy");
    await lab.clock.drain();
    expect(names(lab)).toContain("DetachPolicy");
  });

  it("can be put on a bus by hand", async () => {
    const lab = testLab();
    lab.put("default", { source: "aws.organizations", detail: { eventName: "MadeUp" } });
    expect(names(lab)).toEqual(["MadeUp"]);
  });
});
