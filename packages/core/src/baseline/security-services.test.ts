import { describe, expect, it } from "vitest";
import { complaints, edited, FILES, load } from "./fixture.ts";

const withTrails = (...trails: readonly string[]) =>
  edited(
    "holdfast.yaml",
    "exemptions:\n",
    `securityServices:\n  trails: [${trails.join(", ")}]\nexemptions:\n`,
  );
const TRAIL = "{ name: org, account: management, bucket: example-logs }";

describe("trails", () => {
  it("are compiled with the hub's Region and the whole organization, unless said otherwise", () => {
    const own = "{ name: own, account: dev, region: eu-west-1, organization: false, bucket: logs }";
    const { securityServices, organization } = load(withTrails(own, TRAIL));
    expect(securityServices?.trails).toEqual([
      {
        name: "org",
        account: organization.management,
        region: organization.hubRegion,
        organization: true,
        bucket: "example-logs",
      },
      {
        name: "own",
        account: "100000000002",
        region: "eu-west-1",
        organization: false,
        bucket: "logs",
      },
    ]);
  });

  it("are unknown if nobody declared any", () => {
    expect(load(FILES)).not.toHaveProperty("securityServices");
  });

  it.each([
    ["in an account that is not there", "{ name: org, account: pord, bucket: logs }", "no account"],
    [
      "of the organization, in a member",
      "{ name: org, account: dev, bucket: logs }",
      "belongs to the management account",
    ],
    [
      "with a name that is none",
      "{ name: x, account: management, bucket: logs }",
      "name of a trail",
    ],
    ["without a bucket", "{ name: org, account: management }", "bucket"],
    [
      "with a key that is an alias",
      "{ name: org, account: management, bucket: logs, key: alias/x }",
      "ARN of a KMS key",
    ],
  ])("are refused %s", (_, trail, complaint) => {
    expect(complaints(withTrails(trail)).join("\n")).toContain(complaint);
  });

  it("are refused twice", () => {
    expect(complaints(withTrails(TRAIL, TRAIL)).join("\n")).toContain("org is declared twice");
  });
});

describe("GuardDuty", () => {
  const withGuardDuty = (section: string) =>
    edited(
      "holdfast.yaml",
      "exemptions:\n",
      `securityServices:\n  guardDuty: ${section}\nexemptions:\n`,
    );

  it("is compiled with its administrator's id, in an order that leaves no trace", () => {
    const files = withGuardDuty(
      "{ administrator: dev, features: [S3_DATA_EVENTS, EKS_AUDIT_LOGS], archiveFilters: [b, a] }",
    );
    expect(load(files).securityServices?.guardDuty).toEqual({
      administrator: "100000000002",
      features: ["EKS_AUDIT_LOGS", "S3_DATA_EVENTS"],
      archiveFilters: ["a", "b"],
      trustedIpLists: [],
    });
  });

  it.each([
    ["administered by nobody", "{ administrator: dve }", "no account is named dve"],
    ["with a feature that is none", "{ administrator: dev, features: [ALL] }", "features"],
    [
      "with a feature twice",
      "{ administrator: dev, features: [S3_DATA_EVENTS, S3_DATA_EVENTS] }",
      "S3_DATA_EVENTS is listed twice",
    ],
  ])("is refused %s", (_, section, complaint) => {
    expect(complaints(withGuardDuty(section)).join("\n")).toContain(complaint);
  });
});
