/** What SecureCart's policies do, call by call. */
import { accountsUnder, modeFor, policyByName, unitOf } from "@holdfast/core";
import { evaluate, type PolicyDocument } from "@holdfast/policy";
import { describe, expect, it } from "vitest";
import { baseline as securecart } from "../support/securecart.ts";

const ALLOW: PolicyDocument = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "*", Resource: "*" },
};
const FULL_ACCESS = { name: "FullAWSAccess", document: ALLOW };

/** Who denies a call by a principal of an account that its own policies allow everything. */
function denial(
  accountName: string,
  principal: string,
  action: string,
  resource = "*",
  context: Readonly<Record<string, string>> = {},
): string | undefined {
  const account = securecart.accounts.find(({ name }) => name === accountName);
  if (account === undefined) throw new Error(`no account ${accountName}`);
  const arn = `arn:aws:iam::${account.id}:${principal}`;
  const parts = account.unit.split("/");
  const units = parts.map((_, index) => unitOf(securecart, parts.slice(0, index + 1).join("/")));
  const verdict = evaluate(
    {
      action,
      resource: resource.replace("ACCOUNT", account.id),
      principal: { arn, account: account.id },
      context: { "aws:PrincipalArn": arn, "aws:PrincipalAccount": account.id, ...context },
    },
    {
      identity: [FULL_ACCESS],
      serviceControl: [...units, account].map((target, depth) => ({
        name: `level ${depth}`,
        policies: [FULL_ACCESS, ...(target?.policies ?? []).flatMap(attached)],
      })),
    },
  );
  return verdict.allowed ? undefined : verdict.policy;
}

function attached(name: string) {
  const policy = policyByName(securecart, name);
  if (policy === undefined) throw new Error(`no policy ${name}`);
  return policy.type === "SERVICE_CONTROL_POLICY" ? [{ name, document: policy.content }] : [];
}

const ADMIN =
  "role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_0123456789abcdef";
const HOLDFAST = "role/holdfast/holdfast-production-remediate";
const STACKSETS = "role/stacksets-exec-0123456789abcdef";
const QUEUE = "arn:aws:sqs:us-east-1:ACCOUNT:holdfast-production-organization";
const MEMBER_ROLE = "arn:aws:iam::ACCOUNT:role/holdfast/holdfast-production-observe";

