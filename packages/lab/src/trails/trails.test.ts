import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import {
  AttachPolicyCommand,
  DetachPolicyCommand,
  LeaveOrganizationCommand,
} from "@aws-sdk/client-organizations";
import type { Baseline } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import {
  baseline,
  MANAGEMENT,
  organizationsOf,
  PLAYGROUND,
  PRODUCTION,
  QUEUE,
  refusal,
  SANDBOX,
  testLab,
} from "../lab.fixture.ts";
import type { Lab } from "../model.ts";
import { LabRequestHandler } from "../request-handler.ts";

const Name = "organization-trail";
const watched: Baseline = {
  ...baseline,
  securityServices: {
    trails: [
      { name: Name, account: MANAGEMENT, region: "us-east-1", organization: true, bucket: "logs" },
    ],
  },
};

function trailsOf(lab: Lab, accessKeyId = MANAGEMENT, region = "us-east-1"): CloudTrail {
  return new CloudTrail({
    region,
    credentials: { accessKeyId, secretAccessKey: "any" },
    requestHandler: new LabRequestHandler(lab.handle),
    maxAttempts: 1,
  });
}

/** How many events of a change of the organization reach the function's queue. */
async function heard(lab: Lab): Promise<number> {
  const target = { PolicyId: "p-noleave0", TargetId: SANDBOX };
  const client = organizationsOf(lab);
  await client.send(new AttachPolicyCommand(target));
  await client.send(new DetachPolicyCommand(target));
  await lab.clock.drain(lab.clock.now() + 5_000);
  return lab.sqs.receive(QUEUE, 10).length;
}

describe("a trail", () => {
  it("is there as it is declared, and can be read by its name or ARN", async () => {
    const trails = trailsOf(testLab({ baseline: watched }));
    const { Trail } = await trails.getTrail({ Name });
    expect(Trail).toMatchObject({ IsMultiRegionTrail: true, LogFileValidationEnabled: true });
    const again = await trails.getTrail({ Name: Trail?.TrailARN });
    expect(again.Trail).toEqual(Trail);
    expect((await trails.getTrailStatus({ Name })).IsLogging).toBe(true);
    expect(await refusal(trails.getTrail({ Name: "other" }))).toBe("TrailNotFoundException");
  });

  it("is changed in its home Region by its own account alone", async () => {
    const lab = testLab({ baseline: watched });
    const { Trail } = await trailsOf(lab).getTrail({ Name });
    const arn = { Name: Trail?.TrailARN };
    const elsewhere = trailsOf(lab, MANAGEMENT, "eu-west-1").stopLogging(arn);
    expect(await refusal(elsewhere)).toBe("InvalidHomeRegionException");
    const member = trailsOf(lab, PRODUCTION).stopLogging(arn);
    expect(await refusal(member)).toBe("NotOrganizationMasterAccountException");
  });

  it("keeps what a change does not name, and is new when it is made again", async () => {
    const trails = trailsOf(testLab({ baseline: watched }));
    await trails.updateTrail({ Name, S3BucketName: "other", S3KeyPrefix: "x" });
    await trails.updateTrail({ Name, S3KeyPrefix: "" });
    const { Trail } = await trails.getTrail({ Name });
    expect(Trail).toMatchObject({ S3BucketName: "other", IsOrganizationTrail: true });
    expect(Trail).not.toHaveProperty("S3KeyPrefix");
    const again = trails.createTrail({ Name, S3BucketName: "logs" });
    expect(await refusal(again)).toBe("TrailAlreadyExistsException");
    await trails.deleteTrail({ Name });
    await trails.createTrail({ Name, S3BucketName: "logs" });
    expect((await trails.getTrailStatus({ Name })).IsLogging).toBe(false);
  });
});

describe("events", () => {
  it("reach EventBridge where a trail logs them", async () => {
    expect(await heard(testLab({ baseline: watched }))).toBe(2);
  });

  it("reach it where nobody has declared any trail", async () => {
    expect(await heard(testLab())).toBe(2);
  });

  it.each([
    ["none logs", (trails: CloudTrail) => trails.stopLogging({ Name })],
    ["none is there", (trails: CloudTrail) => trails.deleteTrail({ Name })],
    [
      "it records reads alone",
      (trails: CloudTrail) =>
        trails.putEventSelectors({
          TrailName: Name,
          EventSelectors: [{ ReadWriteType: "ReadOnly", IncludeManagementEvents: true }],
        }),
    ],
    [
      "it records data alone",
      (trails: CloudTrail) =>
        trails.putEventSelectors({
          TrailName: Name,
          AdvancedEventSelectors: [
            { FieldSelectors: [{ Field: "eventCategory", Equals: ["Data"] }] },
          ],
        }),
    ],
  ])("don't reach it where %s", async (_, blind) => {
    const lab = testLab({ baseline: watched });
    await blind(trailsOf(lab));
    expect(await heard(lab)).toBe(0);
  });

  it("of other accounts don't reach it once the trail is one account's alone", async () => {
    const lab = testLab({ baseline: watched });
    const tried = async () => {
      // Refused by a policy of the root, and recorded in the account that tried.
      const leave = organizationsOf(lab, PLAYGROUND).send(new LeaveOrganizationCommand({}));
      expect(await refusal(leave)).toMatch(/^AccessDenied/);
      await lab.clock.drain(lab.clock.now() + 5_000);
      return lab.sqs.receive(QUEUE, 10).length;
    };
    expect(await tried()).toBe(1);
    await trailsOf(lab).updateTrail({ Name, IsOrganizationTrail: false });
    expect(await tried()).toBe(0);
    expect(await heard(lab)).toBe(2);
  });
});
