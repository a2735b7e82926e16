import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { deployment, PRODUCTION, QUEUE, testLab } from "../lab.fixture.ts";
import type { RecordJson } from "./record.ts";
import type { SignIn } from "./sign-in.ts";

const events = new URL("../../../../../shared/events/", import.meta.url);
const present = existsSync(events);
if (!present) console.warn("recorded CloudTrail events are absent: sign-ins are not compared");

/** What EventBridge delivers of a sign-in. */
async function delivered(signIn: Omit<SignIn, "account">): Promise<{ detail: RecordJson }> {
  const all = <Rule extends object>(rule: Rule) => ({ ...rule, pattern: {} });
  const forwarding = {
    regions: [signIn.region ?? "us-east-1"],
    rules: deployment.forwarding.rules.map(all),
  };
  const rules = deployment.rules.map(all);
  const lab = testLab({ deployment: { ...deployment, rules, forwarding } });
  lab.signIn({ account: PRODUCTION, ...signIn });
  await lab.clock.drain();
  const [event, ...more] = lab.sqs.queue(QUEUE).bodies();
  expect(more).toEqual([]);
  const parsed = JSON.parse(event ?? "{}");
  expect(parsed.detail).toEqual(lab.records().at(-1));
  return parsed;
}

describe("a console sign-in", () => {
  it("of root has no user name, no key and no error", async () => {
    const event = await delivered({ kind: "root", outcome: "success", region: "us-west-2" });
    expect(event).toMatchObject({
      source: "aws.signin",
      account: PRODUCTION,
      region: "us-west-2",
      detail: {
        eventName: "ConsoleLogin",
        eventType: "AwsConsoleSignIn",
        awsRegion: "us-west-2",
        userIdentity: { type: "Root", arn: `arn:aws:iam::${PRODUCTION}:root`, accessKeyId: "" },
        responseElements: { ConsoleLogin: "Success" },
      },
    });
    expect(event.detail.userIdentity).not.toHaveProperty("userName");
    expect(event.detail).not.toHaveProperty("errorMessage");
  });

  it("that failed says so in message and response, without a code", async () => {
    const { detail } = await delivered({ kind: "root", outcome: "failure" });
    expect(detail).toMatchObject({
      awsRegion: "us-east-1",
      errorMessage: "Failed authentication",
      responseElements: { ConsoleLogin: "Failure" },
    });
    expect(detail).not.toHaveProperty("errorCode");
  });

  it.each([
    [undefined, "AWS Console Sign In via CloudTrail"],
    ["Sign In", "AWS Console Sign In via CloudTrail"],
    ["Signin", "AWS Console Signin via CloudTrail"],
  ] as const)("spelled %s is delivered as %s", async (spelling, detailType) => {
    const event = await delivered({
      kind: "root",
      outcome: "success",
      ...(spelling && { spelling }),
    });
    expect(event).toHaveProperty("detail-type", detailType);
  });
});

describe.skipIf(!present)("compared with recorded ones, sign-ins of users", () => {
  const recorded = (file: string): RecordJson =>
    JSON.parse(readFileSync(new URL(`signin/${file}`, events), "utf8"));

  it("have the shape of a success", async () => {
    const { detail } = await delivered({ kind: "user", name: "bert-jan", outcome: "success" });
    const real = recorded("ConsoleLogin--11.json");
    expect(Object.keys(detail).sort()).toEqual(Object.keys(real).sort());
    for (const member of ["userIdentity", "additionalEventData", "responseElements"]) {
      expect(Object.keys(detail[member] ?? {}).sort()).toEqual(
        Object.keys(real[member] ?? {}).sort(),
      );
    }
  });

  it("have the identity and the message of a failure", async () => {
    const { detail } = await delivered({ kind: "user", name: "anaya", outcome: "failure" });
    const real = recorded("ConsoleLogin--7.json");
    expect(Object.keys(detail.userIdentity ?? {}).sort()).toEqual(
      Object.keys(real.userIdentity ?? {}).sort(),
    );
    expect(detail.errorMessage).toBe(real.errorMessage);
    expect(detail.responseElements).toEqual(real.responseElements);
  });
});