describe("the SecureCart baseline", () => {
  it("places ten accounts in five units, and reverts everywhere but in the sandbox", () => {
    expect(accountsUnder(securecart, "Root")).toHaveLength(10);
    expect(securecart.units.map(({ path }) => path)).toEqual([
      "Root",
      "Root/Infrastructure",
      "Root/Sandbox",
      "Root/Security",
      "Root/Workloads",
    ]);
    expect(modeFor(securecart, "scp-attachment", "Root/Workloads")).toBe("revert");
    expect(modeFor(securecart, "scp-attachment", "Root/Sandbox")).toBe("alert");
  });

  it.each([
    ["dev", "root", "s3:ListAllMyBuckets", "*", "deny-root-user"],
    ["dev", ADMIN, "guardduty:DeleteDetector", "*", "protect-security-services"],
    ["dev", STACKSETS, "guardduty:DeleteDetector", "*", "protect-security-services"],
    ["dev", ADMIN, "organizations:LeaveOrganization", "*", "deny-leave-organization"],
    ["finance", ADMIN, "iam:PutRolePolicy", MEMBER_ROLE, "protect-holdfast"],
    [
      "finance",
      ADMIN,
      "iam:CreateRole",
      "arn:aws:iam::ACCOUNT:role/holdfast/mine",
      "protect-holdfast",
    ],
    [
      "finance",
      ADMIN,
      "iam:CreateRole",
      "arn:aws:iam::ACCOUNT:role/stacksets-exec-mine",
      "protect-holdfast",
    ],
    ["finance", ADMIN, "sts:AssumeRole", MEMBER_ROLE, "protect-holdfast"],
    ["finance", ADMIN, "sqs:PurgeQueue", QUEUE, "protect-holdfast"],
    ["finance", ADMIN, "iam:CreateUser", "arn:aws:iam::ACCOUNT:user/mine", "no-iam-users"],
    ["finance", HOLDFAST, "iam:CreateUser", "arn:aws:iam::ACCOUNT:user/mine", "no-iam-users"],
    [
      "finance",
      ADMIN,
      "iam:CreateUser",
      "arn:aws:iam::ACCOUNT:user/break-glass/mine",
      "no-iam-users",
    ],
    ["finance", ADMIN, "ec2:CreateVpc", "*", "vpc-only-network"],
    ["network", ADMIN, "ce:GetCostAndUsage", "*", "billing-only-finance"],
    [
      "security",
      ADMIN,
      "guardduty:UpdateOrganizationConfiguration",
      "*",
      "protect-guardduty-securityhub",
    ],
    ["dev", ADMIN, "iam:CreateRole", "arn:aws:iam::ACCOUNT:role/mine", "developers-no-iam"],
    ["dev", ADMIN, "iam:DeleteRole", "arn:aws:iam::ACCOUNT:role/mine", "deny-delete-role"],
    [
      "playground",
      ADMIN,
      "sts:AssumeRole",
      "arn:aws:iam::100000000009:role/DeployRole",
      "no-production-access",
    ],
    ["production", ADMIN, "dynamodb:DeleteTable", "*", "protect-production-data"],
  ])("in %s keeps %s from %s on %s by %s", (account, principal, action, resource, policy) => {
    expect(denial(account, principal, action, resource)).toBe(policy);
  });

  it("keeps the sandbox from whatever production owns", () => {
    const owned = { "aws:ResourceAccount": "100000000009" };
    const bucket = "arn:aws:s3:::production-orders/1";
    expect(denial("playground", ADMIN, "s3:GetObject", bucket, owned)).toBe("no-production-access");
    expect(denial("playground", ADMIN, "s3:GetObject", bucket)).toBeUndefined();
  });

  it.each([
    ["dev", HOLDFAST, "iam:UpdateAccessKey", "arn:aws:iam::ACCOUNT:user/rogue"],
    ["dev", HOLDFAST, "iam:AttachUserPolicy", "arn:aws:iam::ACCOUNT:user/rogue"],
    ["dev", HOLDFAST, "iam:UpdateAssumeRolePolicy", "arn:aws:iam::ACCOUNT:role/DeployRole"],
    ["security", HOLDFAST, "guardduty:UpdateOrganizationConfiguration", "*"],
    ["dev", HOLDFAST, "config:PutConfigurationRecorder", "*"],
    ["dev", STACKSETS, "iam:CreateRole", MEMBER_ROLE],
    ["dev", STACKSETS, "iam:CreateRole", "arn:aws:iam::ACCOUNT:role/Deploy"],
    ["finance", STACKSETS, "iam:CreateUser", "arn:aws:iam::ACCOUNT:user/break-glass/olivia"],
    ["network", ADMIN, "ec2:CreateVpc", "*"],
    ["finance", ADMIN, "ce:GetCostAndUsage", "*"],
    ["network", ADMIN, "iam:CreateRole", "arn:aws:iam::ACCOUNT:role/mine"],
    ["dev", ADMIN, "dynamodb:DeleteTable", "arn:aws:dynamodb:us-east-1:ACCOUNT:table/orders"],
  ])("in %s lets %s do %s on %s", (account, principal, action, resource) => {
    expect(denial(account, principal, action, resource)).toBeUndefined();
  });

  it("names its own organization in the resource perimeter", () => {
    const perimeter = JSON.stringify(policyByName(securecart, "resource-perimeter")?.content);
    expect(perimeter.match(/o-[a-z0-9]{10,32}/g)).toEqual([
      securecart.organization.id,
      securecart.organization.id,
    ]);
  });
});
