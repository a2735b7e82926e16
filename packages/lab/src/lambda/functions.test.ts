import { AttachPolicyCommand, DetachPolicyCommand } from "@aws-sdk/client-organizations";
import type { Deployment, FunctionDescription } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import {
  deployment,
  ENFORCER,
  MANAGEMENT,
  NO_IAM,
  NO_LEAVE,
  organizationsOf,
  QUEUE,
  ROOT,
  SANDBOX,
  START,
  testLab,
} from "../lab.fixture.ts";
import type { Lab } from "../model.ts";
import type { HandlerContext } from "./context.ts";
import { inProcess } from "./in-process.ts";

interface Batch {
  readonly Records: readonly {
    readonly messageId: string;
    readonly body: string;
    readonly attributes: { readonly ApproximateReceiveCount: string };
  }[];
}

type Work = (batch: Batch, context: HandlerContext, lab: Lab) => unknown;

/** A lab whose function is `work`; `source` changes how it is fed. */
function labWith(work: Work, source: Partial<FunctionDescription["source"]> = {}, seed = 1): Lab {
  const functions = deployment.functions.map((one) => ({
    ...one,
    source: { ...one.source, ...source },
  }));
  const changed: Deployment = { ...deployment, functions };
  const invoker = inProcess(() => (event, context) => work(event as Batch, context, lab));
  const lab: Lab = testLab({ deployment: changed, invoker, seed });
  return lab;
}

function put(lab: Lab, ...names: readonly string[]): void {
  for (const eventName of names) {
    lab.put(deployment.bus.name, { source: "aws.organizations", detail: { eventName } });
  }
}

const namesIn = (batch: Batch): string[] =>
  batch.Records.map(({ body }) => JSON.parse(body).detail.eventName).sort();

