/** What is called: actions on resources of every shape, and which kind of policy the resource has. */

export interface Target {
  /** As AWS writes it. */
  readonly action: string;
  /** `*` for an action that names no resource. */
  readonly resource: (account: string) => string;
  /** The resource's own policy: required for a key, none where AWS has none. */
  readonly own: "none" | "resource" | "trust" | "key";
  /** Condition keys that requests for this action have and others don't. */
  readonly keys?: readonly string[];
}

const TAGGING = ["aws:TagKeys", "aws:RequestTag/team"];

export const TARGETS: readonly Target[] = [
  { action: "s3:GetObject", resource: object, own: "resource" },
  { action: "s3:PutObject", resource: object, own: "resource" },
  {
    action: "s3:ListBucket",
    resource: bucket,
    own: "resource",
    keys: ["s3:prefix", "s3:max-keys"],
  },
  { action: "s3:PutBucketPolicy", resource: bucket, own: "resource" },
  { action: "sqs:SendMessage", resource: at("sqs:eu-west-1", "orders"), own: "resource" },
  { action: "sns:Publish", resource: at("sns:us-east-1", "alerts"), own: "resource" },
  {
    action: "lambda:InvokeFunction",
    resource: at("lambda:eu-west-1", "function:checkout"),
    own: "resource",
  },
  {
    action: "secretsmanager:GetSecretValue",
    resource: at("secretsmanager:eu-west-1", "secret:prod/db-AbCdEf"),
    own: "resource",
    keys: ["aws:ResourceTag/team"],
  },
  {
    action: "dynamodb:GetItem",
    resource: at("dynamodb:eu-west-1", "table/orders"),
    own: "resource",
    keys: ["dynamodb:Attributes"],
  },
  {
    action: "kms:Decrypt",
    resource: at("kms:eu-west-1", "key/1234abcd-12ab-34cd-56ef-1234567890ab"),
    own: "key",
    keys: ["kms:ViaService", "kms:EncryptionContextKeys"],
  },
  {
    action: "kms:ScheduleKeyDeletion",
    resource: at("kms:us-east-1", "key/1234abcd-12ab-34cd-56ef-1234567890ab"),
    own: "key",
    keys: ["kms:ScheduleKeyDeletionPendingWindowInDays"],
  },
  {
    action: "sts:AssumeRole",
    resource: at("iam:", "role/Deploy"),
    own: "trust",
    keys: ["sts:ExternalId", ...TAGGING],
  },
  { action: "iam:CreateUser", resource: at("iam:", "user/eve"), own: "none", keys: TAGGING },
  { action: "iam:DeleteRole", resource: at("iam:", "role/app/Deploy"), own: "none" },
  {
    action: "iam:PassRole",
    resource: at("iam:", "role/Deploy"),
    own: "none",
    keys: ["iam:PassedToService"],
  },
  {
    action: "ec2:TerminateInstances",
    resource: at("ec2:eu-west-1", "instance/i-0abcdef1234567890"),
    own: "none",
    keys: ["ec2:InstanceType", "aws:ResourceTag/team"],
  },
  {
    action: "guardduty:DeleteDetector",
    resource: at("guardduty:eu-west-1", "detector/12abc34d567e8fa901bc2d34e56789f0"),
    own: "none",
  },
  {
    action: "cloudtrail:StopLogging",
    resource: at("cloudtrail:us-east-1", "trail/organization"),
    own: "none",
  },
  {
    action: "logs:DeleteLogGroup",
    resource: at("logs:eu-west-1", "log-group:/aws/lambda/checkout"),
    own: "none",
  },
  { action: "ec2:DescribeInstances", resource: () => "*", own: "none" },
  { action: "organizations:LeaveOrganization", resource: () => "*", own: "none" },
  { action: "s3:ListAllMyBuckets", resource: () => "*", own: "none" },
];

function bucket(): string {
  return "arn:aws:s3:::securecart-orders";
}

function object(): string {
  return "arn:aws:s3:::securecart-orders/alice/2026/invoice.pdf";
}

function at(place: string, name: string): Target["resource"] {
  return (account) => `arn:aws:${place}:${account}:${name}`;
}
