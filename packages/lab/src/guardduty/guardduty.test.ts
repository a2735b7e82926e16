import { GuardDuty } from "@aws-sdk/client-guardduty";
import {
  OrganizationsClient,
  RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import type { Baseline } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { baseline, MANAGEMENT, PLAYGROUND, refusal, testLab } from "../lab.fixture.ts";
import type { Lab } from "../model.ts";
import { LabRequestHandler } from "../request-handler.ts";

const watched: Baseline = {
  ...baseline,
  organizationTrust: {
    delegatedAdministrators: [{ account: PLAYGROUND, services: ["guardduty.amazonaws.com"] }],
    trustedServices: ["guardduty.amazonaws.com"],
  },
  securityServices: {
    trails: [],
    guardDuty: {
      administrator: PLAYGROUND,
      features: ["S3_DATA_EVENTS"],
      archiveFilters: [],
      trustedIpLists: [],
    },
  },
};

function guardDutyOf(lab: Lab, accessKeyId = PLAYGROUND, region = "us-east-1"): GuardDuty {
  return new GuardDuty({
    region,
    credentials: { accessKeyId, secretAccessKey: "any" },
    requestHandler: new LabRequestHandler(lab.handle),
    maxAttempts: 1,
  });
}

async function administrator() {
  const lab = testLab({ baseline: watched });
  const guardDuty = guardDutyOf(lab);
  const [DetectorId = ""] = (await guardDuty.listDetectors({})).DetectorIds ?? [];
  return { lab, guardDuty, DetectorId };
}

const NONE = { AutoEnableOrganizationMembers: "NONE" } as const;

describe("GuardDuty's detector", () => {
  it("is there in the declared Regions, on, for every member", async () => {
    const { guardDuty, lab, DetectorId } = await administrator();
    const own = await guardDuty.getDetector({ DetectorId });
    expect(own.Status).toBe("ENABLED");
    expect(own.Features).toContainEqual({ Name: "S3_DATA_EVENTS", Status: "ENABLED" });
    expect(own.Features).toContainEqual({ Name: "EKS_AUDIT_LOGS", Status: "DISABLED" });
    const members = await guardDuty.describeOrganizationConfiguration({ DetectorId });
    expect(members).toMatchObject({
      AutoEnableOrganizationMembers: "ALL",
      Features: [{ Name: "S3_DATA_EVENTS", AutoEnable: "ALL" }],
    });
    const elsewhere = guardDutyOf(lab, PLAYGROUND, "eu-west-1");
    expect((await elsewhere.listDetectors({})).DetectorIds).toEqual([]);
    expect(await refusal(elsewhere.getDetector({ DetectorId }))).toBe("BadRequestException");
  });

  it("is neither suspended nor deleted while every member has to be monitored", async () => {
    const { guardDuty, DetectorId } = await administrator();
    const suspend = () => refusal(guardDuty.updateDetector({ DetectorId, Enable: false }));
    expect(await suspend()).toBe("BadRequestException");
    expect(await refusal(guardDuty.deleteDetector({ DetectorId }))).toBe("BadRequestException");
    await guardDuty.updateOrganizationConfiguration({ DetectorId, ...NONE });
    expect(await suspend()).toBe("nothing was refused");
    expect((await guardDuty.getDetector({ DetectorId })).Status).toBe("DISABLED");
  });

  it("is another one when it is made again, and covers no members", async () => {
    const { guardDuty, DetectorId } = await administrator();
    expect(await refusal(guardDuty.createDetector({ Enable: true }))).toBe("BadRequestException");
    await guardDuty.updateOrganizationConfiguration({ DetectorId, ...NONE });
    await guardDuty.deleteDetector({ DetectorId });
    const made = await guardDuty.createDetector({ Enable: true });
    expect(made.DetectorId).not.toBe(DetectorId);
    const of = { DetectorId: made.DetectorId };
    const members = await guardDuty.describeOrganizationConfiguration(of);
    expect(members.AutoEnableOrganizationMembers).toBe("NONE");
  });

  it("of an organization is its administrator's business", async () => {
    const { lab } = await administrator();
    const guardDuty = guardDutyOf(lab, MANAGEMENT);
    const { DetectorId } = await guardDuty.createDetector({ Enable: true });
    const change = () =>
      refusal(guardDuty.updateOrganizationConfiguration({ DetectorId, ...NONE }));
    expect(await change()).toBe("BadRequestException");
    // A member can't stop it either.
    const suspended = guardDuty.updateDetector({ DetectorId, Enable: false });
    expect(await refusal(suspended)).toBe("BadRequestException");
    const organizations = new OrganizationsClient({
      region: "us-east-1",
      credentials: { accessKeyId: MANAGEMENT, secretAccessKey: "any" },
      requestHandler: new LabRequestHandler(lab.handle),
      maxAttempts: 1,
    });
    const other = { AccountId: "100000000009", ServicePrincipal: "guardduty.amazonaws.com" };
    await organizations.send(new RegisterDelegatedAdministratorCommand(other));
    expect(await change()).toBe("BadRequestException");
  });
});

describe("what keeps findings from people", () => {
  it("are filters, which archive or not", async () => {
    const { guardDuty, DetectorId } = await administrator();
    const filter = { DetectorId, Name: "noise", FindingCriteria: { Criterion: {} } };
    await guardDuty.createFilter({ ...filter, Action: "ARCHIVE" });
    expect(await refusal(guardDuty.createFilter(filter))).toBe("BadRequestException");
    expect((await guardDuty.listFilters({ DetectorId })).FilterNames).toEqual(["noise"]);
    const named = { DetectorId, FilterName: "noise" };
    expect((await guardDuty.getFilter(named)).Action).toBe("ARCHIVE");
    await guardDuty.updateFilter({ ...named, Action: "NOOP" });
    expect((await guardDuty.getFilter(named)).Action).toBe("NOOP");
    await guardDuty.deleteFilter(named);
    expect(await refusal(guardDuty.getFilter(named))).toBe("BadRequestException");
  });

  it("is one list of trusted addresses, active or not", async () => {
    const { guardDuty, DetectorId } = await administrator();
    const set = { DetectorId, Name: "office", Format: "TXT", Location: "s3://x/y" } as const;
    const { IpSetId } = await guardDuty.createIPSet({ ...set, Activate: true });
    expect(await refusal(guardDuty.createIPSet({ ...set, Activate: true }))).toBe(
      "BadRequestException",
    );
    expect((await guardDuty.getIPSet({ DetectorId, IpSetId })).Status).toBe("ACTIVE");
    await guardDuty.updateIPSet({ DetectorId, IpSetId, Activate: false });
    expect((await guardDuty.getIPSet({ DetectorId, IpSetId })).Status).toBe("INACTIVE");
    await guardDuty.deleteIPSet({ DetectorId, IpSetId });
    expect((await guardDuty.listIPSets({ DetectorId })).IpSetIds).toEqual([]);
  });
});
