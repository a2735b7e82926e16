/** The handler with guardrails and tripwires side by side: what one message leads to, and what fails. */
import type { Baseline, Watch } from "@holdfast/core";
import { guardrails, tripwires } from "@holdfast/guardrails";
import { callRecord, rootIdentity } from "@holdfast/lab/stories";
import { describe, expect, it } from "vitest";
import { eventOf } from "../support/events.ts";
import { domainOf, enforcing, openTestLab } from "../support/lab.ts";
import { baseline } from "../support/securecart.ts";

const MANAGEMENT = baseline.organization.management;
const UNIT = baseline.units.find(({ path }) => path === "Root/Workloads");
const POLICY = baseline.policies.find(({ name }) => name === UNIT?.policies[0]);

/** All in one domain, which no deployment has: its function gets every message just once. */
const together = {
  guardrails,
  tripwires: tripwires.map((tripwire) => ({ ...tripwire, domain: "organization" as const })),
};

/** A lab in which the function runs only when the test calls it, once with each list of messages. */
function open(registry = together) {
  const opened: { invoke?: (event: unknown) => Promise<unknown> } = {};
  const { lab, scene } = openTestLab({}, (runtime, handle) => {
    if (domainOf(runtime) !== "organization") return () => ({ batchItemFailures: [] });
    const handler = enforcing(baseline, registry)(runtime, handle);
    opened.invoke = (event) =>
      runtime.clock.run(async () =>
        handler(event, {
          awsRequestId: `request-${runtime.clock.now()}`,
          functionName: "holdfast-lab-enforce-organization",
          getRemainingTimeInMillis: () => 60_000,
        } as never),
      );
    return handler;
  });
  const call = async (...bodies: readonly object[]): Promise<readonly string[]> => {
    const Records = bodies.map((body, index) => ({
      messageId: `m-${index}`,
      body: JSON.stringify(body),
      attributes: { ApproximateReceiveCount: "1" },
    }));
    if (opened.invoke === undefined) throw new Error("the function was not made");
    const answer = (await opened.invoke({ Records })) as {
      batchItemFailures: { itemIdentifier: string }[];
    };
    return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  return { lab, scene, call };
}

/** Root of the management account detaches a policy: drift, and a cause for alarm. */
const detached = (eventID: string) =>
  eventOf({
    ...callRecord(rootIdentity(MANAGEMENT), "organizations:DetachPolicy", {
      requestParameters: { policyId: POLICY?.id ?? "", targetId: UNIT?.id ?? "" },
    }),
    eventVersion: "1.11",
    eventID,
    eventTime: "2026-11-23T09:00:00Z",
    awsRegion: "us-east-1",
    recipientAccountId: MANAGEMENT,
    readOnly: false,
  });

async function using(
  test: (opened: ReturnType<typeof open>) => Promise<void>,
  registry = together,
): Promise<void> {
  const opened = open(registry);
  try {
    await test(opened);
  } finally {
    await opened.lab.close();
  }
}

/** The same watch, but a certain event is more than it can take. */
const throwing = (watch: Watch): Watch => ({
  ...watch,
  keys: (record, of) => {
    if (record.eventId === "strange") throw new TypeError("no such parameter");
    return watch.keys(record, of);
  },
});
const fragile = {
  guardrails: {
    ...together,
    guardrails: guardrails.map((one) => ({ ...one, watches: one.watches.map(throwing) })),
  },
  tripwires: {
    ...together,
    tripwires: together.tripwires.map((one) => ({
      ...one,
      watches: (of: Baseline) => one.watches(of).map(throwing),
    })),
  },
};

const outcomes = (lab: ReturnType<typeof open>["lab"]) =>
  lab.published().map(({ byProtocol }) => JSON.parse(byProtocol.sqs ?? "{}").outcome);

describe("one message", () => {
  it("leads to a guardrail's look and to a tripwire's alert", () =>
    using(async ({ lab, call }) => {
      expect(await call(detached("e-1"))).toEqual([]);
      const reads = lab.calls().filter(({ action }) => action.endsWith(":ListPoliciesForTarget"));
      expect(reads.map(({ input }) => input.TargetId)).toContain(UNIT?.id);
      expect(outcomes(lab)).toEqual(["TRIPPED"]);
    }));

  it("of Holdfast's own, asking for a look, trips nothing", () =>
    using(async ({ lab, call }) => {
      const key = `scp-attachment/${MANAGEMENT}/us-east-1/SERVICE_CONTROL_POLICY/${UNIT?.id}`;
      const look = { holdfast: "look", key, changedAt: lab.clock.now() };
      expect(await call(look, { holdfast: "outbox", attempt: 0 })).toEqual([]);
      expect(lab.findings()).toEqual([]);
    }));

  it("of many that say the same is told once, and counted as one with those that are the same", () =>
    using(async ({ lab, call }) => {
      expect(await call(detached("e-1"), detached("e-1"), detached("e-2"))).toEqual([]);
      expect(outcomes(lab)).toEqual(["TRIPPED"]);
      expect(lab.findings()).toMatchObject([{ ProductFields: { "holdfast/EventCount": "2" } }]);
    }));
});

describe("a batch of which some can't be handled", () => {
  it("gives back a tripwire's event that neither table nor sinks take, and no other message", () =>
    using(async ({ lab, call }) => {
      for (const service of ["dynamodb", "securityhub", "sns"]) lab.trouble.fail(service, 60_000);
      const answer = call(detached("e-1"), { holdfast: "outbox", attempt: 0 });
      await lab.clock.drain(lab.clock.now() + 60_000);
      expect(await answer).toEqual(["m-0"]);
      expect(await call(detached("e-1"))).toEqual([]);
      expect(outcomes(lab)).toContain("TRIPPED");
    }));

  it("tells of root although a message beside it is no event", () =>
    using(async ({ lab, call }) => {
      expect(await call({ neither: "nor" }, detached("e-1"))).toEqual(["m-0"]);
      expect(outcomes(lab)).toEqual(["TRIPPED"]);
    }));

  it.each(["guardrails", "tripwires"] as const)(
    "gives back the one at which one of the %s throws",
    (which) =>
      using(async ({ lab, call }) => {
        expect(await call(detached("strange"), detached("e-1"))).toEqual(["m-0"]);
        expect(outcomes(lab)).toEqual(["TRIPPED"]);
      }, fragile[which]),
  );
});