describe("a function in process", () => {
  it("hears of a call and can undo it", async () => {
    const lab = labWith(async (_batch, context, { identity }) => {
      const roleArn = `arn:aws:iam::${MANAGEMENT}:role/holdfast/${ENFORCER}`;
      const session = { roleArn, sessionName: context.functionName };
      const { accessKeyId } = identity.assumeRole("lambda.amazonaws.com", session);
      const attach = new AttachPolicyCommand({ PolicyId: NO_LEAVE, TargetId: ROOT });
      await organizationsOf(lab, accessKeyId)
        .send(attach)
        .catch(() => {});
    });
    await organizationsOf(lab).send(
      new DetachPolicyCommand({ PolicyId: NO_LEAVE, TargetId: ROOT }),
    );
    expect(lab.organization().attachments[ROOT]).not.toContain(NO_LEAVE);
    await lab.clock.drain(START + 1000);
    expect(lab.organization().attachments[ROOT]).toContain(NO_LEAVE);
  });

  it("does the same again for the same seed, down to every id", async () => {
    const run = async (seed: number) => {
      const lab = labWith(async () => lab.clock.sleep(1000), { batchSize: 1 }, seed);
      lab.trouble.events({ repeat: 3, late: 60_000 });
      const detach = new DetachPolicyCommand({ PolicyId: NO_LEAVE, TargetId: ROOT });
      await organizationsOf(lab).send(detach);
      await lab.clock.drain();
      // The SDK names itself, its platform and an id of the call in the user agent.
      const records = lab.records().map((record) => ({ ...record, userAgent: "" }));
      return { records, invocations: lab.invocations() };
    };
    const first = await run(5);
    expect(first.invocations).toHaveLength(3);
    expect(await run(5)).toEqual(first);
    expect(await run(6)).not.toEqual(first);
  });

  it("is not invoked when nobody enforces, though events still queue", async () => {
    const lab = testLab();
    put(lab, "A");
    await lab.clock.drain();
    expect(lab.invocations()).toEqual([]);
    expect(lab.sqs.queue(QUEUE).bodies()).toHaveLength(1);
  });

  it("gets what gathers within the window, or a full batch at once", async () => {
    const batches: { readonly at: number; readonly size: number }[] = [];
    const lab = labWith(
      ({ Records }) => void batches.push({ at: lab.clock.now(), size: Records.length }),
      {
        batchSize: 12,
        batchingWindow: 5,
      },
    );
    put(lab, "A");
    lab.clock.at(START + 2000, () => put(lab, "B"));
    lab.clock.at(START + 20_000, () => put(lab, ..."ABCDEFGHIJKLM"));
    await lab.clock.drain();
    expect(batches).toEqual([
      { at: START + 5000, size: 2 },
      { at: START + 20_000, size: 12 },
      { at: START + 25_000, size: 1 },
    ]);
  });

  it("runs at most as often at once as there are pollers", async () => {
    let running = 0;
    let most = 0;
    const lab = labWith(
      async () => {
        running++;
        most = Math.max(most, running);
        await lab.clock.sleep(1000);
        running--;
      },
      { batchSize: 1 },
    );
    put(lab, ..."ABCDE");
    await lab.clock.drain();
    expect(most).toBe(2);
    expect(lab.invocations()).toHaveLength(5);
    expect(lab.clock.now()).toBe(START + 3000);
  });

  it("gets back only the messages of a batch that it named as failed", async () => {
    const seen: string[][] = [];
    const lab = labWith((batch) => {
      seen.push(namesIn(batch));
      const bad = batch.Records.filter(({ body }) => body.includes("Bad"));
      const first = bad.filter(({ attributes }) => attributes.ApproximateReceiveCount === "1");
      return { batchItemFailures: first.map((one) => ({ itemIdentifier: one.messageId })) };
    });
    put(lab, "Good", "Bad");
    await lab.clock.drain();
    expect(seen).toEqual([["Bad", "Good"], ["Bad"]]);
    expect(lab.clock.now()).toBe(START + 360_000);
    expect(lab.sqs.nextVisibleAt(QUEUE)).toBeUndefined();
  });

  it("gets the whole batch back when it names a message that is not in it", async () => {
    let first = true;
    const sizes: number[] = [];
    const lab = labWith(({ Records }) => {
      sizes.push(Records.length);
      const failures = first ? [{ itemIdentifier: "made up" }] : [];
      first = false;
      return { batchItemFailures: failures };
    });
    put(lab, "A", "B");
    await lab.clock.drain();
    expect(sizes).toEqual([2, 2]);
  });

  it("loses a message that fails again and again to the dead-letter queue", async () => {
    const lab = labWith(() => {
      throw new Error("always");
    });
    put(lab, "Poison");
    await lab.clock.drain();
    expect(lab.invocations().map(({ error }) => error)).toEqual(Array(3).fill("Error: always"));
    expect(lab.sqs.queue(`${QUEUE}-dead`).bodies()).toHaveLength(1);
    expect(lab.sqs.nextVisibleAt(QUEUE)).toBeUndefined();
  });

  it("is ended after its timeout, and its message comes back", async () => {
    let tries = 0;
    const lab = labWith(async (_batch, context) => {
      tries++;
      if (tries > 1) return;
      expect(context.getRemainingTimeInMillis()).toBe(60_000);
      await lab.clock.sleep(3_600_000);
    });
    put(lab, "Slow");
    await lab.clock.drain(START + 400_000);
    expect(tries).toBe(2);
    expect(lab.invocations()[0]).toMatchObject({
      endedAt: START + 60_000,
      error: expect.stringContaining("Task timed out after 60.00 seconds"),
    });
  });

  it("can be killed between a write and its answer; the message comes back", async () => {
    const outcomes: string[] = [];
    const lab = labWith(async (_batch, _context, { identity }) => {
      const roleArn = `arn:aws:iam::${MANAGEMENT}:role/holdfast/${ENFORCER}`;
      const session = { roleArn, sessionName: ENFORCER };
      const { accessKeyId } = identity.assumeRole("lambda.amazonaws.com", session);
      const attach = new AttachPolicyCommand({ PolicyId: NO_IAM, TargetId: SANDBOX });
      await organizationsOf(lab, accessKeyId)
        .send(attach)
        .then(
          () => outcomes.push("attached"),
          (error: Error) => outcomes.push(error.name),
        );
    });
    // What the function does must not come back to it as an event.
    lab.trouble.events({ lose: 1 });
    lab.trouble.freeze(ENFORCER, "organizations:AttachPolicy");
    put(lab, "A");
    await lab.clock.drain(START + 359_999);
    expect(lab.organization().attachments[SANDBOX]).toContain(NO_IAM);
    expect(outcomes).toEqual([]);
    expect(lab.invocations()).toMatchObject([
      { error: expect.stringContaining("killed"), failed: 1 },
    ]);
    await lab.clock.drain(START + 360_000);
    expect(outcomes).toEqual(["DuplicatePolicyAttachmentException"]);
  });
});
