import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { DetachPolicyCommand, ListRootsCommand } from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import {
  MANAGEMENT,
  NO_IAM,
  organizationsOf,
  PRODUCTION,
  refusal,
  testLab,
  WORKLOADS,
} from "../lab.fixture.ts";
import type { Lab } from "../model.ts";
import { LabRequestHandler } from "../request-handler.ts";

async function onLab(act: (lab: Lab) => Promise<void>): Promise<void> {
  const lab = testLab();
  try {
    await act(lab);
  } finally {
    await lab.close();
  }
}

function look(lab: Lab, input: object, accessKeyId = MANAGEMENT, region = "us-east-1") {
  const client = new CloudTrailClient({
    region,
    credentials: { accessKeyId, secretAccessKey: "any" },
    requestHandler: new LabRequestHandler(lab.handle),
    maxAttempts: 1,
  });
  return client.send(new LookupEventsCommand(input));
}

const named = (AttributeValue: string) => ({
  LookupAttributes: [{ AttributeKey: "EventName" as const, AttributeValue }],
});

describe("the event history", () => {
  it("gives records by the event's name, the newest first, in pages", () =>
    onLab(async (lab) => {
      const client = organizationsOf(lab);
      for (let count = 0; count < 3; count++) {
        await client.send(new ListRootsCommand({}));
        await lab.clock.drain(lab.clock.now() + 2000);
      }
      const first = await look(lab, { ...named("ListRoots"), MaxResults: 2 });
      const times = (first.Events ?? []).map(({ EventTime }) => EventTime?.getTime() ?? 0);
      expect(times).toEqual(times.toSorted((a, b) => b - a));
      const { NextToken } = first;
      const rest = await look(lab, { ...named("ListRoots"), MaxResults: 2, NextToken });
      expect([first.Events?.length, rest.Events?.length]).toEqual([2, 1]);
      expect(rest.NextToken).toBeUndefined();
    }));

  it("holds the whole record, with who did it", () =>
    onLab(async (lab) => {
      const detach = new DetachPolicyCommand({ PolicyId: NO_IAM, TargetId: WORKLOADS });
      await organizationsOf(lab).send(detach);
      const { Events: [event] = [] } = await look(lab, named("DetachPolicy"));
      expect(event).toMatchObject({ EventName: "DetachPolicy", ReadOnly: "false" });
      expect(event?.Username).toBe("admin@securecart.example");
      expect(JSON.parse(event?.CloudTrailEvent ?? "")).toEqual(
        lab.records().find(({ eventName }) => eventName === "DetachPolicy"),
      );
    }));

  it("is each account's and each Region's own", () =>
    onLab(async (lab) => {
      await organizationsOf(lab).send(new ListRootsCommand({}));
      const elsewhere = await look(lab, named("ListRoots"), MANAGEMENT, "eu-west-1");
      const others = await look(lab, named("ListRoots"), PRODUCTION);
      expect([elsewhere.Events, others.Events]).toEqual([[], []]);
    }));

  it("is asked twice a second at most", () =>
    onLab(async (lab) => {
      await look(lab, named("A"));
      await look(lab, named("B"));
      expect(await refusal(look(lab, named("C")))).toBe("ThrottlingException");
    }));
});
