import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import type { Finding } from "@holdfast/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toAsff } from "./asff.ts";
import {
  ALERTED,
  EVERY_OUTCOME,
  EXEMPT,
  FAILED,
  RESOLVED,
  REVERTED,
  TOLERATED,
  TRIPPED,
  UNKNOWN,
} from "./finding.fixture.ts";

const HUB = { account: "100000000001", region: "us-east-1", stage: "prod" };

function asff(finding: Finding, enforcer = HUB) {
  // The compiler holds our model against the SDK's.
  return toAsff(finding, enforcer) satisfies AwsSecurityFinding;
}

describe("toAsff", () => {
  it("files under the enforcer's own account and its default product", () => {
    expect(asff(REVERTED)).toMatchObject({
      SchemaVersion: "2018-10-08",
      AwsAccountId: "100000000001",
      ProductArn: "arn:aws:securityhub:us-east-1:100000000001:product/100000000001/default",
      GeneratorId: "holdfast/scp-attachment",
      Title: "Reverted: Every unit carries exactly the declared policies (Root/Workloads)",
      CreatedAt: "2026-11-03T14:02:12Z",
      UpdatedAt: "2026-11-03T14:02:14Z",
      Severity: { Label: "CRITICAL" },
      Types: [
        "Software and Configuration Checks/AWS Security Best Practices",
        "TTPs/Defense Evasion",
      ],
      RecordState: "ARCHIVED",
      Compliance: { Status: "PASSED" },
    });
  });

  it("names the thing itself and then the accounts that depend on it", () => {
    const rest = { Partition: "aws", Region: "us-east-1" };
    expect(asff(REVERTED).Resources).toEqual([
      { Type: REVERTED.subject.resourceType, Id: REVERTED.subject.resourceId, ...rest },
      { Type: "AwsAccount", Id: "AWS::::Account:100000000007", ...rest },
      { Type: "AwsAccount", Id: "AWS::::Account:100000000009", ...rest },
    ]);
  });

  it("names at most 32 resources, and an account that is the thing itself just once", () => {
    const accounts = Array.from({ length: 40 }, (_, index) => String(100000000000 + index));
    const many = asff({ ...REVERTED, subject: { ...REVERTED.subject, accounts } });
    expect(many.Resources).toHaveLength(32);
    expect(many.ProductFields["holdfast/AffectedAccounts"]).toBe("40");
    const itself = { resourceType: "AwsAccount", resourceId: "AWS::::Account:1", accounts: ["1"] };
    expect(
      asff({ ...REVERTED, subject: { ...REVERTED.subject, ...itself } }).Resources,
    ).toHaveLength(1);
  });

  it("has one id per key and stage, whatever the outcome or the incident", () => {
    const drifts = EVERY_OUTCOME.filter(({ happened }) => happened === undefined);
    const ids = drifts.map((finding) => asff({ ...finding, incident: finding.outcome }).Id);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(
      /^arn:aws:securityhub:us-east-1:100000000001:holdfast\/prod\/[0-9a-f]{64}$/,
    );
    expect(asff(REVERTED, { ...HUB, stage: "dev" }).Id).not.toBe(ids[0]);
    const other = { ...REVERTED, key: { ...REVERTED.key, resource: "ou-abcd-22222222" } };
    expect(asff(other).Id).not.toBe(ids[0]);
  });

  it.each([
    [ALERTED, "FAILED", "ACTIVE"],
    [FAILED, "FAILED", "ACTIVE"],
    [UNKNOWN, "NOT_AVAILABLE", "ACTIVE"],
    [EXEMPT, "WARNING", "ACTIVE"],
    [TOLERATED, "WARNING", "ACTIVE"],
    [RESOLVED, "PASSED", "ARCHIVED"],
    [{ ...REVERTED, closed: false }, "FAILED", "ACTIVE"],
  ])("stays active until it is over: $outcome", (finding, status, state) => {
    const { Compliance, RecordState } = asff(finding);
    expect([Compliance?.Status, RecordState]).toEqual([status, state]);
  });

  it("files each incident of a tripwire by itself: no work on an old one covers a new one", () => {
    const { Id } = asff(TRIPPED);
    expect(asff({ ...TRIPPED, updatedAt: "2026-11-04T00:00:00Z" }).Id).toBe(Id);
    expect(asff({ ...TRIPPED, incident: "inc-0003" }).Id).not.toBe(Id);
  });

  it("files a tripwire's event as what it was done for, and as no check", () => {
    const finding = asff(TRIPPED);
    expect(finding).toMatchObject({
      Title: "Tripwire: Nobody acts as the root user (production)",
      Types: ["TTPs/Initial Access"],
      RecordState: "ACTIVE",
      Severity: { Label: "CRITICAL" },
    });
    expect(finding.Description).toBe(
      "root signed in to production without MFA, and 1 more event. Last, root called iam:CreateAccessKey from 198.51.100.7 at 2026-11-03T15:00:40Z in account 100000000009, us-east-1.",
    );
    expect(finding.Remediation.Recommendation.Url).toBe("https://docs.example/root-activity");
    expect(finding).not.toHaveProperty("Compliance");
    expect(finding.ProductFields).toMatchObject({
      "holdfast/Outcome": "TRIPPED",
      "holdfast/Happened": "root signed in to production without MFA",
    });
    expect(finding.ProductFields).not.toHaveProperty("holdfast/Verified");
  });

  it("repeats severity and types where Security Hub takes them from providers", () => {
    for (const finding of EVERY_OUTCOME) {
      const { Severity, Types, FindingProviderFields } = asff(finding);
      expect(FindingProviderFields).toEqual({ Severity, Types });
    }
  });

  it("tells in ProductFields who did it and what became of it", () => {
    expect(asff(FAILED).ProductFields).toMatchObject({
      "holdfast/Outcome": "FAILED",
      "holdfast/Verified": "false",
      "holdfast/Mode": "revert",
      "holdfast/Incident": "inc-0001",
      "holdfast/BaselineHash": "3f9c1e2d",
      "holdfast/Actor": "alice@securecart.example",
      "holdfast/SourceIp": "198.51.100.7",
      "holdfast/Event": "organizations:DetachPolicy",
      "holdfast/EventId": "1f2e0000-0000-4000-8000-000000000001",
      "holdfast/Note1": "The incident table could not be written; there is no before-state.",
      "holdfast/Action1":
        "failed: organizations:AttachPolicy, restrict: deny-delete-role is declared for Root/Workloads (organizations:AttachPolicy: AccessDenied)",
    });
  });

  it("links to the documentation only if it is on the web", () => {
    expect(asff(REVERTED).Remediation.Recommendation.Url).toBe(
      "https://docs.example/scp-attachment",
    );
    const guardrail = { ...REVERTED.guardrail, runbook: "docs/runbooks/x.md" };
    const { Recommendation } = asff({ ...REVERTED, guardrail }).Remediation;
    expect(Recommendation).toEqual({
      Text: "A detached policy takes its denials away at once. What to do: docs/runbooks/x.md",
    });
  });

  it("uses the partition of the Region", () => {
    expect(asff(REVERTED, { ...HUB, region: "us-gov-west-1" }).ProductArn).toMatch(
      /^arn:aws-us-gov:/,
    );
    expect(asff(REVERTED, { ...HUB, region: "cn-north-1" }).Resources[0]?.Partition).toBe("aws-cn");
  });
});

