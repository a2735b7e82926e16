/** SecureCart with a delegation policy, and records, for the tests of this folder. */
import type { Baseline, OrganizationTrust, TrailRecord } from "@holdfast/core";
import type { PolicyDocument } from "@holdfast/policy";
import { securecart as example } from "../securecart.fixture.ts";

export const SECURITY = "100000000002";

/** Lets the security account read policies. */
export const DELEGATION: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Read",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${SECURITY}:root` },
      Action: ["organizations:DescribePolicy", "organizations:ListPolicies"],
      Resource: "*",
    },
  ],
};

const TRUST: OrganizationTrust = {
  delegatedAdministrators: [{ account: SECURITY, services: ["guardduty.amazonaws.com"] }],
  trustedServices: ["guardduty.amazonaws.com", "sso.amazonaws.com"],
};

/** Everything as the example has it, but for modes and whom it trusts. */
export function baselineWith(changes: Partial<OrganizationTrust> = {}): Baseline {
  return { ...example, organizationTrust: { ...TRUST, ...changes } };
}

export function undeclared(): Baseline {
  const { organizationTrust: _, ...rest } = example;
  return rest;
}

export function record(eventName: string, request: TrailRecord["request"] = {}): TrailRecord {
  return {
    eventId: "e-1",
    eventTime: "2026-11-23T00:00:00Z",
    eventSource: "organizations.amazonaws.com",
    eventName,
    region: "us-east-1",
    account: example.organization.management,
    actor: { type: "AssumedRole", name: "mallory" },
    readOnly: false,
    request,
    response: {},
    service: {},
    additional: {},
  };
}
