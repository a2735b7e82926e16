/** The drift scan asked for by hand: the deployed bundle on a running lab, invoked over HTTP. */
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { AttachPolicyCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root, schema, start } from "./command.ts";

const FunctionName = "holdfast-lab-drift-scan";
const lock = JSON.parse(readFileSync(`${root}examples/securecart/holdfast.lock.json`, "utf8"));

let lab: ChildProcessWithoutNullStreams;
let to: { region: string; endpoint: string; credentials: object };

beforeAll(async () => {
  const args = ["lab", "--port", "0", "--baseline", "examples/securecart"];
  // No event arrives in time: what is seen is seen by the scan.
  lab = start("packages/cli/src/main.ts", [...args, "--event-delay", "3600000"]);
  lab.stderr.resume();
  for await (const line of createInterface(lab.stdout)) {
    const [, endpoint] = /^Lab ready on (.+)$/.exec(line) ?? [];
    if (endpoint === undefined) continue;
    const credentials = { accessKeyId: "100000000001", secretAccessKey: "any" };
    to = { region: "us-east-1", endpoint, credentials };
    break;
  }
}, 60_000);

afterAll(() => {
  lab.kill("SIGTERM");
});

async function invoke(payload?: string) {
  const Payload = payload === undefined ? {} : { Payload: new TextEncoder().encode(payload) };
  const client = new LambdaClient({ ...to, maxAttempts: 1 } as never);
  const answer = await client.send(new InvokeCommand({ FunctionName, ...Payload }));
  const text = new TextDecoder().decode(answer.Payload);
  return { error: answer.FunctionError, answer: JSON.parse(text) };
}

describe("the function, invoked by hand", () => {
  it("answers with the sum, and with where the report is", async () => {
    const client = new OrganizationsClient(to as never);
    const PolicyId = lock.policies["deny-root-user"];
    // A unit in mode alert: what differs there stays.
    const TargetId = lock.units["Root/Sandbox"];
    await client.send(new AttachPolicyCommand({ PolicyId, TargetId }));

    const { answer, error } = await invoke();
    expect(error).toBeUndefined();
    expect(answer).toMatchObject({ status: "FINISHED", complete: true, summary: { drifted: 1 } });

    const [, Bucket = "", Key = ""] = /^s3:\/\/([^/]+)\/(.+)$/.exec(answer.report) ?? [];
    const s3 = new S3Client(to as never);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const report = JSON.parse((await Body?.transformToString()) ?? "");
    const validate = schema("scan");
    validate(report);
    expect(validate.errors ?? []).toEqual([]);
    expect(report.id).toBe(answer.scan);
  });

  it("takes a narrower question", async () => {
    const accounts = ["100000000009"];
    const asked = { guardrails: ["scp-attachment"], accounts, mode: "off" };
    const { answer } = await invoke(JSON.stringify(asked));
    expect(answer).toMatchObject({ status: "FINISHED", complete: true });
    expect(answer.summary.inSync).toBeGreaterThan(0);
  });

  it.each([
    ["a member that it does not know", { guardrial: ["x"] }, '"guardrial" is unknown'],
    ["a guardrail that there is not", { guardrails: ["x"] }, "guardrails is not a list"],
    ["a mode that is none", { mode: "loud" }, "mode is none of"],
  ])("refuses %s, in words", async (_what, payload, words) => {
    const { error, answer } = await invoke(JSON.stringify(payload));
    expect(error).toBe("Unhandled");
    expect(answer.errorMessage).toContain(words);
  });
});
