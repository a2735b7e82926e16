/** A path of the size of a landing zone's: three levels, fifteen statements, exemptions by role. */
import type { Level, PolicyDocument, PolicyStatement } from "@holdfast/policy";

const FULL_ACCESS: PolicyDocument = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "*", Resource: "*" },
};

const UNLESS_AUTOMATION = {
  ArnNotLike: {
    "aws:PrincipalArn": [
      "arn:aws:iam::*:role/LandingZone-*",
      "arn:aws:iam::*:role/cdk-accel-*",
      "arn:aws:iam::*:role/AWSControlTowerExecution",
    ],
  },
} as const;

const deny = (
  Action: readonly string[],
  Resource: readonly string[] = ["*"],
  Condition: PolicyStatement["Condition"] = UNLESS_AUTOMATION,
): PolicyStatement => ({ Effect: "Deny", Action, Resource, Condition });

const policy = (name: string, ...Statement: readonly PolicyStatement[]) => ({
  name,
  document: { Version: "2012-10-17", Statement },
});

const ROOT = [
  policy(
    "foundation",
    deny(
      ["cloudtrail:DeleteTrail", "cloudtrail:PutEventSelectors", "cloudtrail:StopLogging"],
      ["arn:aws:cloudtrail:*:*:trail/LandingZone-*"],
    ),
    deny(["config:Delete*", "config:Put*", "config:StopConfigurationRecorder"]),
    deny(
      ["events:Delete*", "events:DisableRule", "events:Put*"],
      ["arn:aws:events:*:*:rule/LandingZone-*"],
    ),
    deny(
      ["lambda:Create*", "lambda:Delete*", "lambda:Update*"],
      ["arn:aws:lambda:*:*:function:LandingZone-*"],
    ),
    deny(["sns:Add*", "sns:Delete*", "sns:Set*"], ["arn:aws:sns:*:*:LandingZone-*"]),
    deny(["logs:Delete*", "logs:PutRetentionPolicy"], ["arn:aws:logs:*:*:log-group:LandingZone-*"]),
    deny(
      ["iam:*Role*", "iam:*User*"],
      ["arn:aws:iam::*:role/LandingZone-*", "arn:aws:iam::*:role/cdk-accel-*"],
    ),
  ),
  policy("no-root", {
    ...deny(["*"]),
    Condition: { StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:root" } },
  }),
];

const UNIT = [
  policy(
    "security-services",
    deny([
      "guardduty:Accept*",
      "guardduty:Create*",
      "guardduty:Delete*",
      "guardduty:Disassociate*",
      "guardduty:Update*",
    ]),
    deny([
      "securityhub:Create*",
      "securityhub:Delete*",
      "securityhub:Disable*",
      "securityhub:Disassociate*",
    ]),
    deny(["macie2:Delete*", "macie2:Disable*", "macie2:Disassociate*"]),
    deny(["access-analyzer:Delete*"]),
    deny(["ec2:DisableEbsEncryptionByDefault"], ["*"], {
      StringNotEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-1"] },
    }),
  ),
  policy("regions", {
    Effect: "Deny",
    NotAction: [
      "a4b:*",
      "budgets:*",
      "ce:*",
      "cloudfront:*",
      "iam:*",
      "organizations:*",
      "route53:*",
      "sts:*",
      "support:*",
    ],
    Resource: "*",
    Condition: {
      StringNotEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-1", "eu-central-1"] },
      ...UNLESS_AUTOMATION,
    },
  }),
  policy("buckets", deny(["s3:PutBucketPublicAccessBlock", "s3:PutAccountPublicAccessBlock"])),
];

const full = { name: "FullAWSAccess", document: FULL_ACCESS };

export const landingZone: readonly Level[] = [
  { name: "Root", policies: [full, ...ROOT] },
  { name: "Root/Workloads", policies: [full, ...UNIT] },
  { name: "account", policies: [full] },
];
