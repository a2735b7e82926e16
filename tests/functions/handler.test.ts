/** The handler on the in-process lab: what it answers to a batch, and what it leaves behind. */
import { DetachPolicyCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { LabRequestHandler } from "@holdfast/lab";
import { describe, expect, it } from "vitest";
import { domainOf, enforcer, openTestLab, type TestLab } from "../support/lab.ts";
import { baseline, deployment } from "../support/securecart.ts";

const description = deployment.functions.find(({ name }) => name.endsWith("-organization"));
const ROOT = baseline.units.find(({ path }) => path === "Root")?.id ?? "";
const key = (target: string, guardrail = "scp-attachment") =>
  `${guardrail}/100000000001/us-east-1/SERVICE_CONTROL_POLICY/${target}`;

/** A lab in which the function runs only when the test calls it. */
function open() {
  const opened: { lab?: TestLab["lab"]; invoke?: (event: unknown) => Promise<unknown> } = {};
  const { lab } = openTestLab({}, (runtime, handle) => {
    const handler = enforcer(runtime, handle);
    if (domainOf(runtime) !== "organization") return handler;
    opened.invoke = (event) =>
      runtime.clock.run(async () =>
        handler(event, {
          awsRequestId: `request-${runtime.clock.now()}`,
          functionName: description?.name,
          getRemainingTimeInMillis: () => 60_000,
        } as never),
      );
    return handler;
  });
  const call = async (...bodies: readonly (string | object)[]) => {
    const Records = bodies.map((body, index) => ({
      messageId: `m-${index}`,
      body: typeof body === "string" ? body : JSON.stringify(body),
      attributes: { ApproximateReceiveCount: "1" },
    }));
    if (opened.invoke === undefined) throw new Error("the function was not made");
    return opened.invoke({ Records });
  };
  return { lab, call };
}

const failing = (...ids: string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

describe("the handler", () => {
  it("fails the one bad message and handles the others", async () => {
    const { lab, call } = open();
    try {
      const look = { holdfast: "look", key: key(ROOT), changedAt: lab.clock.now() };
      const answer = await call("garbage", look, {
        holdfast: "look",
        key: key(ROOT, "unheard-of"),
      });
      expect(answer).toEqual(failing("m-0", "m-2"));
      const reads = lab.calls().filter(({ action }) => action.endsWith(":ListPoliciesForTarget"));
      expect(reads.map(({ input }) => input.TargetId)).toEqual([ROOT]);
    } finally {
      await lab.close();
    }
  });

  it("answers an empty batch and one of nothing but garbage", async () => {
    const { lab, call } = open();
    try {
      expect(await call()).toEqual(failing());
      expect(await call("a", "b")).toEqual(failing("m-0", "m-1"));
    } finally {
      await lab.close();
    }
  });

  it("looks once at a key that many messages name", async () => {
    const { lab, call } = open();
    try {
      const look = { holdfast: "look", key: key(ROOT), changedAt: lab.clock.now() };
      expect(await call(look, look, look)).toEqual(failing());
      const reads = lab.calls().filter(({ action }) => action.endsWith(":ListPoliciesForTarget"));
      expect(reads).toHaveLength(1);
    } finally {
      await lab.close();
    }
  });
});

describe("an invocation that is killed while it tells", () => {
  it("has the alert sent by the one that gets its messages back", async () => {
    const { lab, scene } = openTestLab({});
    try {
      const unit = baseline.units.find(({ path }) => path === "Root/Workloads");
      const policy = baseline.policies.find(({ name }) => name === unit?.policies[0]);
      const client = new OrganizationsClient({
        requestHandler: new LabRequestHandler(lab.handle),
        region: "us-east-1",
        credentials: { accessKeyId: baseline.organization.management, secretAccessKey: "any" },
      });
      lab.trouble.freeze(scene.enforcerRole, "securityhub:BatchImportFindings");
      await client.send(new DetachPolicyCommand({ PolicyId: policy?.id, TargetId: unit?.id }));
      await lab.clock.drain(lab.clock.now() + 5 * 60_000);
      expect(lab.findings()).toMatchObject([{ RecordState: "ARCHIVED" }]);
      expect(lab.published()).toEqual([]);
      await lab.clock.drain(lab.clock.now() + 10 * 60_000);
      expect(lab.published()).toHaveLength(1);
    } finally {
      await lab.close();
    }
  });
});