const long = fc.string({ unit: "binary", minLength: 0, maxLength: 3000 });

describe("the limits of ASFF", () => {
  it("hold whatever strings a finding brings", () => {
    fc.assert(
      fc.property(long, fc.nat(60), fc.constantFrom(...EVERY_OUTCOME), (text, count, base) => {
        const filed = asff({
          ...base,
          subject: { ...base.subject, name: text },
          guardrail: { ...base.guardrail, title: text, why: text },
          notes: Array<string>(count).fill(text),
          actions: base.actions.map((action) => ({ ...action, detail: text })),
          differences: base.differences.map((one) => ({ ...one, message: text })),
          ...(base.happened !== undefined && { happened: text }),
          causes: base.causes.map((one) => ({ ...one, eventName: text, at: text })),
        });
        expect(filed.Title.length).toBeLessThanOrEqual(256);
        expect(filed.Description.length).toBeLessThanOrEqual(1024);
        expect(filed.Id.length).toBeLessThanOrEqual(512);
        expect(filed.Remediation.Recommendation.Text.length).toBeLessThanOrEqual(512);
        const fields = Object.entries(filed.ProductFields);
        expect(fields.length).toBeLessThanOrEqual(50);
        for (const [name, value] of fields) {
          expect(name.length).toBeLessThanOrEqual(128);
          expect(value.length).toBeGreaterThan(0);
          expect(value.length).toBeLessThanOrEqual(2048);
        }
        expect(Buffer.byteLength(JSON.stringify(filed))).toBeLessThan(240 * 1024);
      }),
    );
  });
});
