import { describe, expect, it } from "vitest";
import { complaints, edited, FILES, load } from "./fixture.ts";

const POLICY = `{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::100000000002:root" },
    "Action": "organizations:ListPolicies",
    "Resource": "*"
  }
}
`;

function withTrust(section: string, policy = POLICY) {
  const files = edited(
    "holdfast.yaml",
    "exemptions:\n",
    `organizationTrust:\n${section}\nexemptions:\n`,
  );
  return { ...files, "policies/delegation.json": policy };
}

const COMPLETE = `  delegatedAdministrators: { prod: [b.amazonaws.com, a.amazonaws.com], dev: [a.amazonaws.com] }
  trustedServices: [b.amazonaws.com, a.amazonaws.com]
  delegationPolicy: policies/delegation.json`;

describe("whom the organization trusts", () => {
  it("is compiled to ids, in an order that leaves no trace", () => {
    expect(load(withTrust(COMPLETE)).organizationTrust).toEqual({
      delegatedAdministrators: [
        { account: "100000000002", services: ["a.amazonaws.com"] },
        { account: "100000000003", services: ["a.amazonaws.com", "b.amazonaws.com"] },
      ],
      trustedServices: ["a.amazonaws.com", "b.amazonaws.com"],
      delegationPolicy: JSON.parse(POLICY),
    });
  });

  it("is unknown if nobody declared it, and nobody if the section is empty", () => {
    expect(load(FILES)).not.toHaveProperty("organizationTrust");
    const files = edited("holdfast.yaml", "exemptions:\n", "organizationTrust: {}\nexemptions:\n");
    expect(load(files).organizationTrust).toEqual({
      delegatedAdministrators: [],
      trustedServices: [],
    });
  });

  it.each([
    [
      "an account that is not there",
      "  delegatedAdministrators: { pord: [a.amazonaws.com] }\n  trustedServices: [a.amazonaws.com]",
      'delegatedAdministrators.pord - no account is named pord (did you mean "prod"?)',
    ],
    [
      "the management account",
      "  delegatedAdministrators: { management: [a.amazonaws.com] }\n  trustedServices: [a.amazonaws.com]",
      "the management account can't be a delegated one",
    ],
    [
      "a service that is not trusted",
      "  delegatedAdministrators: { prod: [a.amazonaws.com] }",
      "a.amazonaws.com is not a trusted service (add it to trustedServices",
    ],
    [
      "a service twice",
      "  trustedServices: [a.amazonaws.com, a.amazonaws.com]",
      "trustedServices.1 - a.amazonaws.com is listed twice",
    ],
    ["what is no service", "  trustedServices: [guardduty]", "must be a service principal"],
    [
      "a file that is not there",
      "  delegationPolicy: policies/x.json",
      "there is no file policies/x.json",
    ],
  ])("can't name %s", (_what, section, complaint) => {
    const { "policies/delegation.json": _, ...files } = withTrust(section);
    expect(complaints(files).join("\n")).toContain(complaint);
  });

  it("has its delegation policy checked as a resource policy", () => {
    const section = "  delegationPolicy: policies/delegation.json";
    const scp = POLICY.replace(/\n.*"Principal".*/, "");
    expect(complaints(withTrust(section, scp)).join("\n")).toMatch(/delegation\.json:.*Principal/);
    const huge = POLICY.replace("ListPolicies", "x".repeat(40_000));
    expect(complaints(withTrust(section, huge)).join("\n")).toContain("AWS takes 40000");
  });
});
