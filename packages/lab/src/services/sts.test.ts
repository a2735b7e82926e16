import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { ADMIN, testEndpoint } from "../endpoint.fixture.ts";
import { ServiceError } from "../service.ts";
import { type Assume, createSts } from "./sts.ts";

const RoleArn = "arn:aws:iam::100000000009:role/holdfast/Remediate";
const Expiration = new Date("2027-01-01T01:00:00Z");
const AssumedRoleUser = { AssumedRoleId: "AROAX:bob", Arn: "arn:aws:sts::1:assumed-role/x/bob" };

function clientOf(assume: Assume): STSClient {
  return new STSClient(testEndpoint([createSts(assume).service]).configuration);
}

const opens: Assume = (
  { roleArn, sessionName, durationSeconds, policy },
  { principal, input },
) => ({
  credentials: {
    AccessKeyId: "ASIAEXAMPLE",
    SecretAccessKey: JSON.stringify([
      roleArn,
      sessionName,
      principal.arn,
      durationSeconds,
      policy,
      input.ExternalId,
    ]),
    SessionToken: "token",
    Expiration,
  },
  assumedRoleUser: AssumedRoleUser,
});

describe("STS", () => {
  it("tells a caller who it is", async () => {
    const identity = await clientOf(opens).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({
      Account: ADMIN.account,
      Arn: ADMIN.arn,
      UserId: ADMIN.principalId,
    });
  });

  it("hands role, session name, caller, duration, policy and external id on, and the session back", async () => {
    const Policy = '{"Version":"2012-10-17","Statement":[]}';
    const session = await clientOf(opens).send(
      new AssumeRoleCommand({
        RoleArn,
        RoleSessionName: "bob",
        DurationSeconds: 900,
        Policy,
        ExternalId: "8412",
      }),
    );
    const handed = [RoleArn, "bob", ADMIN.arn, 900, Policy, "8412"];
    expect(session).toMatchObject({
      Credentials: {
        AccessKeyId: "ASIAEXAMPLE",
        SecretAccessKey: JSON.stringify(handed),
        SessionToken: "token",
        Expiration,
      },
      AssumedRoleUser,
    });
  });

  it("passes a refusal on", async () => {
    const client = clientOf(() => {
      throw new ServiceError("AccessDenied", "not authorized to perform: sts:AssumeRole", {}, 403);
    });
    await expect(
      client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "bob" })),
    ).rejects.toMatchObject({ name: "AccessDenied", $metadata: { httpStatusCode: 403 } });
  });

  it.each([
    { RoleArn: "role/x" },
    { RoleSessionName: "with space" },
    { RoleSessionName: "x" },
    { DurationSeconds: 899 },
    // A session that assumes a role gets an hour at most.
    { DurationSeconds: 3601 },
    { SourceIdentity: "not modelled" },
  ])("refuses %j", async (wrong) => {
    const input = { RoleArn, RoleSessionName: "bob", ...wrong };
    await expect(clientOf(opens).send(new AssumeRoleCommand(input))).rejects.toMatchObject({
      name: "ValidationError",
    });
  });
});
