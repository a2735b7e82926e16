import {
  AttachPolicyCommand,
  DetachPolicyCommand,
  ListRootsCommand,
} from "@aws-sdk/client-organizations";
import type { Deployment, Rule } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import {
  deployment,
  NO_IAM,
  NO_LEAVE,
  organizationsOf,
  QUEUE,
  ROOT,
  SANDBOX,
  START,
  testLab,
} from "./lab.fixture.ts";
import type { Lab } from "./lab.ts";

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
