import { matches } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { MANAGEMENT, made, record, securecart, session } from "../tripwire/fixture.ts";
import { identitySource } from "./index.ts";

const by = (call: string, role = "Admin") =>
  made(identitySource, record(call, { account: MANAGEMENT, actor: session(role, MANAGEMENT) }));

describe("a change of where identities come from", () => {
  it("is told under either of the sources that AWS records the console's calls with", () => {
    const [watch] = identitySource.watches(securecart);
    const heard = (service: string, eventName: string) =>
      matches(watch?.pattern ?? {}, {
        source: `aws.${service}`,
        "detail-type": "AWS API Call via CloudTrail",
        detail: { eventSource: `${service}.amazonaws.com`, eventName },
      });
    for (const service of ["sso", "sso-directory"]) {
      expect(heard(service, "PutMfaDeviceManagementForDirectory")).toBe(true);
      expect(heard(service, "EnableExternalIdPConfigurationForDirectory")).toBe(true);
      expect(heard(service, "DescribeDirectory")).toBe(false);
    }
  });

  it("has an incident for each principal: what one does covers nothing that another does", () => {
    const [token] = by("sso-directory:CreateBearerToken", "Provisioning").resources;
    const [provider] = by("sso-directory:EnableExternalIdPConfigurationForDirectory").resources;
    expect(token).toBe(`arn:aws:iam::${MANAGEMENT}:role/Provisioning`);
    expect(provider).toBe(`arn:aws:iam::${MANAGEMENT}:role/Admin`);
  });

  it.each([
    ["sso-directory:ImportExternalIdPCertificate", "CRITICAL"],
    ["sso-directory:UpdateExternalIdPConfigurationForDirectory", "CRITICAL"],
    ["sso:AssociateDirectory", "CRITICAL"],
    ["sso:UpdateTrustedTokenIssuer", "CRITICAL"],
    ["sso:PutMfaDeviceManagementForDirectory", "HIGH"],
    ["sso:UpdateSsoConfiguration", "HIGH"],
    ["sso-directory:DeleteBearerToken", "HIGH"],
  ])("%s is %s", (call, severity) => {
    expect(by(call).severity).toBe(severity);
  });
});
