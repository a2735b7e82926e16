import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { MANAGEMENT, PRODUCTION, refusal, START, testLab } from "./lab.fixture.ts";
import type { Lab } from "./model.ts";
import { LabRequestHandler } from "./request-handler.ts";

function sts(lab: Lab, accessKeyId: string): STSClient {
  return new STSClient({
    region: "us-east-1",
    credentials: { accessKeyId, secretAccessKey: "any" },
    requestHandler: new LabRequestHandler(lab.handle),
    maxAttempts: 1,
  });
}

const whoAmI = (lab: Lab, key: string) => sts(lab, key).send(new GetCallerIdentityCommand({}));

describe("identities", () => {
  it("take an account id as the key of somebody who signed in there, never of root", async () => {
    const { Arn } = await whoAmI(testLab(), PRODUCTION);
    expect(Arn).toMatch(
      new RegExp(
        `^arn:aws:sts::${PRODUCTION}:assumed-role/AWSReservedSSO_AdministratorAccess_[0-9a-f]{16}/admin@securecart\\.example$`,
      ),
    );
  });

  it("know no key that is not of this organization", async () => {
    expect(await refusal(whoAmI(testLab(), "999999999999"))).toBe("InvalidClientTokenId");
  });

  it("let a trusted account assume a role under a session name of its choice", async () => {
    const lab = testLab();
    const { arn } = lab.identity.addRole({
      account: PRODUCTION,
      name: "Deploy",
      trust: [MANAGEMENT],
    });
    const assume = (key: string) =>
      sts(lab, key).send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: "holdfast" }));
    const { Credentials } = await assume(MANAGEMENT);
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(Credentials?.Expiration).toEqual(new Date(START + 3_600_000));
    const { Arn } = await whoAmI(lab, Credentials?.AccessKeyId ?? "");
    expect(Arn).toBe(`arn:aws:sts::${PRODUCTION}:assumed-role/Deploy/holdfast`);
    expect(await refusal(assume(PRODUCTION))).toBe("AccessDenied");
  });

  it("end with the session", async () => {
    const lab = testLab();
    const { arn } = lab.identity.addRole({
      account: PRODUCTION,
      name: "Deploy",
      trust: [MANAGEMENT],
    });
    const session = { roleArn: arn, sessionName: "short", durationSeconds: 900 };
    const { accessKeyId } = lab.identity.assumeRole(MANAGEMENT, session);
    await lab.clock.drain(START + 900_000);
    expect(await refusal(whoAmI(lab, accessKeyId))).toMatch(/^ExpiredToken/);
  });

  it("give root a key only on request", async () => {
    const lab = testLab();
    const { Arn, UserId } = await whoAmI(lab, lab.identity.rootKey(PRODUCTION));
    expect(Arn).toBe(`arn:aws:iam::${PRODUCTION}:root`);
    expect(UserId).toBe(PRODUCTION);
  });

  it("are the same for the same seed", async () => {
    const [one, other] = await Promise.all([
      whoAmI(testLab({ seed: 7 }), MANAGEMENT),
      whoAmI(testLab({ seed: 7 }), MANAGEMENT),
    ]);
    expect(one.Arn).toBe(other.Arn);
    expect((await whoAmI(testLab({ seed: 8 }), MANAGEMENT)).Arn).not.toBe(one.Arn);
  });
});
