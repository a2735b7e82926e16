/** Who calls: one of every kind that policies tell apart. */
import type { Principal } from "@holdfast/policy";

export const OWN = "111122223333";
export const OTHER = "444455556666";

const iam = (name: string, account = OWN) => `arn:aws:iam::${account}:${name}`;
const sts = (name: string, account = OWN) => `arn:aws:sts::${account}:${name}`;

export const PRINCIPALS: readonly Principal[] = [
  { arn: iam("user/alice"), account: OWN },
  { arn: iam("user/ops/bob"), account: OWN },
  { arn: iam("root"), account: OWN },
  { arn: iam("role/Developer"), account: OWN, session: sts("assumed-role/Developer/jane") },
  { arn: iam("role/app/Deploy"), account: OWN, session: sts("assumed-role/Deploy/run-17") },
  {
    arn: iam("role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef"),
    account: OWN,
    session: sts("assumed-role/AWSReservedSSO_Admin_0123456789abcdef/jane@securecart.example"),
  },
  // Named like the user behind it, as the other evaluator can tell who that is by the name alone.
  { arn: iam("user/alice"), account: OWN, session: sts("federated-user/alice") },
  {
    arn: iam("role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"),
    account: OWN,
    session: sts("assumed-role/AWSServiceRoleForConfig/config"),
    isServiceLinkedRole: true,
  },
  // A service belongs to no account.
  { arn: "cloudtrail.amazonaws.com", account: "", service: "cloudtrail.amazonaws.com" },
  { arn: "lambda.amazonaws.com", account: "", service: "lambda.amazonaws.com" },
];

/** Who may be named beside the caller. */
export const STRANGERS: readonly string[] = [
  iam("user/mallory"),
  iam("role/Auditor"),
  iam("role/Developer", OTHER),
  sts("assumed-role/Developer/joe"),
  sts("assumed-role/Auditor/jane"),
  iam("root", OTHER),
  OTHER,
];

export const SERVICES: readonly string[] = [
  "cloudtrail.amazonaws.com",
  "lambda.amazonaws.com",
  "sns.amazonaws.com",
];
